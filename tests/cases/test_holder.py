from dataclasses import replace
from typing import Any

import pytest

from mailbot.cases.holder import Holding, Likeness, family_of, holders_of
from mailbot.cases.mailbox import Directory, Mailbox
from mailbot.cases.row import Holder, Row
from tests.cases.builders import (
    REGISTRY,
    SO_TU_PHAP,
    SO_Y_TE,
    TRUNG_TAM,
    UBND,
    a_directory,
    a_mailbox,
    a_new_organisation,
    a_new_person,
)


def _holdings(row: Row, *boxes: Mailbox) -> tuple[Holding, ...]:
    return holders_of(UBND, REGISTRY, Directory(boxes)).of(row)


@pytest.mark.parametrize(
    ("row", "likeness"),
    [
        pytest.param({"name": "Trần Thị Hòa"}, [Likeness.SAME], id="the same"),
        pytest.param({"name": "TRẦN THỊ HOÀ"}, [Likeness.SAME], id="old tone placement"),
        pytest.param({"name": "Trần Thị Hoa"}, [], id="another tone is another person"),
        pytest.param({"name": "Trần Thị Hòa", "unit": ""}, [Likeness.SAME], id="no unit given"),
        pytest.param(
            {"name": "Trần Thị Hòa", "unit": "Thanh tra"}, [Likeness.OTHER_UNIT], id="other unit"
        ),
    ],
)
def test_people_are_known_by_name_and_unit(row: dict[str, Any], likeness: list[Likeness]) -> None:
    holdings = _holdings(a_new_person(**row), a_mailbox())
    assert [holding.likeness for holding in holdings] == likeness


def test_i_for_y_is_another_spelling_of_the_same_person() -> None:
    box = a_mailbox(name="Lý Quý Mỹ")
    (holding,) = _holdings(a_new_person(name="Lí Quí Mĩ"), box)
    assert holding.likeness is Likeness.OTHER_SPELLING


def test_a_unit_may_be_named_by_its_agency_present_or_former() -> None:
    box = a_mailbox(unit="", agency_code="syt")
    row = a_new_person(name=box.name, unit="SỞ Y TẾ THÀNH PHỐ CẦN THƠ CŨ")
    assert [h.likeness for h in _holdings(row, box)] == [Likeness.SAME]


def test_an_organisation_is_known_by_its_former_name_too() -> None:
    box = a_mailbox(holder=Holder.ORGANISATION, name="Sở Y tế", unit="", agency_code="syt")
    row = a_new_organisation(name="Sở Y tế thành phố Cần Thơ cũ")
    assert [h.likeness for h in _holdings(row, box)] == [Likeness.SAME]


def test_the_surest_mailbox_comes_first() -> None:
    boxes = [a_mailbox(unit="Thanh tra", address="a@x.vn"), a_mailbox(address="b@x.vn")]
    found = _holdings(a_new_person(name="Trần Thị Hòa"), *boxes)
    assert [h.mailbox.address for h in found] == ["b@x.vn", "a@x.vn"]


def test_only_active_mailboxes_of_the_asker_and_its_units_are_compared() -> None:
    directory = a_directory(
        a_mailbox(address="own@x.vn"),
        a_mailbox(address="unit@x.vn", agency_code="tttgpl"),
        a_mailbox(address="other@x.vn", agency_code="syt"),
        a_mailbox(address="closed@x.vn", active=False),
    )
    found = holders_of(SO_TU_PHAP, REGISTRY, directory).of(a_new_person(name="Trần Thị Hòa"))
    assert [holding.mailbox.address for holding in found] == ["own@x.vn", "unit@x.vn"]


def test_a_units_mailbox_is_not_the_agencys_own() -> None:
    box = a_mailbox(holder=Holder.ORGANISATION, name="Văn phòng", unit="", agency_code="syt")
    assert _holdings(a_new_organisation(name="Sở Y tế"), box) == ()
    own = replace(box, address="syt@cantho.gov.vn")
    assert _holdings(a_new_organisation(name="Sở Y tế"), own) != ()


def test_a_family_agrees_with_whom_the_registry_lets_an_agency_answer_for() -> None:
    for asker in (UBND, SO_TU_PHAP, TRUNG_TAM, SO_Y_TE):
        codes = {a.code for a in REGISTRY.agencies if REGISTRY.answers_for(asker, a.code)}
        assert family_of(asker, REGISTRY) == codes


@pytest.mark.parametrize(
    ("asked", "known", "likeness"),
    [
        pytest.param("Đặng Thị Quý", "Đặng Thị Quí", [Likeness.OTHER_SPELLING], id="Quý, Quí"),
        pytest.param("Qui Mỹ Hoà", "Quy Mĩ Hòa", [Likeness.OTHER_SPELLING], id="Qui, Quy"),
        pytest.param("\u00d0ặng Thị Tư", "Đặng Thị Tư", [Likeness.SAME], id="Ð of Iceland"),
        pytest.param("\u0189ặng Thị Tư", "Đặng Thị Tư", [Likeness.SAME], id="Ɖ of Africa"),
        pytest.param("Đa\u0323\u0306ng Thị Tư", "Đặng Thị Tư", [Likeness.SAME], id="decomposed"),
        pytest.param("ĐẶNG THỊ TƯ", "Đặng Thị Tư", [Likeness.SAME], id="capitals"),
        pytest.param("Dang Thi Tu", "Đặng Thị Tư", [Likeness.OTHER_SPELLING], id="no marks"),
        pytest.param("Đặng Thị Tư", "Dang Thi Tu", [Likeness.OTHER_SPELLING], id="none there"),
        pytest.param("Đặng Thị Tứ", "Đặng Thị Tư", [], id="another tone is another person"),
        pytest.param("Đăng Thị Tư", "Đặng Thị Tư", [], id="marks on both sides must agree"),
    ],
)
def test_one_person_is_known_under_another_spelling(
    asked: str, known: str, likeness: list[Likeness]
) -> None:
    holders = holders_of(SO_TU_PHAP, REGISTRY, a_directory(a_mailbox(name=known)))

    assert [one.likeness for one in holders.of(a_new_person(name=asked))] == likeness


@pytest.mark.parametrize(
    ("asked", "known"),
    [
        pytest.param("Dang Thi Tu", "Đặng Thị Tư", id="no marks"),
        pytest.param("Đặng Thị Quí", "Đặng Thị Quý", id="i for y"),
        pytest.param("\u00d0ặng Thị Thuí", "Đặng Thị Thúy", id="a look-alike, and i for y"),
    ],
)
def test_another_spelling_is_asked_about_whatever_its_unit(asked: str, known: str) -> None:
    holders = holders_of(SO_TU_PHAP, REGISTRY, a_directory(a_mailbox(name=known)))

    (found,) = holders.of(a_new_person(name=asked, unit="Thanh tra"))

    assert found.likeness is Likeness.OTHER_SPELLING
