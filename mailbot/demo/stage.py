"""The demo's directory: settings, secrets, PKI, databases, registry, made anew at each start."""

from __future__ import annotations

import fcntl
import json
import secrets
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from mailbot.agencies_csv import write_agencies
from mailbot.cases.account import Account
from mailbot.cases.agency import Agency, CertificateName, Registry
from mailbot.clock import local_date, utc_now
from mailbot.defaults import default_file
from mailbot.demo.cast import (
    AGENCIES,
    CENTRE,
    CENTRE_DIRECTOR,
    CITY,
    DEPARTMENT,
    DIRECTORY,
    DOMAIN,
    INBOX,
    SINCE,
    STRANGER,
    Cast,
)
from mailbot.demo.past_cast import CITY_CODE
from mailbot.demo.pki import DemoPki
from mailbot.demo.samples import Desk
from mailbot.demo.servers import DemoMail
from mailbot.errors import BadInputError, os_reason
from mailbot.gateways.mail_hosts.sql import SqlMailHost, make_demo_tables, open_sql_mail_host
from mailbot.house import House
from mailbot.storage import registry_store, schema, seal
from mailbot.words import Words

MARK = ".mailbot-demo"
SETTINGS = "mailbot.toml"
ACKNOWLEDGE_AFTER_SECONDS = 3
POLL_SECONDS = 5


@dataclass(frozen=True, slots=True)
class Stage:
    """Where everything of the demo lies."""

    root: Path

    @property
    def settings(self) -> Path:
        """The settings file, for other commands too."""
        return self.root / SETTINGS

    @property
    def log(self) -> Path:
        """The daemon's log."""
        return self.root / "mailbot.log"

    @property
    def mailboxes_url(self) -> str:
        """The mail host's own database."""
        return f"sqlite:///{self.root / 'mailboxes.db'}"

    def folder(self, name: str) -> Path:
        """Return a folder of the directory, made where it is missing."""
        path = self.root / name
        path.mkdir(exist_ok=True)
        return path

    def open_mail_host(self) -> SqlMailHost:
        """Return the mail host, with its tables."""
        host = open_sql_mail_host(self.mailboxes_url, 0)
        make_demo_tables(host, DOMAIN)
        return host


@contextmanager
def cleared_stage(directory: Path, words: Words) -> Iterator[Stage]:
    """Yield the directory, wiped; BadInputError where it holds anything but an earlier demo."""
    root = directory.resolve()
    try:
        root.mkdir(parents=True, exist_ok=True)
        if any(root.iterdir()) and not (root / MARK).exists():
            raise BadInputError(words.say("demo.directory_foreign", directory=str(root)))
        mark = (root / MARK).open("w")
    except OSError as error:
        fields = {"directory": str(root), "reason": os_reason(error)}
        raise BadInputError(words.say("demo.directory_unusable", **fields)) from error
    with mark:
        try:
            fcntl.flock(mark.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BadInputError(words.say("demo.directory_taken", directory=str(root))) from None
        _wipe(root)
        yield Stage(root)


def _wipe(root: Path) -> None:
    for path in root.iterdir():
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        elif path.name != MARK:
            path.unlink()


def fill_mail_host(host: SqlMailHost) -> Mapping[str, str]:
    """Make the mailboxes people have already; return their passwords by address."""
    passwords = {box.address: secrets.token_urlsafe(9) for box in DIRECTORY}
    for box in DIRECTORY:
        host.create(Account(box.address, box.name), passwords[box.address])
    return passwords


def account_passwords() -> dict[str, str]:
    """Return fresh passwords of the department, the agencies and the stranger."""
    addresses = (INBOX, *(agency.mailbox for agency in AGENCIES), STRANGER)
    return {address: secrets.token_urlsafe(9) for address in addresses}


def write_settings(stage: Stage, pki: DemoPki, mail: DemoMail) -> None:
    """Write the settings with everything they name: secrets, trust files, the centre's key."""
    passphrase = secrets.token_urlsafe(16)
    trust = stage.folder("pki")
    (trust / "root.pem").write_bytes(pki.root.pem)
    (trust / "ca.pem").write_bytes(pki.intermediate.pem)
    for number, crl in enumerate(pki.crls()):
        (trust / f"{number}.crl").write_bytes(crl)
    centre = pki.organisation(CENTRE, f"{DEPARTMENT} thành phố Cần Thơ", email=INBOX)
    _write_secret(trust / "centre.p12", centre.pkcs12(passphrase.encode()))
    named = {
        "seal-key": seal.new_key(),
        "imap-password": mail.accounts.passwords[INBOX],
        "smtp-password": mail.accounts.passwords[INBOX],
        "signing-passphrase": passphrase,
    }
    for name, value in named.items():
        _write_secret(stage.folder("secrets") / name, value.encode())
    stage.settings.write_text(_toml(_settings(stage, mail)), "utf-8")


def fill_database(house: House, stage: Stage, desk: Desk) -> None:
    """Make mailbot's database: agencies with pinned certificates, the directory, passphrases."""
    schema.upgrade(house.database)
    registry = Registry(tuple(_agency(agency, desk) for agency in AGENCIES))
    (stage.root / "agencies.csv").write_bytes(write_agencies(registry))
    with house.database.transaction() as connection:
        registry_store.save_agencies(connection, registry.agencies)
        registry_store.import_mailboxes(connection, DIRECTORY, local_date(utc_now()))
        for agency in AGENCIES:
            if agency.passphrase:
                house.passphrases.agree(connection, agency.code, agency.passphrase)


def _agency(cast: Cast, desk: Desk) -> Agency:
    entry = Agency(
        cast.code,
        cast.name,
        cast.mailbox,
        abbreviation=cast.mailbox.partition("@")[0],
        certificate_names=(CertificateName(cast.name, CITY, "Cần Thơ"),),
        superior_code=CITY_CODE,
        phone=cast.phone,
        former_names=cast.former_names,
        valid_from=SINCE,
    )
    organisation = desk.hands[cast.code].organisation
    return replace(entry, certificate_fingerprints=(organisation.fingerprint,))


def _settings(stage: Stage, mail: DemoMail) -> Mapping[str, Mapping[str, object]]:
    ca, trust = mail.tls.ca, stage.root / "pki"
    server = {"host": mail.host, "tls": "starttls", "ca_file": ca, "username": INBOX}
    return {
        "": {"secrets_directory": stage.root / "secrets"},
        "department": {
            "superior": DEPARTMENT.upper(),
            "issuer": CENTRE.upper(),
            "name": CENTRE,
            "address": "đường Võ Văn Kiệt, phường Bình Thủy, thành phố Cần Thơ",
            "phone": "0292 3800 100",
            "inbox": INBOX,
            "signer_name": CENTRE_DIRECTOR,
            "webmail_url": "https://thu.cantho.gov.vn",
        },
        "deadline": {"calendar_file": default_file("working_calendar.toml")},
        "database": {"url": f"sqlite:///{stage.root / 'mailbot.db'}"},
        "archive": {"directory": stage.root / "archive"},
        "imap": {**server, "port": mail.imap_port, "poll_seconds": POLL_SECONDS},
        "smtp": {**server, "port": mail.submission_port},
        "evidence": {"mx_host": mail.mx_host},
        "trust": {
            "roots": [trust / "root.pem"],
            "intermediates": [trust / "ca.pem"],
            "crl_files": [trust / "0.crl", trust / "1.crl"],
        },
        "signing": {
            "mode": "unattended",
            "pkcs12": trust / "centre.p12",
            "authorised_by": {"number": "15/QĐ-TTCNTT", "date": "2026-01-15"},
        },
        "provisioning": {"host": "sql", "sql_url": stage.mailboxes_url},
        "review": {"accept_paper": True},
        "replies": {"acknowledge_after_seconds": ACKNOWLEDGE_AFTER_SECONDS},
    }


def _toml(sections: Mapping[str, Mapping[str, object]]) -> str:
    lines = ["# Cấu hình của bản chạy thử; mỗi lần chạy được ghi lại từ đầu."]
    for name, values in sections.items():
        if name:
            lines += ["", f"[{name}]"]
        lines += [f"{key} = {_literal(value)}" for key, value in values.items()]
    return "\n".join(lines) + "\n"


def _literal(value: object) -> str:
    """Return a TOML value; its basic strings are written as JSON writes them (TOML 1.0)."""
    if isinstance(value, list):
        return f"[{', '.join(map(_literal, value))}]"
    if isinstance(value, dict):
        return f"{{ {', '.join(f'{key} = {_literal(item)}' for key, item in value.items())} }}"
    return json.dumps(value if isinstance(value, int) else str(value), ensure_ascii=False)


def _write_secret(path: Path, data: bytes) -> None:
    path.touch(0o600)
    path.write_bytes(data)
