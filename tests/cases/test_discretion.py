"""A telephone cell is shown as far as no national ID number can be in it."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbot.cases.discretion import masked_id, phone_shown, without_people
from mailbot.cases.row import Holder
from tests.builders import a_row

OWN = "092190001234"


@pytest.mark.parametrize(
    ("cell", "own_id", "shown"),
    [
        pytest.param("0901234567", "", "0901234567", id="a number"),
        pytest.param("0901.234.567", "", "0901.234.567", id="a number with dots"),
        pytest.param("02923690888", "", "02923690888", id="a landline"),
        pytest.param("+84 901 234 567", "", "+84 901 234 567", id="an international number"),
        pytest.param("0123456789", "", "0123456789", id="no number in use, yet no ID either"),
        pytest.param("094617350", OWN, "094617350", id="a digit lost, the ID in its own column"),
        pytest.param("09461735", "", "09461735", id="too short for an ID"),
        pytest.param("094617350", "", "094****50", id="nine digits, no ID beside them"),
        pytest.param("361234567", OWN, "361****67", id="an old card beside the ID"),
        pytest.param("094617350", "361234567", "094****50", id="nine digits, an odd ID beside"),
        pytest.param("092190001234", "", "092*******34", id="an ID that strayed"),
        pytest.param("094185001111", OWN, "094*******11", id="somebody else's ID"),
        pytest.param("92190001234", OWN, "921******34", id="one's own ID without its zero"),
        pytest.param("92190001234", "", "921******34", id="an ID without its zero"),
        pytest.param("ĐT 361234567 (CMND)", "", "ĐT 361****67 (CMND)", id="words around it"),
        pytest.param("0901234567 092190001234", "", "090*****************34", id="two in a row"),
        pytest.param("", "", "", id="nothing"),
    ],
)
def test_a_telephone_cell_is_shown_where_it_can_be_no_id(
    cell: str, own_id: str, shown: str
) -> None:
    assert phone_shown(cell, own_id) == shown


@given(st.from_regex(r"\A0\d{11}\Z"), st.sampled_from(["", OWN, "9219000"]), st.text(max_size=8))
def test_a_whole_id_is_never_shown(number: str, own_id: str, around: str) -> None:
    for cell in (number, f"{around} {number}", f"{number[:3]}.{number[3:6]}.{number[6:]}"):
        shown = phone_shown(cell, own_id)
        assert number not in re.sub(r"[\s.\-]", "", shown)


@given(st.from_regex(r"\A\d{9}\Z"))
def test_an_old_card_without_an_id_beside_it_is_never_shown(number: str) -> None:
    assert number not in phone_shown(number, "")


@pytest.mark.parametrize(("number", "shown"), [(OWN, "********1234"), ("", "")])
def test_an_id_shows_its_last_four_digits(number: str, shown: str) -> None:
    assert masked_id(number) == shown


@pytest.mark.parametrize(
    ("text", "told"),
    [
        pytest.param("Dòng 1 (Nguyễn Văn An): thiếu số.", "Dòng 1 (…): thiếu số.", id="a name"),
        pytest.param("NGUYỄN VĂN AN đã nghỉ.", "… đã nghỉ.", id="in capitals"),
        pytest.param("“09120010” thiếu số.", "“…” thiếu số.", id="a number as it was read"),
        pytest.param("CCCD 092190009999.", "CCCD ….", id="the ID of another"),
        pytest.param("Xem HS-2026-00001.", "Xem HS-2026-00001.", id="the number of a case"),
        pytest.param("Nguyễn Văn Anh không có tên.", "Nguyễn Văn Anh không có tên.", id="another"),
        pytest.param("Văn bản thiếu dấu.", "Văn bản thiếu dấu.", id="nobody"),
    ],
)
def test_what_stays_for_good_names_nobody_of_the_list(text: str, told: str) -> None:
    row = a_row(name="Nguyễn Văn An", phone="0912001099", raw={"phone": "09120010"})
    assert without_people(text, (row, a_row(name="An"))) == told


def test_an_office_may_be_named() -> None:
    row = a_row(name="Phòng Kinh tế", holder=Holder.ORGANISATION)
    assert without_people("Phòng Kinh tế đã giải thể.", (row,)) == "Phòng Kinh tế đã giải thể."
