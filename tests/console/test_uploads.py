"""What is uploaded is opened in the sandbox only: not in the process that has the keys."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import NoReturn
from zipfile import ZipFile

import pdfminer.pdfparser
import PIL.Image
import pyhanko.pdf_utils.reader
import pypdfium2
import pytest

from mailbot.console import filed_paper, paper
from mailbot.storage.staff import Role
from tests.builders import NINH_KIEU
from tests.console.desk import Desk, a_desk
from tests.console.office import SAME_SITE, Browser, a_paper
from tests.console.scans import a_photograph
from tests.console.test_signing_desk import numbered, uploaded


class OpenedHereError(BaseException):
    """Past every handler: a file that somebody sent was opened outside of the sandbox."""


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with a_desk(tmp_path, review={"accept_paper": True}) as desk:
        desk.staffed.member("lan", Role.HANDLE)
        yield desk


@pytest.fixture
def nothing_opened_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every reader of files fail in this process; the sandbox is another one."""

    def opened(*_: object, **__: object) -> NoReturn:
        raise OpenedHereError

    for owner in (
        pypdfium2.PdfDocument,
        pdfminer.pdfparser.PDFParser,
        pyhanko.pdf_utils.reader.PdfFileReader,
    ):
        monkeypatch.setattr(owner, "__init__", opened)
    monkeypatch.setattr(PIL.Image, "open", opened)
    for module in (paper, filed_paper):
        monkeypatch.setattr(module, "read_message", opened)
    monkeypatch.setattr(ZipFile, "_RealGetContents", opened)


@pytest.mark.usefixtures("nothing_opened_here")
def test_a_filing_is_read_shown_and_cut_in_the_sandbox(
    desk: Desk,
) -> None:
    browser = Browser(desk.staffed, "lan")
    files = [("file", ("quet.pdf", a_paper())), ("file", ("anh.png", a_photograph()))]
    filed = browser.client.post(
        "/tiep-nhan/moi",
        data={
            "form_token": browser.form_token,
            "token": "a1",
            "channel": "in_person",
            "kind": "new.person",
            "agency": NINH_KIEU.code,
            "arrived": "08:00 23/11/2026",
            "returns": "paper",
        },
        files=files,
        headers=SAME_SITE,
    )
    assert filed.status_code == 303, filed.text
    number = filed.headers["location"].rpartition("/")[2].partition("?")[0]
    for path in (
        f"/tiep-nhan/{number}",
        f"/tiep-nhan/{number}/trang/0.png",
        f"/tiep-nhan/{number}/trang/2.png",
        f"/ho-so/{number}",
        f"/ho-so/{number}/tep/0",
    ):
        assert browser.get(path).status_code == 200, path


def test_signed_notices_and_zips_are_verified_in_the_sandbox(
    desk: Desk, request: pytest.FixtureRequest
) -> None:
    browser = Browser(desk.staffed, "lan")
    _, draft = numbered(desk, browser, "9/TB-TTCNTT")
    signed, book = desk.signed(draft), BytesIO()
    with ZipFile(book, "w") as container:
        container.writestr("khac.pdf", a_paper())
    request.getfixturevalue("nothing_opened_here")
    told = uploaded(browser, ("ky.pdf", signed), ("bo.zip", book.getvalue()))
    assert "1 được nhận" in told
