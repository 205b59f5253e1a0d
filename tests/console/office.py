"""A console with cases in its queue, and browsers that are logged in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from email.message import EmailMessage
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import pyotp
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas
from sqlalchemy import Connection
from starlette.testclient import TestClient

from mailbot.cases.agency import Agency
from mailbot.cases.case import Case, LetterFacts
from mailbot.cases.finding import Finding, Place, Severity
from mailbot.clock import local_date
from mailbot.console.app import application
from mailbot.console.proof import hash_password, new_secret
from mailbot.house import House
from mailbot.settings import settings_from
from mailbot.storage import messages, registry_store, staff
from mailbot.storage.messages import Arrived, Disposition, Spot
from mailbot.storage.seal import new_key
from mailbot.storage.staff import Role, SecondFactors
from tests.builders import CITY, DUE, MONDAY, NINH_KIEU, a_case, a_row
from tests.databases import migrate
from tests.readers import share_readers
from tests.signatories import TWO_STEP

PASSWORD = "mot mat khau dai va chac"
FILE = "45-UBND-VP đề nghị cấp mới hộp thư.pdf"
NOON = MONDAY + timedelta(hours=1, minutes=20)
PHONE_AT = Place(FILE, 2, (0.62, 0.236, 0.16, 0.024))
CAI_RANG = Agency("pcr", "Ủy ban nhân dân phường Cái Răng", "pcairang@cantho.gov.vn", "ubndtp")
ORIGIN = "https://console.test"
SAME_SITE = {"sec-fetch-site": "same-origin"}


ODD = {"stt": "2", "name": "Trần Văn Đệ", "value": "09120010"}


def a_flag(**different: Any) -> Finding:
    sound = Finding("row.phone_odd", Severity.LOOK, ODD, 1, "phone", PHONE_AT)
    return replace(sound, **different)


TWO_ROWS = (
    a_row(),
    a_row(name="Trần Văn Đệ", stt="2", national_id="092090005678", phone="09120010"),
)


@dataclass
class Staffed:
    """A house with a console; `now` moves only when told to."""

    house: House
    now: datetime = NOON
    secrets: dict[str, str] = field(default_factory=dict)
    used: int = 0

    def member(self, name: str, *roles: Role) -> None:
        """Make an account as an accepted invitation leaves it."""
        secret = new_secret()
        with self.house.database.transaction() as connection:
            staff.invite(connection, name, name.title(), roles, self.now)
            member = staff.named_or_none(connection, name)
            assert member is not None
            SecondFactors(self.house.seal).begin(connection, member, secret)
            staff.use_step(connection, member, 1)
            staff.set_password(connection, member, _hash())
        self.secrets[name] = secret

    def code(self, name: str) -> str:
        """Return what the authenticator shows now."""
        return pyotp.TOTP(self.secrets[name]).at(self.now)

    def session(self, name: str) -> str:
        """Return the token of a session begun now."""
        with self.house.database.transaction() as connection:
            member = staff.named_or_none(connection, name)
            assert member is not None
            return staff.begin_session(connection, member, self.now)

    def form_token(self, token: str) -> str:
        """Return what the pages of this session send with every form."""
        with self.house.database.transaction() as connection:
            session = staff.session_of(connection, token, self.now)
        assert session is not None
        return session.form_token

    def open(self, case: Case, *papers: bytes) -> Case:
        """Open a case by a mail that carries these papers, a sound one where none is given."""
        with self.house.database.transaction() as connection:
            mail = self._record(connection, case, papers)
            opened = self.house.cases.open(connection, replace(case, mail=mail), self.now)
            messages.conclude(connection, mail, Disposition.CASE, case_id=opened.id)
        return opened

    def follow(self, case: Case, *papers: bytes) -> int:
        """Have a mail with these papers follow the case; return its row."""
        with self.house.database.transaction() as connection:
            mail = self._record(connection, case, papers)
            messages.conclude(connection, mail, Disposition.JOINED, case_id=case.id)
        return mail

    def _record(self, connection: Connection, case: Case, papers: Sequence[bytes]) -> int:
        raw = a_mail(papers or (a_paper(),), case.number or str(self.used))
        self.used += 1
        sha = self.house.archive.put(raw)
        arrived = Arrived(sha, sha, len(raw), f"<{sha}@cantho.gov.vn>", case.arrived_at)
        return messages.record(connection, arrived, Spot("inbox", 1, self.used), self.now)

    def after_the_hold(self, number: str) -> Case:
        """Let the time of a held decision pass; return the case once it was carried out."""
        self.now += timedelta(seconds=self.house.settings.console.hold_seconds)
        self.house.hold(self.load(number).id)
        return self.load(number)

    def load(self, number: str) -> Case:
        """Return the case as it stands."""
        with self.house.database.transaction() as connection:
            return self.house.cases.find(connection, number)


@cache
def _hash() -> str:
    """Return the hash of everybody's password, made once: it is slow on purpose."""
    return hash_password(PASSWORD)


class Browser:
    """A client with a session; posts send what a page of ours would."""

    def __init__(self, staffed: Staffed, name: str = "") -> None:
        self.client = TestClient(
            application(staffed.house), base_url=ORIGIN, follow_redirects=False
        )
        self.form_token = ""
        if name:
            token = staffed.session(name)
            self.form_token = staffed.form_token(token)
            self.client.cookies.set("__Host-mailbot", token)

    def get(self, path: str, **headers: str) -> Any:
        return self.client.get(path, headers=headers)

    def post(self, path: str, headers: dict[str, str] | None = None, **fields: Any) -> Any:
        data = {"form_token": self.form_token, **fields}
        return self.client.post(path, data=data, headers=SAME_SITE if headers is None else headers)


@contextmanager
def a_staffed_house(folder: Path, **sections: Any) -> Iterator[Staffed]:
    """Yield a house on SQLite with the registry and nothing else."""
    secrets = folder / "secrets"
    secrets.mkdir()
    (secrets / "seal-key").write_text(new_key())
    with a_house_again(folder, **sections) as staffed:
        house = staffed.house
        house.archive.prepare()
        with house.database.transaction() as connection:
            registry_store.save_agencies(connection, (CITY, NINH_KIEU, CAI_RANG))
            registry_store.import_mailboxes(connection, (), local_date(NOON))
        yield staffed


@contextmanager
def a_house_again(folder: Path, **sections: Any) -> Iterator[Staffed]:
    """Yield the house this folder has the secrets of, with what it holds already."""
    secrets = folder / "secrets"
    server = {"host": "127.0.0.1", "username": "sotttt@cantho.gov.vn"}
    values = {
        "database": {"url": f"sqlite:///{folder}/mailbot.db"},
        "archive": {"directory": str(folder / "archive")},
        "secrets_directory": str(secrets),
        "imap": server,
        "smtp": server,
        "evidence": {"mx_host": "mx.cantho.gov.vn"},
        "signing": TWO_STEP,
        "department": {"signer_name": "Nguyễn Văn Thử"},
    }
    house = House(settings_from({**values, **sections}, "test"))
    share_readers(house)
    staffed = Staffed(house)
    house.clock = lambda: staffed.now
    try:
        migrate(house.database)
        yield staffed
    finally:
        house.close()


def fill(staffed: Staffed) -> tuple[Case, Case]:
    """Open two cases to be reviewed, the second due first."""
    first = staffed.open(a_case(rows=TWO_ROWS, findings=(a_flag(),)))
    letter = LetterFacts("17/UBND", local_date(MONDAY), CAI_RANG.name, "recruited")
    second = staffed.open(
        a_case(
            agency_code="pcr",
            reply_to=CAI_RANG.mailbox,
            letter=letter,
            due_at=DUE - timedelta(days=1),
            findings=(
                Finding("signature.unsigned", Severity.BLOCKS),
                Finding("row.directory_missing_new", Severity.NOTE),
            ),
        )
    )
    return first, second


def a_mail(papers: Sequence[bytes], mark: str) -> bytes:
    mail = EmailMessage()
    mail["From"], mail["Subject"], mail["X-Mark"] = NINH_KIEU.mailbox, "V/v đề nghị", mark
    mail.set_content("Kính gửi quý Sở.\n")
    for n, paper in enumerate(papers):
        name = FILE if n == 0 else f"Phụ lục {n}.pdf"
        mail.add_attachment(paper, maintype="application", subtype="pdf", filename=name)
    return mail.as_bytes()


@cache
def a_paper() -> bytes:
    """Return a letter of two pages, the list on the second."""
    told = BytesIO()
    canvas = Canvas(told, pagesize=A4, invariant=1)
    canvas.setFont("Times-Roman", 14)
    for n in range(24):
        canvas.drawString(80, 760 - 24 * n, f"Line {n + 1} of the request letter of the ward.")
    canvas.showPage()
    canvas.setFont("Times-Roman", 14)
    for n, row in enumerate(
        (
            ("STT", "Name", "ID", "Phone"),
            ("1", "Nguyen Thi Hong Dao", "092190001234", "0901234567"),
            ("2", "Tran Van De", "092090005678", "09120010"),
        )
    ):
        for x, text in zip((60, 110, 260, 380), row, strict=True):
            canvas.drawString(x, 680 - 26 * n, text)
    canvas.showPage()
    canvas.save()
    return told.getvalue()
