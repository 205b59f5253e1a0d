"""Every legitimate mail of the table is accepted, with each of its files byte for byte."""

from __future__ import annotations

import hashlib

import pytest
from tnefparse import TNEF

from mailbot.intake.message import read_message
from mailbot.intake.sender import judge_sender
from tests.intake.mails import AGENCY, INBOX, REGISTRY, RULES
from tests.intake.programs import PDF, Program, programs, signed_entity
from tests.intake.tnef import tnef_stream

PROGRAMS = tuple(programs())
WITHOUT_OWN_TEXT = {
    "digest",
    "encrypted",
    "long base64",
    "old tnef",
    "scanner",
    "ten deep",
    "unpadded base64",
    "uuencoded text",
    "whole pdf",
    "whole pdf inline",
}
each = pytest.mark.parametrize("program", [pytest.param(one, id=one.name) for one in PROGRAMS])


@each
def test_a_legitimate_mail_is_accepted(program: Program) -> None:
    sender = judge_sender(program.raw, REGISTRY, RULES, [INBOX])

    assert (sender.verdict, sender.address, sender.reasons) == ("accepted", AGENCY, ())


@each
def test_every_file_is_found_byte_for_byte(program: Program) -> None:
    found = read_message(program.raw).attachments

    assert [(one.given_name, one.data, one.kind.value) for one in found] == list(program.files)
    for one in found:
        assert (one.size, one.sha256) == (len(one.data), hashlib.sha256(one.data).hexdigest())


def test_two_files_called_alike_are_told_apart() -> None:
    names = [mail.raw for mail in PROGRAMS if mail.name in {"two annexes", "ten deep"}]
    found = [[one.name for one in read_message(raw).attachments] for raw in names]

    assert found[0] == ["cv.pdf", "cv (2).pdf", "ds.xlsx"]
    assert found[1][:2] == ["message.eml", "message (2).eml"]
    assert all(len(set(one)) == len(one) for one in found)


@each
def test_the_text_is_read(program: Program) -> None:
    message = read_message(program.raw)

    assert message.subject == "Đề nghị cấp mới hộp thư"
    assert message.message_id == "<a1@cantho.gov.vn>"
    assert ("Kính gửi" in message.body) is (program.name not in WITHOUT_OWN_TEXT)


def test_the_table_holds_what_was_promised() -> None:
    assert len({one.name for one in PROGRAMS}) == len(PROGRAMS) >= 40


def test_the_signed_entity_is_kept_as_it_was_signed() -> None:
    message = read_message(next(one.raw for one in PROGRAMS if one.name == "smime signed"))

    assert [entity.content for entity in message.signed_entities] == [signed_entity()]


def test_another_reader_agrees_with_our_tnef_streams() -> None:
    stream = tnef_stream([("", "CV.PDF", PDF)])

    assert [one.data for one in TNEF(stream).attachments] == [PDF]
