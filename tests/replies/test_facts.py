"""What the templates are given."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from mailbot.replies.facts import (
    LetterError,
    document_date,
    has_id_number,
    letter_facts,
    masked,
    printable,
    texts,
    unprintable,
)
from mailbot.replies.letter import Guide, Letter
from tests.replies.builders import (
    NUMBERED,
    a_receipt,
    a_refusal,
    a_result,
    a_row,
    a_slip,
    a_supplement,
    an_issuer,
    at,
)

LETTERS = frozenset(map(ord, "abc "))


def test_every_text_is_reached_by_its_path() -> None:
    found = dict(texts(letter_facts(a_result(a_row(name="Trần A")), an_issuer(), NUMBERED)))

    assert found["letter.rows[0].name"] == "Trần A"
    assert found["issuer.copies[0]"] == "Sở Thông tin và Truyền thông (để báo cáo)"
    assert found["number.symbol"] == "TB-TTCNTT"


@pytest.mark.parametrize(
    ("day", "parts"),
    [
        (date(2026, 2, 5), {"day": "05", "month": "02", "year": "2026"}),
        (date(2026, 3, 31), {"day": "31", "month": "3", "year": "2026"}),
        (date(2026, 10, 1), {"day": "01", "month": "10", "year": "2026"}),
    ],
)
def test_dates_are_written_as_the_decree_says(day: date, parts: dict[str, str]) -> None:
    assert letter_facts(Guide(day), an_issuer(), None)["dated"] == parts


def test_instants_are_shown_on_vietnams_clock() -> None:
    receipt = a_receipt(due_at=datetime(2026, 11, 25, 18, 5, tzinfo=UTC))

    found = dict(texts(letter_facts(receipt, an_issuer(), None)))

    assert (found["letter.due_at.day"], found["letter.due_at.hour"]) == ("26", "01")


def test_an_open_number_keeps_the_symbol_of_its_kind() -> None:
    notice = letter_facts(a_result(), an_issuer(symbol="TB-TTCNTT"), None)
    dispatch = letter_facts(a_supplement(), an_issuer(symbol="TB-TTCNTT"), None)

    assert notice["number"] == {"value": None, "symbol": "TB-TTCNTT"}
    assert dispatch["number"] == {"value": None, "symbol": "TTCNTT"}
    assert letter_facts(a_receipt(), an_issuer(), None)["number"] is None


def test_a_file_is_dated_by_its_issue_or_by_what_it_answers() -> None:
    assert document_date(a_result(), NUMBERED) == date(2026, 2, 5)
    assert document_date(a_result(), None) == at(23, 0).date()
    assert document_date(a_slip(), None) == date(2026, 11, 25)


def test_white_space_and_hidden_signs_do_not_reach_the_paper() -> None:
    found = dict(
        texts(letter_facts(a_result(a_row(name="Trần\n\tVăn\u200b\u00a0A")), an_issuer(), None))
    )

    assert found["letter.rows[0].name"] == "Trần Văn A"


@pytest.mark.parametrize(
    ("text", "column", "shown"),
    [
        ("092090012345", "", "*********345"),
        ("số 362123456.", "", "số ******456."),
        ("CCCD092090012345", "Họ tên", "CCCD*********345"),
        ("092 090 012 345", "", "************345"),
        ("0292 3 690 888", "", "0292 3 690 888"),
        ("0901234567", "Số điện thoại", "0901234567"),
        ("9209001234", "Số CMND/CCCD", "*******234"),
        ("9209001234", "Số căn cước", "*******234"),
        ("9209001234", "Số định danh cá nhân", "*******234"),
        ("12", "Số CMND/CCCD", "12"),
    ],
)
def test_national_id_numbers_are_masked(text: str, column: str, shown: str) -> None:
    assert masked(text, column) == shown


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("092090012345", True),
        ("CMND 362123456", True),
        ("0920-9001-2345", True),
        ("0901234567", False),
        ("tam092090012345@cantho.gov.vn", False),
        ("tam092090012345@cantho.gov.vn, 092090012345", True),
        ("Ông 0920 9001 2345 và bà 362123456", True),
        ("HS-2026-00012, 45/UBND-VHXH ngày 20/11/2026", False),
    ],
)
def test_a_national_id_number_is_recognised(text: str, found: bool) -> None:
    assert has_id_number(text) is found


@pytest.mark.parametrize(
    "letter",
    [
        replace(a_result(), rows=()),
        replace(a_refusal(), reasons=()),
        replace(a_supplement(), defects=()),
        replace(a_slip(), credentials=()),
    ],
)
def test_a_letter_that_says_nothing_is_not_set(letter: Letter) -> None:
    with pytest.raises(LetterError, match="chưa có nội dung"):
        letter_facts(letter, an_issuer(), None)


def test_unprintable_characters_are_named_once_in_order() -> None:
    assert unprintable("a中bß中", LETTERS) == ("中", "ß")
    assert unprintable("ab", LETTERS) == ()
    hidden = LETTERS | {0x200B}  # a font may have a glyph for what nobody sees
    assert unprintable("a\u200bb", hidden) == ("\u200b",)
    assert printable("a中b", LETTERS) == "a[U+4E2D]b"
