"""`python -m tests.boot`: installs mailbot on a bare Debian and runs its units under systemd.

Letters come from a Postfix and Dovecot of this machine. Exit code 1 where a step does not hold.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from benchmarks.agency import UNLIMITED, a_request
from mailbot.clock import local_date, utc_now
from tests.boot.machine import ROOT, Machine, a_machine
from tests.crash.settings_file import write_settings
from tests.journeys.world import ASKER, World, a_world_in
from tests.servers.mail import running_mail_servers
from tests.servers.pages import title_at
from tests.servers.ports import is_free

SECRETS = ("seal-key", "imap-password", "smtp-password", "signing-passphrase")
OF_THE_WORLD, STATE = "/etc/mailbot/world", "/var/lib/mailbot"
SERVICE, PAGES = "mailbot.service", "mailbot-console"
PORT = 8480
WATCHED = "[Service]\nWatchdogSec=20\n"
LETTERS_EACH = 2  # acknowledgement and result
WITHIN_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Boot:
    """A machine and the world whose letters it answers."""

    machine: Machine
    world: World

    def install(self) -> None:
        """Put it on the machine as README says."""
        tracked = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
        names = subprocess.run(tracked, cwd=ROOT, check=True, stdout=subprocess.PIPE).stdout
        packed = subprocess.run(
            ["tar", "--create", "--null", "--files-from=-", "--ignore-failed-read"],
            cwd=ROOT, input=names, check=True, stdout=subprocess.PIPE,
        ).stdout  # fmt: skip
        self.machine.unpack("/root/mailbot", packed)
        self.machine.run("make", "--directory=/root/mailbot", "install")

    def settle(self) -> None:
        """Give it settings, secrets as encrypted credentials, agencies and mailboxes."""
        folder = self.world.house.settings.archive.directory.parent
        chosen = {"imap": {"poll_seconds": 5}}
        text = write_settings(self.world.house.settings, folder / "file", **chosen).read_text()
        lines = [line for line in text.splitlines() if not line.startswith("secrets_directory")]
        text = "\n".join(lines).replace(f"sqlite:///{folder}", f"sqlite:///{STATE}")
        text = text.replace(f"{folder}/archive", f"{STATE}/archive")
        authority = self.world.servers.tls.ca
        text = text.replace(str(authority), f"{OF_THE_WORLD}/ca.pem")
        self.machine.put(
            "/etc/mailbot/mailbot.toml", text.replace(f"{folder}", OF_THE_WORLD).encode()
        )
        for path in folder.iterdir():
            if path.is_file():
                where = STATE if path.suffix == ".db" else OF_THE_WORLD
                self.machine.put(f"{where}/{path.name}", path.read_bytes())
        self.machine.put(f"{OF_THE_WORLD}/ca.pem", authority.read_bytes())
        self.machine.put("/etc/mailbot/working_calendar.toml", _calendar().encode())
        self.machine.run("chown", "-R", "root:mailbot", "/etc/mailbot")
        self.machine.run("chown", "-R", "mailbot:", STATE)
        self.machine.run("mkdir", "-p", "/etc/credstore.encrypted")
        for name in SECRETS:
            secret = (folder / "secrets" / name).read_bytes()
            kept = f"/etc/credstore.encrypted/mailbot.{name}"
            self.machine.run("systemd-creds", "encrypt", f"--name={name}", "-", kept, given=secret)

    def check(self) -> None:
        """Every outside system is found good, by root's command with the service's secrets."""
        self.machine.run("mailbot", "check-config")

    def serve_staff(self) -> None:
        """Root's command works in a home closed to others, with a file that only root may read."""
        agencies = self.machine.run("mailbot", "agencies", "export").encode()
        self.machine.put("/root/agencies.csv", agencies)
        at_home = ("env", "--chdir=/root", "mailbot")
        self.machine.run(*at_home, "agencies", "import", "agencies.csv")
        refused = self.machine.tried(*at_home, "agencies", "export", "mine.csv").stdout.decode()
        _hold("không có quyền" in refused, f"written into root's home: {refused}")
        left = self.machine.run("find", "/run", "-maxdepth", "1", "-name", "mailbot-staff*")
        _hold(not left, f"left behind: {left}")

    def start(self) -> None:
        """Systemd waits until the service says that it is ready; it is not root."""
        self.machine.run("systemctl", "start", SERVICE)
        self._is("ActiveState", "active")
        owner = self.machine.run("stat", "--format=%U", f"/proc/{self.main()}").strip()
        _hold(owner == "mailbot", f"it runs as {owner}")

    def answer(self) -> None:
        """A signed letter is answered, once."""
        self._answered()

    def show_pages(self) -> None:
        """Systemd holds their door: who asks while they start, or start anew, waits for them."""
        self.machine.run("systemctl", "start", f"{PAGES}.socket")
        _page()
        owner = self.machine.run("stat", "--format=%U", f"/proc/{self.main(PAGES)}").strip()
        _hold(owner == "mailbot", f"the pages run as {owner}")
        with ThreadPoolExecutor(1) as ops:
            restart = ("systemctl", "restart", f"{PAGES}.service")
            again = ops.submit(self.machine.run, *restart)
            while not again.done():
                _page()
            again.result()
        _page()

    def be_killed(self) -> None:
        """Systemd starts it again, and the next letter is answered."""
        before = self.main()
        self.machine.run("systemctl", "kill", "--signal=KILL", SERVICE)
        self._until(lambda: self._state("ActiveState") == "active" and self.main() != before)
        self._answered()

    def hang(self) -> None:
        """One that makes no progress is ended by systemd and started again."""
        self.machine.put(f"/etc/systemd/system/{SERVICE}.d/watched.conf", WATCHED.encode())
        self.machine.run("systemctl", "daemon-reload")
        self.machine.run("systemctl", "restart", SERVICE)
        time.sleep(30)
        before = self.main()
        self._is("NRestarts", "0")
        self.machine.run("systemctl", "kill", "--signal=STOP", "--kill-who=main", SERVICE)
        self._until(lambda: self._state("ActiveState") == "active" and self.main() != before)
        self._answered()

    def back_up(self) -> None:
        """The unit of the timer copies the database beside the running service."""
        self.machine.run("systemctl", "start", "mailbot-backup.service")
        copies = self.machine.run("ls", "/var/backups/mailbot")
        _hold(".db" in copies, f"the backups are {copies}")

    def be_installed_again(self) -> None:
        """A version is put over a running one, which goes on with it once restarted."""
        self.machine.run("make", "--directory=/root/mailbot", "install")
        self.machine.run("systemctl", "restart", SERVICE)
        self._answered()

    def stop(self) -> None:
        """It ends by itself, and at once where nothing is under way."""
        began = time.monotonic()
        self.machine.run("systemctl", "stop", SERVICE)
        self._is("Result", "success")
        _hold(time.monotonic() - began < 10, "it took more than ten seconds to stop")

    def main(self, service: str = SERVICE) -> str:
        """Return the process of a service, as the machine counts."""
        return self._state("MainPID", service)

    def _answered(self) -> None:
        servers = self.world.servers
        before = len(servers.fetch_all(ASKER))
        servers.submit(ASKER, servers.password(ASKER), a_request(self.world, 10))
        self._until(lambda: len(servers.fetch_all(ASKER)) >= before + LETTERS_EACH)
        time.sleep(2)
        found = len(servers.fetch_all(ASKER)) - before
        _hold(found == LETTERS_EACH, f"{found} letters came")

    def _until(self, done: Callable[[], bool]) -> None:
        end = time.monotonic() + WITHIN_SECONDS
        while not done():
            _hold(time.monotonic() < end, f"not within {WITHIN_SECONDS:.0f} s")
            time.sleep(0.2)

    def _is(self, name: str, wanted: str) -> None:
        found = self._state(name)
        _hold(found == wanted, f"{name} is {found}, not {wanted}")

    def _state(self, name: str, service: str = SERVICE) -> str:
        told = self.machine.run("systemctl", "show", "--value", f"--property={name}", service)
        return told.strip()


def main() -> int:
    """Go through the steps, the service's log at the end where one does not hold."""
    if not is_free(PORT):
        print(f"✗ port {PORT}: another program has it, and the machine shares this one's network")
        return 1
    with (
        tempfile.TemporaryDirectory(prefix="boot-") as name,
        running_mail_servers() as servers,
        a_world_in(
            Path(name),
            servers,
            replies={**UNLIMITED, "acknowledge_after_seconds": 0},
        ) as world,
        a_machine(Path(name) / "console.log") as machine,
    ):
        boot = Boot(machine, world)
        steps = (
            boot.install, boot.settle, boot.check, boot.serve_staff, boot.start, boot.answer,
            boot.show_pages, boot.be_killed, boot.hang, boot.back_up, boot.be_installed_again,
            boot.stop,
        )  # fmt: skip
        for step in steps:
            began = time.monotonic()
            try:
                step()
            except RuntimeError as error:
                print(f"✗ {step.__name__}: {error}")
                told = machine.tried("journalctl", "--unit=mailbot*", "--no-pager", "--lines=60")
                print(told.stdout.decode())
                return 1
            print(f"✓ {step.__name__}: {time.monotonic() - began:.1f} s", flush=True)
    return 0


def _calendar() -> str:
    """Return ours with a document for the next year, which is wanted from December on."""
    ours = (ROOT / "config" / "working_calendar.toml").read_text("utf-8")
    entry = f'[[year]]\nyear = {local_date(utc_now()).year + 1}\ndocument = "Công văn số 1/VPCP"\n'
    return ours if entry.splitlines()[1] in ours else f"{ours}\n{entry}"


def _page() -> None:
    _hold(title_at(PORT) == "Đăng nhập", "another page is shown")


def _hold(condition: object, otherwise: str) -> None:
    if not condition:
        raise RuntimeError(otherwise)


if __name__ == "__main__":
    sys.exit(main())
