"""A bare Debian with systemd as PID 1, in namespaces of its own and on the network of this machine.

Needs root, debootstrap and systemd-nspawn.
"""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DEBIAN = ROOT / "build" / "boot" / "debian"
PACKAGES = (
    "systemd-sysv", "dbus", "python3-venv", "make", "ca-certificates",
    "tesseract-ocr-vie", "tesseract-ocr-eng",
)  # fmt: skip
SITES_OWN = ("/etc/pip.conf", "/etc/resolv.conf", "/etc/ssl/certs/ca-certificates.crt")
"""How this machine reaches the package index, where that needs saying."""

NAMESPACES = ("--mount", "--uts", "--ipc", "--pid", "--cgroup", "--root", "--wd")
PLAIN = ("env", "-i", "HOME=/root", "LANG=C.UTF-8", f"PATH={os.defpath}:/usr/local/bin:/usr/sbin")
STARTS_WITHIN_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Machine:
    """One that has been booted; `init` is its PID 1 as this machine counts."""

    init: int

    def run(self, *command: str, given: bytes = b"") -> str:
        """Return what a command of root says there; RuntimeError with it where it fails."""
        done = self.tried(*command, given=given)
        if done.returncode:
            raise RuntimeError(f"{' '.join(command)}: {done.returncode}\n{done.stdout.decode()}")
        return done.stdout.decode()

    def tried(self, *command: str, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
        """Run a command of root there, whatever comes of it."""
        return subprocess.run(
            ["nsenter", f"--target={self.init}", *NAMESPACES, "--", *PLAIN, *command],
            input=given,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
        )

    def put(self, path: str, content: bytes) -> None:
        """Write a file there."""
        self.run("install", "-D", "-m", "640", "/dev/stdin", path, given=content)

    def unpack(self, folder: str, archive: bytes) -> None:
        """Unpack a tar there."""
        self.run("mkdir", "-p", folder)
        self.run("tar", "--extract", "--no-same-owner", "--directory", folder, given=archive)


@contextmanager
def a_machine(log: Path) -> Iterator[Machine]:
    """Boot a copy of the bare Debian, which is made the first time; its console goes to `log`."""
    if not (DEBIAN / "etc").exists():
        _make()
    command = ["systemd-nspawn", "--quiet", f"--directory={DEBIAN}", "--ephemeral", "--boot"]
    alone = ["--register=no", "--keep-unit", "--console=read-only"]
    with log.open("wb") as console:
        booted = subprocess.Popen(
            [*command, *alone], stdin=subprocess.DEVNULL, stdout=console, stderr=console
        )
    try:
        machine = _running(booted)
        for name in SITES_OWN:
            if Path(name).exists():
                machine.put(name, Path(name).read_bytes())
                machine.run("chmod", "644", name)
        yield machine
    finally:
        booted.terminate()
        booted.wait(STARTS_WITHIN_SECONDS)


def _make() -> None:
    fresh = DEBIAN.with_name("fresh")
    fresh.parent.mkdir(parents=True, exist_ok=True)
    subprocess.run(["rm", "-rf", fresh], check=True)
    include = f"--include={','.join(PACKAGES)}"
    subprocess.run(["debootstrap", "--variant=minbase", include, "bookworm", fresh], check=True)
    (fresh / "etc" / "machine-id").write_text("")
    fresh.rename(DEBIAN)


def _running(booted: subprocess.Popen[bytes]) -> Machine:
    """Return the machine once its systemd says that everything has started."""
    end = time.monotonic() + STARTS_WITHIN_SECONDS
    while time.monotonic() < end and booted.poll() is None:
        for process in _descendants(booted.pid):
            if Path(f"/proc/{process}/comm").read_text().strip() == "systemd":
                machine = Machine(process)
                if machine.tried("systemctl", "is-system-running").returncode == 0:
                    return machine
        time.sleep(0.2)
    raise RuntimeError("the machine does not start: see its console's log")


def _descendants(process: int) -> Iterator[int]:
    told = Path(f"/proc/{process}/task/{process}/children").read_text()
    for child in map(int, told.split()):
        yield child
        yield from _descendants(child)
