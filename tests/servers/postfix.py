"""Postfix on free ports: MX (no login), submission (STARTTLS) and submissions (TLS), with login.

Some recipients are answered in a fixed way, see ANSWERS.
"""

from __future__ import annotations

import grp
import os
import pwd
import stat
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.servers import needed
from tests.servers.dovecot import Dovecot
from tests.servers.ports import free_ports, greets, wait_for
from tests.servers.process import Process, last_lines

MX_HOST = "mx.cantho.gov.vn"
DOMAINS = ("cantho.gov.vn", "example.net")

ANSWERS = {
    "khongco@cantho.gov.vn": "550 5.1.1 no such user",
    "day@cantho.gov.vn": "452 4.2.2 mailbox full",
    "dong@cantho.gov.vn": "421 4.3.2 closing",
}

# Postfix counts in whole seconds and takes what is due in the next one, too: a mail deferred for
# one or two may be tried again at once, while its delivery process still holds it. Then it is put
# back into `incoming` for a minute; qmgr looks there when it is woken (MASTER) or new mail comes.
MAIN = """
compatibility_level = 3.6
queue_directory = {directory}/queue
data_directory = {directory}/data
command_directory = /usr/sbin
daemon_directory = /usr/lib/postfix/sbin
mail_owner = postfix
setgid_group = postdrop
maillog_file = {directory}/postfix.log
maillog_file_prefixes = {directory}
myhostname = {mx_host}
mydestination =
mynetworks =
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
disable_dns_lookups = yes
smtp_host_lookup = native
smtpd_peername_lookup = no
local_transport = error:no local mail
default_transport = error:5.1.2 there is no other world
virtual_mailbox_domains = {domains}
virtual_mailbox_maps =
virtual_transport = lmtp:inet:127.0.0.1:{dovecot.lmtp_port}
recipient_delimiter = +
alias_maps =
alias_database =
message_size_limit = 80000000
mailbox_size_limit = 0
minimal_backoff_time = 3s
maximal_backoff_time = 3s
queue_run_delay = 1s
in_flow_delay = 0
smtpd_error_sleep_time = 0
smtpd_client_connection_count_limit = 0
destination_concurrency_feedback_debug = no
lmtp_destination_concurrency_failed_cohort_limit = 0
header_checks = regexp:{directory}/header_checks
smtpd_tls_cert_file = {dovecot.tls.certificate}
smtpd_tls_key_file = {dovecot.tls.key}
smtpd_tls_security_level = may
smtpd_sasl_type = dovecot
smtpd_sasl_path = {dovecot.login_socket}
smtpd_sasl_authenticated_header = yes
smtpd_sender_login_maps = regexp:{directory}/logins
smtpd_relay_restrictions = permit_sasl_authenticated, reject_unauth_destination
smtpd_recipient_restrictions = check_recipient_access texthash:{directory}/answers
smtpd_sender_restrictions = check_sender_access texthash:{directory}/outside
"""

SUBMISSION = """
  -o smtpd_sasl_auth_enable=yes
  -o smtpd_tls_auth_only=yes
  -o smtpd_client_restrictions=permit_sasl_authenticated,reject
  -o smtpd_sender_restrictions=reject_sender_login_mismatch
"""

MASTER = """
127.0.0.1:{mx_port} inet n - n - - smtpd
127.0.0.1:{submission_port} inet n - n - - smtpd
  -o smtpd_tls_security_level=encrypt{submission}
127.0.0.1:{submissions_port} inet n - n - - smtpd
  -o smtpd_tls_wrappermode=yes{submission}
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 1 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
smtp unix - - n - - smtp
showq unix n - n - - showq
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
lmtp unix - - n - - lmtp
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
"""

# An Authentication-Results field with our own name is the sender's invention (RFC 8601 §5).
HEADER_CHECKS = f"/^Authentication-Results:\\s*{MX_HOST.replace('.', '[.]')}\\b/ IGNORE\n"
LOGINS = "/^([^+@]+)\\+[^@]*(@.*)$/ $1$2\n/^(.*)$/ $1\n"

# Where mail lies on its way, and what is noted of its recipients.
UNDERWAY = ("incoming", "active", "deferred")
NOTES = ("defer", "bounce", "trace")
QUEUES = (
    *UNDERWAY, *NOTES, "corrupt", "flush", "hold", "private", "saved",
)  # fmt: skip


@dataclass
class Postfix:
    """A running Postfix that delivers into Dovecot."""

    directory: Path
    dovecot: Dovecot
    mx_port: int
    submission_port: int
    submissions_port: int
    process: Process = field(init=False)

    def __post_init__(self) -> None:
        self.process = Process(
            (needed.program("master", "postfix"), "-d", "-c", str(self.directory)),
            self.directory / "postfix.out",
            {"MAIL_CONFIG": str(self.directory)},
        )

    def write_configuration(self) -> None:
        """Write everything Postfix reads, and the queue directories its shell script makes."""
        texts = {
            "main.cf": MAIN.format(
                directory=self.directory,
                dovecot=self.dovecot,
                mx_host=MX_HOST,
                domains=", ".join(DOMAINS),
            ),
            "master.cf": MASTER.format(
                mx_port=self.mx_port,
                submission_port=self.submission_port,
                submissions_port=self.submissions_port,
                submission=SUBMISSION.rstrip(),
            ),
            "header_checks": HEADER_CHECKS,
            "logins": LOGINS,
            "answers": "".join(f"{user} {answer}\n" for user, answer in ANSWERS.items()),
            "outside": "cantho.gov.vn REJECT our own addresses come in by submission only\n",
        }
        for name, text in texts.items():
            (self.directory / name).write_text(text)
        self._make_queues()

    def _make_queues(self) -> None:
        postfix, postdrop = pwd.getpwnam("postfix").pw_uid, grp.getgrnam("postdrop").gr_gid
        queue = self.directory / "queue"
        for path in (queue, queue / "pid"):
            path.mkdir(0o755)
        for path in (self.directory / "data", *(queue / name for name in QUEUES)):
            path.mkdir(0o700)
            os.chown(path, postfix, -1)
        for name, mode in (("maildrop", 0o730), ("public", 0o710)):
            (queue / name).mkdir()
            os.chown(queue / name, postfix, postdrop)
            (queue / name).chmod(mode)

    def start(self) -> None:
        """Start Postfix without waiting for it."""
        self.process.start()

    def wait(self) -> None:
        """Return once it greets."""
        for port in (self.mx_port, self.submission_port):
            wait_for(lambda port=port: greets(port, b"220"), f"Postfix ({self.directory})")  # type: ignore[misc]

    def restart(self, *, without_queue: bool = False) -> None:
        """Stop (if it runs), start again on the same ports, and wait; drop what lay in the queue if
        told so.
        """
        self.process.stop()
        if without_queue:
            for file in _files(self.queue, *UNDERWAY, *NOTES):
                file.unlink()
        self.start()
        self.wait()

    @contextmanager
    def answering(self, recipient: str, answer: str) -> Iterator[None]:
        """Answer for this recipient in another way until the block ends."""
        file = self.directory / "answers"
        before = file.read_text()
        file.write_text(f"{before}{recipient} {answer}\n")
        self.restart()
        try:
            yield
        finally:
            file.write_text(before)
            self.restart()

    def hold(self) -> None:
        """Keep what is put aside from being tried again, as a server's longer patience does."""
        self._postsuper("-h")

    def release(self) -> None:
        """Try again what is on hold."""
        self._postsuper("-H")
        self.restart()

    def _postsuper(self, what: str) -> None:
        program = needed.program("postsuper", "postfix")
        subprocess.run([program, "-c", str(self.directory), what, "ALL"], check=True)

    @property
    def queue_is_empty(self) -> bool:
        """Whether everything accepted has been delivered or bounced."""
        return nothing_lies_in(self.queue)

    def told(self) -> str:
        """Return what lies in the queue and the last lines of the log."""
        waiting = [str(path.relative_to(self.directory)) for path in _files(self.queue, *UNDERWAY)]
        return "\n".join((*waiting, last_lines(self.directory / "postfix.log")))

    @property
    def queue(self) -> Path:
        """Where mail lies that it has accepted."""
        return self.directory / "queue"


def nothing_lies_in(queue: Path) -> bool:
    """Return whether no mail lies there that was accepted.

    A delivery report is put into `incoming` just before the mail it tells of leaves `active`:
    whoever looked at `incoming` before that has to look again.
    """
    return not any(map(_is_whole, _files(queue, *UNDERWAY, "incoming", "active")))


def _files(queue: Path, *names: str) -> Iterator[Path]:
    for name in names:
        for path in (queue / name).rglob("*"):
            if not path.is_dir():
                yield path


def _is_whole(path: Path) -> bool:
    """Return whether this is a mail that Postfix has accepted: it marks one as executable before it
    says so, and what a SIGKILL leaves half written lies there for a day.
    """
    try:
        return path.is_file() and bool(path.stat().st_mode & stat.S_IXUSR)
    except FileNotFoundError:
        return False


@contextmanager
def running_postfix(directory: Path, dovecot: Dovecot) -> Iterator[Postfix]:
    """Start Postfix without waiting; stop it at the end."""
    needed.root("Postfix")
    mx, submission, submissions = free_ports(3)
    postfix = Postfix(directory, dovecot, mx, submission, submissions)
    postfix.write_configuration()
    postfix.start()
    try:
        yield postfix
    finally:
        postfix.process.stop()
