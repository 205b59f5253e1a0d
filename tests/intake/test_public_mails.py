"""Hard mails others have collected: those of CPython 3.11's own tests of `email`.

They lie in cpython_mails.zip as they are (Lib/test/test_email/data, PSF License 2.0).
"""

from __future__ import annotations

import time
from pathlib import Path
from zipfile import ZipFile

import pytest

from mailbot.gateways.plain_values import dump, load
from mailbot.intake.message import read_message
from tests.intake.mails import (
    by_login,
    crlf,
    judged_by_all,
)

with ZipFile(Path(__file__).with_name("cpython_mails.zip")) as collection:
    MAILS = {name: collection.read(name) for name in collection.namelist()}


def test_there_are_such_mails() -> None:
    assert len(MAILS) >= 40


@pytest.mark.parametrize("name", MAILS)
def test_a_hard_mail_is_read_soon_and_never_believed(name: str) -> None:
    raw, started = MAILS[name], time.process_time()

    for mail in (raw, crlf(raw), by_login("nhanvien@cantho.gov.vn") + crlf(raw)):
        message = read_message(mail)
        assert load(dump(message), ("mailbot",)) == message
        assert "accepted" not in {sender.verdict for sender in judged_by_all(mail)}
    assert time.process_time() - started < 2


def test_parts_of_a_hard_mail_are_found() -> None:
    message = read_message(MAILS["msg_07.txt"])

    (picture,) = message.attachments
    assert (picture.name, picture.data[:6]) == ("dingusfish.gif", b"GIF87a")
