"""Dovecot on free ports: IMAP with STARTTLS, IMAPS, LMTP, and login for Postfix."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import os
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from mailbot.demo.tls_files import TlsFiles
from tests.servers import needed
from tests.servers.ports import free_ports, greets, wait_for
from tests.servers.process import Process, last_lines

MAIL_UID = 5000
MASTER_USER = "everybody"
DRIVERS = Path("/usr/lib/dovecot/modules")

CONFIGURATION = """
base_dir = {directory}/run
state_dir = {directory}/state
log_path = {directory}/dovecot.log
auth_verbose = yes
protocols = imap lmtp
listen = 127.0.0.1
hostname = imap.cantho.gov.vn
default_internal_user = dovecot
default_login_user = dovenull
first_valid_uid = {uid}
mail_location = maildir:~/Maildir
recipient_delimiter = +
mail_max_userip_connections = 200
ssl = required
ssl_cert = <{tls.certificate}
ssl_key = <{tls.key}
disable_plaintext_auth = yes
auth_mechanisms = plain login xoauth2 oauthbearer
auth_username_format = %Lu
auth_failure_delay = 0
auth_master_user_separator = *
auth_cache_size = 0
service imap-login {{
  service_count = 0
  process_min_avail = 1
  inet_listener imap {{
    port = {imap_port}
  }}
  inet_listener imaps {{
    port = {imaps_port}
    ssl = yes
  }}
}}
service lmtp {{
  inet_listener lmtp {{
    port = {lmtp_port}
  }}
}}
service auth {{
  user = root
  unix_listener {directory}/login {{
    mode = 0666
  }}
}}
service stats {{
  unix_listener stats-writer {{
    mode = 0666
  }}
}}
service anvil {{
  unix_listener anvil-auth-penalty {{
    mode = 00
  }}
}}
service imap {{
  process_limit = 300
}}
namespace inbox {{
  inbox = yes
  separator = /
  mailbox Sent {{
    special_use = \\Sent
    auto = create
  }}
}}
passdb {{
  driver = passwd-file
  master = yes
  args = {directory}/masters
}}
passdb {{
  driver = passwd-file
  mechanisms = plain login
  args = {directory}/users
}}
userdb {{
  driver = passwd-file
  args = {directory}/users
  default_fields = uid={uid} gid={uid} home={directory}/mail/%d/%n
}}
!include_try {directory}/more-users.conf
!include_try {directory}/quota.conf
"""

# A mail that has no room is refused for good, or for now where `tempfail` says so.
QUOTA = """
mail_plugins = $mail_plugins quota
protocol imap {{
  mail_plugins = $mail_plugins imap_quota
}}
plugin {{
  quota = maildir:User quota
  quota_grace = 0
}}
lmtp_rcpt_check_quota = {at_rcpt}
quota_full_tempfail = {tempfail}
"""

OAUTH2 = """
introspection_mode = local
local_validation_key_dict = fs:posix:prefix={directory}/keys/
username_attribute = sub
"""

OAUTH2_USERS = """
passdb {{
  driver = oauth2
  mechanisms = xoauth2 oauthbearer
  args = {directory}/oauth2.conf.ext
}}
"""

SQL_USERS = """
passdb {{
  driver = sql
  mechanisms = plain login
  args = {directory}/sql.conf.ext
}}
userdb {{
  driver = sql
  args = {directory}/sql.conf.ext
}}
"""

# The columns are those of PostfixAdmin's table `mailbox`.
SQL_QUERIES = """
driver = {driver}
connect = {connect}
default_pass_scheme = BLF-CRYPT
password_query = SELECT username AS user, password FROM mailbox \\
  WHERE username = '%u' AND active = '1'
user_query = SELECT '{directory}/mail/' || maildir AS home, {uid} AS uid, {uid} AS gid \\
  FROM mailbox WHERE username = '%u' AND active = '1'
"""


@dataclass
class Dovecot:
    """A running Dovecot; `users` maps addresses to passwords, `fields` some to extra fields."""

    directory: Path
    tls: TlsFiles
    users: dict[str, str]
    imap_port: int
    imaps_port: int
    lmtp_port: int
    master_password: str = field(default_factory=lambda: os.urandom(12).hex())
    token_key: bytes = field(default_factory=lambda: os.urandom(32))
    fields: dict[str, str] = field(default_factory=dict)
    process: Process = field(init=False)

    def __post_init__(self) -> None:
        command = (needed.program("dovecot", "dovecot-imapd"), "-F", "-c", str(self._configuration))
        self.process = Process(command, self.directory / "dovecot.out")

    @property
    def _configuration(self) -> Path:
        return self.directory / "dovecot.conf"

    @property
    def login_socket(self) -> Path:
        """Where Postfix asks for logins."""
        return self.directory / "login"

    def home(self, user: str) -> Path:
        """Return where the mail of a user lies, as CONFIGURATION says."""
        name, _, domain = user.partition("@")
        return self.directory / "mail" / domain / name

    def write_configuration(self) -> None:
        """Write everything Dovecot reads."""
        mail = self.directory / "mail"
        mail.mkdir()
        os.chown(mail, MAIL_UID, MAIL_UID)
        (self.directory / "state").mkdir()
        self._configuration.write_text(
            CONFIGURATION.format(**self._places(), tls=self.tls, uid=MAIL_UID, **self._ports())
        )
        self._write("masters", f"{MASTER_USER}:{{PLAIN}}{self.master_password}\n")
        (self.directory / "oauth2.conf.ext").write_text(OAUTH2.format(**self._places()))
        keys = self.directory / "keys/default/HS256"
        keys.mkdir(parents=True)
        (keys / "default").write_bytes(base64.b64encode(self.token_key))
        self._write("more-users.conf", OAUTH2_USERS.format(**self._places()))
        self._write_users()

    def start(self) -> None:
        """Start Dovecot without waiting for it."""
        self.process.start()

    def wait(self) -> None:
        """Return once it greets."""
        wait_for(lambda: greets(self.imap_port, b"* OK"), f"Dovecot ({self.directory})")
        wait_for(lambda: greets(self.lmtp_port, b"220"), f"LMTP ({self.directory})")

    def restart(self) -> None:
        """Stop (if it runs), start again on the same ports, and wait."""
        self.process.stop()
        self.start()
        self.wait()

    def told(self) -> str:
        """Return the last lines of the log."""
        return last_lines(self.directory / "dovecot.log")

    def add_user(self, address: str, password: str) -> None:
        """Give one more user a mailbox and wait until it can log in; no reload is needed."""
        self.users[address] = password
        self._write_users()
        wait_for(lambda: self._accepts(address, password), f"login of {address}")

    @contextmanager
    def mailboxes_from(self, url: str) -> Iterator[None]:
        """Let users of a PostfixAdmin `mailbox` table log in too; an SQLAlchemy URL of
        SQLite or PostgreSQL. Meanwhile tokens do not work: Dovecot 2.3's pgsql and oauth2 drivers
        crash each other at start.
        """
        driver, connect = _driver(url)
        needed.files([str(DRIVERS / f"libdriver_{driver}.so")], f"dovecot-{driver}")
        self._write(
            "sql.conf.ext",
            SQL_QUERIES.format(driver=driver, connect=connect, uid=MAIL_UID, **self._places()),
        )
        self._write("more-users.conf", SQL_USERS.format(**self._places()))
        self._reload()
        try:
            yield
        finally:
            self._write("more-users.conf", OAUTH2_USERS.format(**self._places()))
            self._reload()

    @contextmanager
    def quota(self, address: str, octets: int, *, tempfail: bool) -> Iterator[None]:
        """Leave a user room for so many octets in all, until the block ends; what has none is
        refused for good, or for now.
        """
        says = {True: "yes", False: "no"}
        self._write("quota.conf", QUOTA.format(at_rcpt="no", tempfail=says[tempfail]))
        self.fields[address] = f"userdb_quota_rule=*:bytes={octets}"
        self._write_users()
        self._reload()
        try:
            yield
        finally:
            del self.fields[address]
            (self.directory / "quota.conf").unlink()
            self._write_users()
            self._reload()

    def _reload(self) -> None:
        self.doveadm("reload")
        address, password = next(iter(self.users.items()))
        wait_for(lambda: self._accepts(address, password), "Dovecot's new configuration")

    def doveadm(self, *arguments: str) -> str:
        """Return what doveadm says."""
        done = subprocess.run(
            [needed.program("doveadm", "dovecot-core"), "-c", str(self._configuration), *arguments],
            capture_output=True,
            text=True,
            timeout=30,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(f"doveadm {arguments}: {done.stderr}")
        return done.stdout

    def _accepts(self, address: str, password: str) -> bool:
        try:
            self.doveadm("auth", "test", address, password)
        except RuntimeError:
            return False
        return True

    def token(self, address: str, seconds: int = 600) -> str:
        """Return an OAuth2 access token (a JWT) with which the user may log in."""
        now = int(time.time())
        claims = {"sub": address, "iat": now, "nbf": now - 5, "exp": now + seconds}
        head = _base64url(json.dumps({"alg": "HS256", "typ": "JWT"}).encode())
        body = f"{head}.{_base64url(json.dumps(claims).encode())}"
        return f"{body}.{_base64url(hmac.digest(self.token_key, body.encode(), hashlib.sha256))}"

    def _places(self) -> Mapping[str, str]:
        return {"directory": str(self.directory)}

    def _ports(self) -> Mapping[str, int]:
        return {
            "imap_port": self.imap_port,
            "imaps_port": self.imaps_port,
            "lmtp_port": self.lmtp_port,
        }

    def _write_users(self) -> None:
        lines = (
            f"{user}:{{PLAIN}}{password}::::::{self.fields.get(user, '')}\n"
            for user, password in self.users.items()
        )
        self._write("users", "".join(lines))

    def _write(self, name: str, text: str) -> None:
        path = self.directory / name
        new = path.with_suffix(".new")
        new.write_text(text)
        new.chmod(0o600)
        new.replace(path)


@contextmanager
def running_dovecot(directory: Path, tls: TlsFiles, users: Mapping[str, str]) -> Iterator[Dovecot]:
    """Start Dovecot without waiting; stop it at the end."""
    needed.root("Dovecot")
    needed.files(["/usr/lib/dovecot/lmtp"], "dovecot-lmtpd")
    imap, imaps, lmtp = free_ports(3)
    dovecot = Dovecot(directory, tls, dict(users), imap, imaps, lmtp)
    dovecot.write_configuration()
    dovecot.start()
    try:
        yield dovecot
    finally:
        dovecot.process.stop()


def _driver(url: str) -> tuple[str, str]:
    """Return Dovecot's driver and connection for an SQLAlchemy URL."""
    parts = urlsplit(url)
    if parts.scheme.startswith("sqlite"):
        return "sqlite", parts.path.removeprefix("/") if parts.netloc else parts.path[1:]
    fields = {
        "host": parts.hostname,
        "port": parts.port,
        "dbname": parts.path.strip("/"),
        "user": parts.username,
        "password": parts.password,
    }
    return "pgsql", " ".join(f"{name}={value}" for name, value in fields.items() if value)


def _base64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
