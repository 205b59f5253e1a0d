"""A finished letter is held against what was decided."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mailbot.defaults import default_file
from mailbot.replies.document_number import DocumentNumber
from mailbot.replies.letter import Guide, Numbering, Outcome, Slip
from mailbot.replies.press import load_press
from mailbot.replies.read_back import SignedLetter, missing_facts, printed_text
from tests.replies.builders import (
    DISPATCHED,
    EVERY_KIND,
    NUMBERED,
    a_defect,
    a_refusal,
    a_refused_row,
    a_result,
    a_row,
    a_supplement,
    an_issuer,
)

PRESS = load_press()
ISSUER = an_issuer()
LETTERS = [
    pytest.param(letter, numbering, id=kind)
    for kind, (letter, numbering) in EVERY_KIND.items()
    if not isinstance(letter, Guide | Slip)
]


def printed(letter: SignedLetter, numbering: Numbering | None = None) -> str:
    return printed_text(PRESS.render(letter, ISSUER, numbering).pdf)


@pytest.mark.parametrize(("letter", "numbering"), LETTERS)
def test_a_letter_as_it_was_set_lacks_nothing(
    letter: SignedLetter, numbering: Numbering | None
) -> None:
    assert missing_facts(letter, ISSUER, numbering, printed(letter, numbering)) == ()
    assert missing_facts(letter, ISSUER, None, printed(letter)) == ()


def test_many_rows_over_many_pages_are_all_found_again() -> None:
    rows = (
        a_row(n, name=f"Trần Văn {n}", address=f"tranvan.so{n}.vanphongubnd@cantho.gov.vn")
        for n in range(1, 80)
    )
    letter = a_result(*rows, a_refused_row(80, "Người dùng đã có hộp thư " * 9))

    assert missing_facts(letter, ISSUER, NUMBERED, printed(letter, NUMBERED)) == ()


@given(
    st.lists(st.text("aĂđẾộ (),.;&#{}-“”\n", max_size=60), min_size=4, max_size=4),
    st.integers(1, 3),
)
@settings(max_examples=40, deadline=None)
def test_whatever_a_row_says_is_found_again(texts: list[str], times: int) -> None:
    name, unit, address, reason = texts
    row = a_row(name=name + "x", unit=unit * times, address=address, reason=reason * times)
    letter = a_result(a_row(1), row, a_row(3))

    assert missing_facts(letter, ISSUER, NUMBERED, printed(letter, NUMBERED)) == ()


def test_addresses_changed_between_two_names_are_found() -> None:
    first = a_row(1, name="Thạch Sơn", address="sont@cantho.gov.vn")
    second = a_row(2, name="Lê Ngọc Ánh", address="anhln@cantho.gov.vn")
    swapped = a_result(
        replace(first, address=second.address), replace(second, address=first.address)
    )

    missing = missing_facts(a_result(first, second), ISSUER, None, printed(swapped))

    assert missing == ("letter.rows[0]", "letter.rows[1]")


@pytest.mark.parametrize(
    ("numbering", "missing"),
    [
        (Numbering(DocumentNumber(8, "TB-TTCNTT"), date(2026, 2, 5)), ("number",)),
        (Numbering(DocumentNumber(7, "TB-TTCNTT"), date(2026, 2, 6)), ("issued_on",)),
    ],
)
def test_another_number_or_date_is_found(numbering: Numbering, missing: tuple[str, ...]) -> None:
    assert missing_facts(a_result(), ISSUER, numbering, printed(a_result(), NUMBERED)) == missing


def test_the_letter_of_another_case_is_found() -> None:
    other = a_refusal(dossier=replace(a_refusal().dossier, case_number="HS-2026-99999"))

    assert "letter.dossier.case_number" in missing_facts(a_refusal(), ISSUER, None, printed(other))


def test_a_template_that_drops_a_fact_is_found(tmp_path: Path) -> None:
    for path in default_file("letters").glob("*.typ"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    source = (tmp_path / "refusal.typ").read_text("utf-8")
    (tmp_path / "refusal.typ").write_text(source.replace("reason.text", '"x"'), "utf-8")

    pdf = load_press(letters=tmp_path).render(a_refusal(), ISSUER).pdf

    missing = missing_facts(a_refusal(), ISSUER, None, printed_text(pdf))
    assert missing == ("letter.reasons[0].text",)


def test_rows_that_moved_away_are_told_by_their_case() -> None:
    letter = a_result(held_case="HS-2026-00013")

    text = printed(letter)

    assert missing_facts(letter, ISSUER, None, text) == ()
    assert "Các trường hợp còn lại trong danh sách" in " ".join(text.split())


def test_a_held_row_needs_its_new_case() -> None:
    row = replace(a_refused_row(1, "Cần xác minh"), outcome=Outcome.HELD)
    letter = a_result(row, held_case="HS-2026-00013")

    assert missing_facts(letter, ISSUER, None, printed(letter)) == ()
    without = printed(replace(letter, held_case=""))
    assert missing_facts(letter, ISSUER, None, without) == ("letter.held_case",)


def test_what_was_quoted_in_code_is_found_again() -> None:
    letter = a_supplement(a_defect(read="Trần 中\u202e"))

    assert missing_facts(letter, ISSUER, DISPATCHED, printed(letter, DISPATCHED)) == ()


def test_a_national_id_number_on_the_paper_is_told() -> None:
    text = printed(a_result()) + "\nSố CCCD 092090012345"

    assert missing_facts(a_result(), ISSUER, None, text) == ("national_id",)
