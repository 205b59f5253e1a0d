"""A whole world for one request: servers, PKI, database, mail host, and mailbot in the middle."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from pathlib import Path
from typing import Any

from mailbot.cases.account import Account, Wish
from mailbot.cases.agency import Agency, AgencyKind, CertificateName
from mailbot.cases.case import Case
from mailbot.cases.effect import Action
from mailbot.cases.mailbox import Mailbox
from mailbot.cases.row import Holder
from mailbot.cases.state import State
from mailbot.clock import local_date
from mailbot.gateways.mail_hosts.postfixadmin_tables import metadata
from mailbot.gateways.mail_hosts.sql import open_sql_mail_host
from mailbot.house import House
from mailbot.settings import settings_from
from mailbot.storage import registry_store
from mailbot.storage.seal import new_key
from tests.databases import migrate
from tests.journeys.paper import Letter, set_letter
from tests.mail_hosts.hosts import nobody_else
from tests.pki import PASSPHRASE, Identity, TestPki
from tests.pki.certificates import Profile
from tests.readers import share_readers
from tests.servers.mail import INBOX, MailServers
from tests.servers.postfix import MX_HOST

CITY_NAME = "Ủy ban nhân dân thành phố Cần Thơ"
ASKER_NAME = "Ủy ban nhân dân phường Ninh Kiều"
OTHER_NAME = "Ủy ban nhân dân phường Cái Răng"
CENTRE = "Trung tâm Công nghệ thông tin và Truyền thông"
ASKER = "ubndninhkieu@cantho.gov.vn"
OTHER = "ubndcairang@cantho.gov.vn"
AGREED = "cau ca dao mien Tay 1975"

AGENCIES = (
    Agency("ubndtp", CITY_NAME, "sonoivu@cantho.gov.vn", abbreviation="ubnd"),
    Agency(
        "pnk",
        ASKER_NAME,
        ASKER,
        superior_code="ubndtp",
        abbreviation="pninhkieu",
        certificate_names=(CertificateName(ASKER_NAME, CITY_NAME, "Cần Thơ"),),
    ),
    Agency(
        "pcr",
        OTHER_NAME,
        OTHER,
        superior_code="ubndtp",
        abbreviation="pcairang",
        certificate_names=(CertificateName(OTHER_NAME, CITY_NAME, "Cần Thơ"),),
    ),
    Agency(
        "pnk-vh",
        "Trung tâm Văn hóa phường Ninh Kiều",
        superior_code="pnk",
        kind=AgencyKind.SUBORDINATE_UNIT,
    ),
)

DIRECTORY = (
    Mailbox(
        "levantam@cantho.gov.vn",
        Holder.PERSON,
        "Lê Văn Tám",
        "pnk",
        unit="Phòng Kinh tế",
        position="Chuyên viên",
    ),
    Mailbox(
        "phamthihoa@cantho.gov.vn",
        Holder.PERSON,
        "Phạm Thị Hoa",
        "pcr",
        unit="Phòng Văn hóa - Xã hội",
        position="Chuyên viên",
    ),
)


@dataclass
class World:
    """What a journey needs. Steps run in this process, one round at a time, when told to.

    `leader` and `organisation` sign for the agency that asks, `director` and `centre` for us.
    """

    house: House
    servers: MailServers
    pki: TestPki
    organisation: Identity
    leader: Identity
    centre: Identity
    director: Identity
    hosts_url: str

    def signed(self, letter: Letter, *, by: Identity | None = None, leader: bool = True) -> bytes:
        """Return the letter as PDF, signed by the leader and then by the organisation."""
        pdf = set_letter(letter)
        if leader:
            pdf = self.pki.sign(pdf, self.leader, field_name="LanhDao")
        return self.pki.sign(pdf, by or self.organisation, field_name="VanThu")

    def submit(self, raw: bytes, login: str = ASKER) -> None:
        """Send a mail as an agency does and wait until it lies in the department's inbox."""
        # What is still on its way, such as the receipt copy of a reply, would be counted for it.
        self.servers.wait_until_delivered()
        before = self.servers.count(INBOX)
        self.servers.submit(login, self.servers.password(login), raw)
        self.servers.wait_until_there(INBOX, before + 1)

    def give_account(self, address: str, password: str) -> None:
        """Make an account at the mail host, as if it had been there before."""
        wish = Wish(Action.CREATE, Account(address), password)
        self.house.mail_host.carry_out((wish,), nobody_else)

    def can_log_in(self, address: str, password: str) -> bool:
        """Return whether the mail server lets the holder of a mailbox of the mail host in."""
        with self.servers.mailboxes_from(self.hosts_url):
            return self.servers.can_log_in(address, password)

    def take_in(self) -> None:
        """Fetch what is new in the inbox."""
        with self.house.inbox.open() as folder:
            self.house.receive(folder)

    def work(self) -> None:
        """Do all work that is due."""
        self.house.rounds.run_due()

    def cases(self) -> tuple[Case, ...]:
        """Return all cases, the next due first."""
        with self.house.database.transaction() as connection:
            return self.house.cases.listed(connection, frozenset(State))

    def the_case(self) -> Case:
        """Return the only case there is."""
        (case,) = self.cases()
        return case

    def replies(self, to: str = ASKER) -> tuple[bytes, ...]:
        """Return what lies in an agency's mailbox once our mail has been delivered."""
        self.servers.wait_until_delivered()
        return self.servers.fetch_all(to)


def a_mail(
    *files: tuple[str, bytes],
    text: str = "Kính gửi quý Sở, xin gửi văn bản đính kèm.",
    **different: Any,
) -> bytes:
    """Return a mail of an agency with these files; keywords replace header fields."""
    mail = EmailMessage()
    fields = {
        "From": ASKER,
        "To": INBOX,
        "Subject": "V/v đề nghị cấp mới hộp thư điện tử",
        "Message-ID": make_msgid(domain="cantho.gov.vn"),
        "Date": format_datetime(datetime.now(UTC)),
    } | {name.replace("_", "-"): value for name, value in different.items()}
    for name, value in fields.items():
        mail[name] = value
    mail.set_content(f"{text}\n")
    for name, data in files:
        kind = "pdf" if name.endswith(".pdf") else "octet-stream"
        mail.add_attachment(data, maintype="application", subtype=kind, filename=name)
    return mail.as_bytes().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


@contextmanager
def a_world(
    servers: MailServers,
    database_url: str,
    hosts_url: str,
    folder: Path,
    *,
    certificate_known: bool = True,
    ocsp_url: str = "",
    **sections: Any,
) -> Iterator[World]:
    """Yield a world on these servers; `sections` replace sections of the settings.

    Without `certificate_known` the asker's certificate was never seen before; with an `ocsp_url`
    those of its two signers name a responder.
    """
    pki = TestPki.build()
    profile = Profile(san_email=ASKER, ocsp_url=ocsp_url)
    organisation = pki.organisation(ASKER_NAME, CITY_NAME, profile=profile)
    by_name = "Trần Văn Bảy", CITY_NAME, ASKER_NAME
    leader = pki.person(*by_name, email="bay@cantho.gov.vn", profile=Profile(ocsp_url=ocsp_url))
    centre = pki.organisation(CENTRE, "Sở Thông tin và Truyền thông", email=INBOX)
    director = pki.person("Nguyễn Văn Thử", "Sở Thông tin và Truyền thông", CENTRE)
    values = _settings(servers, pki, database_url, hosts_url, folder)
    values["signing"] |= _signatories(folder, centre, director)
    for name, section in sections.items():
        values[name] = {**values.get(name, {}), **section}
    house = House(settings_from(values, "test"))
    share_readers(house)
    _prepare(house, hosts_url, organisation if certificate_known else None)
    servers.empty_all()
    try:
        yield World(house, servers, pki, organisation, leader, centre, director, hosts_url)
    finally:
        house.close()


@contextmanager
def a_world_in(folder: Path, servers: MailServers, **different: Any) -> Iterator[World]:
    """Yield a world whose databases are SQLite files in this folder."""
    folder.chmod(0o755)  # Dovecot reads the mail host's SQLite file
    urls = f"sqlite:///{folder}/mailbot.db", f"sqlite:///{folder}/hosts.db"
    with a_world(servers, *urls, folder, **different) as world:
        yield world


def _settings(
    servers: MailServers, pki: TestPki, database_url: str, hosts_url: str, folder: Path
) -> dict[str, Any]:
    paths = pki.write_files(folder)
    secrets = folder / "secrets"
    secrets.mkdir()
    for name, secret in {
        "seal-key": new_key(),
        "imap-password": servers.password(INBOX),
        "smtp-password": servers.password(INBOX),
        "signing-passphrase": PASSPHRASE.decode(),
    }.items():
        (secrets / name).write_text(secret + "\n")
    server = {"ca_file": str(servers.tls.ca), "username": INBOX}
    return {
        "database": {"url": database_url},
        "archive": {"directory": str(folder / "archive")},
        "secrets_directory": str(secrets),
        "imap": {**server, "host": servers.host, "port": servers.dovecot.imaps_port},
        "smtp": {**server, "host": servers.host, "port": servers.postfix.submission_port},
        "evidence": {"source": "received_login", "mx_host": MX_HOST},
        "trust": {
            "roots": [str(path) for path in paths["trust"]],
            "intermediates": [str(path) for path in paths["intermediate"]],
            "tsa_roots": [str(path) for path in paths["tsa_trust"]],
            "crl_files": [str(path) for path in paths["crl"]],
        },
        "signing": {
            "mode": "unattended",
            "authorised_by": {"number": "12/QĐ-TTCNTT", "date": "2026-01-05"},
        },
        "provisioning": {"host": "sql", "sql_url": hosts_url},
        "department": {"signer_name": "Nguyễn Văn Thử"},
        "replies": {"acknowledge_after_seconds": 3600},
    }


def _signatories(folder: Path, centre: Identity, director: Identity) -> dict[str, Any]:
    """Return whose certificates sign our notices, and the centre's key for `unattended`."""
    key = folder / "centre.p12"
    key.write_bytes(centre.pkcs12(PASSPHRASE))
    return {
        "pkcs12": str(key),
        "leader_fingerprints": [director.fingerprint],
        "organisation_fingerprints": [centre.fingerprint],
    }


def _pinned(agency: Agency, known: Identity | None) -> Agency:
    if agency.mailbox != ASKER or known is None:
        return agency
    return replace(agency, certificate_fingerprints=(known.fingerprint,))


def _prepare(house: House, hosts_url: str, known: Identity | None) -> None:
    migrate(house.database)
    house.archive.prepare()
    host = open_sql_mail_host(hosts_url, 0)
    with host.database.transaction() as connection:
        metadata.create_all(connection)
        connection.exec_driver_sql(
            "INSERT INTO domain (domain, active) VALUES ('cantho.gov.vn', true)"
        )
    host.close()
    with house.database.transaction() as connection:
        registry_store.save_agencies(connection, (_pinned(one, known) for one in AGENCIES))
        today = local_date(house.clock())
        registry_store.import_mailboxes(connection, DIRECTORY, today)
        house.passphrases.agree(connection, "pnk", AGREED)
