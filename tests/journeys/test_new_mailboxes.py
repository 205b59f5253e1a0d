"""A signed letter e-mailed by an agency becomes working mailboxes and a signed notice."""

from __future__ import annotations

import email
import email.policy
import re
import subprocess
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pdfplumber
import pytest
from pyhanko.pdf_utils.reader import PdfFileReader

from mailbot.cases.state import State
from tests.journeys.paper import TWO_RECRUITS, Letter
from tests.journeys.world import AGREED, ASKER, World, a_mail, a_world
from tests.servers.mail import MailServers
from tests.servers.postgres import Postgres


@pytest.fixture(params=["sqlite", "postgresql"])
def world(
    request: pytest.FixtureRequest, mail_servers: MailServers, tmp_path: Path
) -> Iterator[World]:
    if request.param == "sqlite":
        urls = f"sqlite:///{tmp_path}/mailbot.db", f"sqlite:///{tmp_path}/hosts.db"
    else:
        server: Postgres = request.getfixturevalue("postgres")
        urls = server.database(), server.database()
    tmp_path.chmod(0o755)
    with a_world(mail_servers, *urls, tmp_path) as world:
        yield world


def attachments(raw: bytes) -> dict[str, bytes]:
    mail = email.message_from_bytes(raw, policy=email.policy.default)
    return {
        part.get_filename() or "": part.get_payload(decode=True) for part in mail.iter_attachments()
    }


def text_of(pdf: bytes) -> str:
    with pdfplumber.open(BytesIO(pdf)) as document:
        return " ".join(" ".join((page.extract_text() or "").split()) for page in document.pages)


def test_two_recruits_get_mailboxes_and_the_agency_a_signed_notice(
    world: World, tmp_path: Path
) -> None:
    letter = world.signed(Letter(sheets=(TWO_RECRUITS,)))
    world.submit(a_mail(("Công văn 45.pdf", letter)))
    world.take_in()
    world.work()

    case = world.the_case()
    assert [f.code for f in case.findings if f.severity != "note"] == []
    assert case.state is State.ANSWERED

    (reply,) = world.replies()
    mail = email.message_from_bytes(reply, policy=email.policy.default)
    assert mail["In-Reply-To"] == case.thread[-1]
    assert mail["Auto-Submitted"] == "auto-replied"
    files = attachments(reply)
    notice = next(data for name, data in files.items() if name.startswith("Thông báo"))
    slip = next(data for name, data in files.items() if name.startswith("Phiếu bàn giao"))

    said = text_of(notice)
    assert "daonth@cantho.gov.vn" in said
    assert "01/TB-TTCNTT" in said
    (tmp_path / "notice.pdf").write_bytes(notice)
    opinion = subprocess.run(
        ["pdfsig", "-nocert", str(tmp_path / "notice.pdf")],
        capture_output=True,
        text=True,
        check=False,
    ).stdout
    assert "Signature is Valid" in opinion
    assert "Total document signed" in opinion

    reader = PdfFileReader(BytesIO(slip))
    assert reader.decrypt(AGREED)
    passwords = passwords_in(slip)
    for address, password in passwords.items():
        assert world.servers.can_log_in(address, password)
        assert password.encode() not in reply
        assert password not in said
    assert set(passwords) == {"daonth@cantho.gov.vn", "quytv@cantho.gov.vn"}


def passwords_in(slip: bytes) -> dict[str, str]:
    with pdfplumber.open(BytesIO(slip), password=AGREED) as document:
        text = "\n".join(page.extract_text() for page in document.pages)
    addresses = re.findall(r"[a-z]+@cantho\.gov\.vn", text)
    found = re.findall(r"\b[A-Za-z0-9]{4}(?:-[A-Za-z0-9]{4}){3}\b", text)
    own = [one for one in addresses if one not in {ASKER, "sotttt@cantho.gov.vn"}]
    return dict(zip(own, found, strict=True))
