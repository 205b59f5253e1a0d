from __future__ import annotations

import re
import time
import tomllib
from collections.abc import Collection
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from mailbot.cases.agency import Agency, AgencyKind, Registry
from mailbot.cases.finding import Finding, Place, Severity, needs_a_person
from mailbot.cases.mailbox import Directory, Mailbox
from mailbot.cases.row import Holder, Procedure, Row
from mailbot.cases.same_person import Given
from mailbot.defaults import default_file
from mailbot.intake.row_known import Known, without_ids
from mailbot.intake.rows import judge_rows
from mailbot.words import load_words
from tests.cases.builders import (
    REGISTRY,
    SO_TU_PHAP,
    TRUNG_TAM,
    UBND,
    a_directory,
    a_mailbox,
    a_new_organisation,
    a_new_person,
    a_reset_organisation,
    a_reset_person,
)

WORDS = load_words()
TODAY = date(2026, 11, 23)
UNIT_BOX = a_mailbox(
    address="vpcc@cantho.gov.vn",
    holder=Holder.ORGANISATION,
    name="Phòng Công chứng số 1",
    agency_code="tttgpl",
    unit="",
)
DIRECTORY = a_directory(a_mailbox(), UNIT_BOX, imported_on=date(2026, 11, 20))
KNOWN = Known(
    asker=SO_TU_PHAP,
    registry=REGISTRY,
    directory=DIRECTORY,
    ground="recruited,founded,forgotten",
    letter_date=date(2026, 11, 22),
    on=TODAY,
    domains=("cantho.gov.vn",),
    sending_mailbox="stp@cantho.gov.vn",
)


def a_unit_reset(**differs: Any) -> Row:
    sound = {"name": "Phòng Công chứng số 1", "email": "vpcc@cantho.gov.vn"}
    return a_reset_organisation(**(sound | differs))


def _judge(*rows: Row, **known: Any) -> tuple[Finding, ...]:
    findings = judge_rows(rows, replace(KNOWN, **known))
    for finding in findings:  # whatever is found has its wording, with every field filled
        assert "…" not in WORDS.finding(finding)
    return findings


def _codes(findings: tuple[Finding, ...]) -> list[str]:
    return [finding.code.removeprefix("row.") for finding in findings]


def test_a_sound_list_of_all_four_forms_raises_nothing() -> None:
    rows = (a_new_organisation(), a_new_person(), a_unit_reset(), a_reset_person())
    assert _judge(*rows) == ()


def test_a_finding_tells_row_column_and_place() -> None:
    place = Place("phu-luc.pdf", page=2, box=(0.1, 0.2, 0.5, 0.02))
    (finding,) = _judge(a_new_person(), a_new_person(name="Lê Bình", national_id="", place=place))
    assert finding == Finding(
        "row.missing_national_id",
        Severity.BLOCKS,
        {"stt": "1", "name": "Lê Bình"},
        1,
        "national_id",
        place,
    )


@pytest.mark.parametrize(
    ("row", "codes"),
    [
        pytest.param({"name": ""}, ["missing_name"], id="no name"),
        pytest.param({"phone": ""}, ["missing_phone"], id="no phone"),
        pytest.param({"position": ""}, ["missing_position"], id="no position"),
        pytest.param({"unit": ""}, ["missing_unit"], id="no unit, but the superior is known"),
        pytest.param({"parent_agency": "", "unit": "Sở Tư pháp"}, [], id="the unit is the asker"),
        pytest.param({"email": "an@gmail.com"}, ["mailbox_outside"], id="a private mailbox"),
        pytest.param({"email": "an@cantho.gov.vn"}, [], id="an address wished for"),
        pytest.param({"name": "Nguyễn Văn 4n"}, ["name_odd"], id="a digit in the name"),
        pytest.param({"name": "An"}, ["name_odd"], id="one word"),
        pytest.param({"name": "Nguy?n V?n An"}, ["name_odd"], id="lost letters"),
        pytest.param({"name": "Nguуễn Văn An"}, ["name_odd"], id="a Cyrillic letter"),
        pytest.param({"name": "H'Hen Niê"}, [], id="an Ê-đê name"),
        pytest.param({"name": "Công Tằng Tôn Nữ Hà"}, [], id="five words"),
        pytest.param({"name": "Thạch Sa Rươn"}, [], id="a Khmer name"),
        pytest.param({"name": "Wừu Jăk Fông"}, [], id="letters outside the alphabet of Kinh"),
        pytest.param({"name": "A" * 61 + " B"}, ["name_odd"], id="no name is that long"),
        pytest.param({"national_id": "09209000123"}, ["national_id_malformed"], id="11 digits"),
        pytest.param({"national_id": "92090001234"}, ["national_id_zero_lost"], id="zero lost"),
        pytest.param({"national_id": "1079000123"}, ["national_id_zero_lost"], id="two zeros lost"),
        pytest.param({"national_id": "092 090.001-234"}, [], id="written in groups"),
        pytest.param({"national_id": "09209000123A"}, ["national_id_malformed"], id="a letter"),
        pytest.param({"national_id": "003090001234"}, ["national_id_province"], id="no province"),
        pytest.param({"national_id": "092220001234"}, ["national_id_year"], id="born 2020"),
        pytest.param({"national_id": "092005001234"}, ["national_id_year"], id="born 1905"),
        pytest.param({"national_id": "092303001234"}, [], id="born 2003"),
        pytest.param({"national_id": "361234567"}, ["national_id_cmnd"], id="CMND too late"),
        pytest.param({"phone": "123"}, ["phone_odd"], id="no phone number"),
        pytest.param({"phone": "01681234567"}, ["phone_odd"], id="an old mobile number"),
        pytest.param({"phone": "0901234567/0912345678"}, ["phone_odd"], id="two numbers"),
        pytest.param({"phone": "+12025550123"}, ["phone_odd"], id="abroad"),
        pytest.param({"phone": "(0292) 3762 222"}, [], id="a landline"),
        pytest.param({"phone": "02923821234 (máy lẻ 12)"}, [], id="an extension"),
        pytest.param({"phone": "080 71234"}, [], id="the government's network"),
        pytest.param({"unit": "Sở Y tế"}, ["unit_of_another"], id="another agency's unit"),
        pytest.param(
            {"unit": "UBND thành phố Cần Thơ"}, ["unit_of_another"], id="the superior's own people"
        ),
        pytest.param(
            {"parent_agency": "Sở Y tế", "unit": "Văn phòng"}, ["unit_of_another"], id="superior"
        ),
        pytest.param({"parent_agency": "Sở Xây dựng"}, ["unit_unknown"], id="nobody knows it"),
        pytest.param(
            {"parent_agency": "UBND TP. Cần Thơ", "unit": "STP"}, [], id="as people abbreviate"
        ),
        pytest.param(
            {"parent_agency": "Ủy ban nhân dân thành phố Cần Thơ"},
            ["unit_unknown"],
            id="the superior says nothing about an unknown unit",
        ),
        pytest.param({"unit": "Trung tâm Trợ giúp pháp lý"}, [], id="a subordinate unit"),
        pytest.param({"parent_agency": "Sở Tư pháp, TP.Cần Thơ"}, [], id="with its place"),
        pytest.param(
            {"parent_agency": "Sở Tư pháp tỉnh Hậu Giang"}, ["unit_unknown"], id="another place"
        ),
        pytest.param(
            {"unit": "Sở Tư pháp", "parent_agency": "Sở Xây dựng"},
            ["agency_unknown"],
            id="a superior nobody knows",
        ),
        pytest.param(
            {"unit": "Sở Tư pháp", "parent_agency": "Sở Tư pháp tỉnh Hậu Giang"},
            ["agency_unknown"],
            id="a superior of another province",
        ),
        pytest.param(
            {"unit": "Sở Tư pháp", "parent_agency": "Sở Tư pháp - UBND tỉnh An Giang"},
            ["agency_unknown"],
            id="half a superior of another province",
        ),
        pytest.param({"unit": "Sở Xây dựng"}, ["agency_unknown"], id="an authority for a unit"),
        pytest.param({"unit": "Phòng Phổ biến pháp luật"}, [], id="a part the asker signs for"),
        pytest.param({"unit": "Bộ phận Một cửa"}, [], id="no ministry"),
        pytest.param({"unit": "Văn phòng Sở Y tế"}, ["unit_of_another"], id="another's office"),
        pytest.param(
            {"unit": "Thanh tra - Sở Y tế"}, ["unit_of_another"], id="another's, after a hyphen"
        ),
        pytest.param({"unit": "Văn phòng UBND"}, [], id="whose it is, the superior tells"),
        pytest.param({"unit": "Thanh tra Sở Tư pháp"}, [], id="the asker's inspectors"),
        pytest.param(
            {"unit": "Thanh tra - Sở Tư pháp - UBND TP. Cần Thơ"}, [], id="all one after the other"
        ),
        pytest.param({"unit": "Sở Tư pháp", "parent_agency": "UBND thành phố"}, [], id="no place"),
        pytest.param(
            {"unit": "Sở Tư pháp", "parent_agency": "Thành phố Cần Thơ"}, [], id="the place alone"
        ),
        pytest.param(
            {"unit": "Sở Tư pháp", "parent_agency": "Văn phòng Sở"}, [], id="the directory has it"
        ),
        pytest.param({"name": "Trần Thị Hoà"}, ["already_has_mailbox"], id="has a mailbox"),
        pytest.param(
            {"name": "Trần Thị Hòa", "unit": "Thanh tra"}, ["namesake_has_mailbox"], id="namesake"
        ),
    ],
)
def test_rows_of_new_people(row: dict[str, Any], codes: list[str]) -> None:
    assert _codes(_judge(a_new_person(**row))) == codes


@pytest.mark.parametrize(
    "name",
    [
        *(
            "Trần Thị Ánh Tuyết",
            "Phạm Thị Mỹ Linh",
            "Đỗ Thị Hồng Gấm",
            "Hồ Thị Bích Thủy",
            "Danh Út",
        ),
        *(
            "LÊ THỊ HUYỀN TRÂN",
            "Sơn Thị Sà Rây",
            "Lâm Thị Sọc Kha",
            "Tăng Thị Ngọc Ẩn",
            "Đoàn Giỏi",
        ),
        *("Y Bih Aleo", "K'Brối", "Y-Moan Ênuôl", "Giàng A Phử", "Hà Văn Ỷ", "Mai Thị Ửng"),
    ],
)
def test_names_of_the_peoples_of_vietnam_are_plausible(name: str) -> None:
    assert _judge(a_new_person(name=name)) == ()


def test_another_spelling_of_a_holder_is_asked_about() -> None:
    directory = a_directory(a_mailbox(name="Lý Quý Mỹ"), imported_on=TODAY)
    assert _codes(_judge(a_new_person(name="Lí Quí Mĩ"), directory=directory)) == [
        "similar_has_mailbox"
    ]


@pytest.mark.parametrize(
    ("letter_date", "on", "codes"),
    [
        (date(2024, 12, 31), TODAY, []),
        (date(2025, 1, 1), TODAY, ["national_id_cmnd"]),
        (None, date(2024, 6, 1), []),
        (None, TODAY, ["national_id_cmnd"]),
    ],
)
def test_old_cards_count_in_letters_until_the_end_of_2024(
    letter_date: date | None, on: date, codes: list[str]
) -> None:
    known = {"letter_date": letter_date, "on": on}
    directory = replace(DIRECTORY, imported_on=on)
    row = a_new_person(national_id="361234567")
    assert _codes(_judge(row, directory=directory, **known)) == codes


@pytest.mark.parametrize(
    ("row", "codes"),
    [
        pytest.param(
            {"manager_name": "", "manager_phone": "", "manager_email": "", "phone": ""},
            [
                "missing_manager_name",
                "missing_manager_phone",
                "missing_phone",
                "missing_manager_email",
            ],
            id="nobody looks after it",
        ),
        pytest.param({"manager_name": "0912345678"}, ["name_odd"], id="a number for a name"),
        pytest.param({"manager_phone": "12"}, ["phone_odd"], id="the manager's phone"),
        pytest.param({"manager_email": "binh"}, ["mailbox_malformed"], id="the manager's mailbox"),
        pytest.param(
            {"manager_email": "binh@gmail.com"}, ["mailbox_outside"], id="no official mailbox"
        ),
        pytest.param(
            {"manager_email": "binh@cantho.gov.vn.example.com"},
            ["mailbox_outside"],
            id="a look-alike of one",
        ),
        pytest.param({"manager_email": "Binh@CanTho.gov.vn"}, [], id="in capitals"),
        pytest.param({"name": "---"}, ["name_odd"], id="no name"),
        pytest.param(
            {"parent_agency": ""}, ["missing_parent_agency", "unit_unknown"], id="no superior"
        ),
        pytest.param({"parent_agency": "Sở Y tế"}, ["unit_of_another"], id="another's unit"),
        pytest.param({"name": "Sở Y tế"}, ["unit_of_another"], id="another authority's name"),
        pytest.param({"name": "Chi cục Thi hành án"}, [], id="a unit just founded"),
        pytest.param(
            {"name": "Trung tâm Trợ giúp pháp lý"},
            ["already_has_mailbox"],
            id="the registry knows its mailbox",
        ),
        pytest.param(
            {"name": "Phòng Công chứng số 1"}, ["already_has_mailbox"], id="the directory does"
        ),
    ],
)
def test_rows_of_new_organisations(row: dict[str, Any], codes: list[str]) -> None:
    assert _codes(_judge(a_new_organisation(**row))) == codes


@pytest.mark.parametrize(
    ("row", "codes"),
    [
        pytest.param({"phone": "", "position": "", "stt": ""}, [], id="less than the form"),
        pytest.param({"national_id": "1"}, [], id="more than the form"),
        pytest.param({"email": "HoaTT@cantho.gov.vn"}, [], id="capitals in the address"),
        pytest.param({"name": "TRẦN THỊ HOÀ"}, [], id="another tone placement"),
        pytest.param(
            {"parent_agency": "Sở Tư pháp tỉnh Sóc Trăng"}, ["agency_unknown"], id="elsewhere"
        ),
        pytest.param({"parent_agency": "UBND TP. Cần Thơ"}, [], id="more than the form asks"),
        pytest.param({"email": ""}, ["missing_email"], id="no mailbox"),
        pytest.param({"email": "hoatt"}, ["mailbox_malformed"], id="half an address"),
        pytest.param({"email": "hoatt@gmail.com"}, ["mailbox_foreign"], id="another domain"),
        pytest.param({"manager_email": "an@gmail.com"}, ["mailbox_outside"], id="whoever helps"),
        pytest.param(
            {"email": "hoatt@xcantho.gov.vn"}, ["mailbox_foreign"], id="a look-alike domain"
        ),
        pytest.param({"email": "ai@cantho.gov.vn"}, ["mailbox_unknown"], id="unknown"),
        pytest.param({"name": "Trần Thị Hoa"}, ["holder_differs"], id="another name"),
        pytest.param({"unit": "Thanh tra"}, ["unit_differs"], id="another unit"),
        pytest.param({"unit": ""}, ["unit_not_given"], id="no unit to compare"),
        pytest.param(
            {"email": "vpcc@cantho.gov.vn"},
            ["holder_kind_differs"],
            id="a person asks for a unit's",
        ),
    ],
)
def test_rows_of_people_who_forgot(row: dict[str, Any], codes: list[str]) -> None:
    assert _codes(_judge(a_reset_person(**row))) == codes


@pytest.mark.parametrize(
    ("box", "codes"),
    [
        pytest.param({"agency_code": "syt"}, ["mailbox_of_another"], id="another agency's"),
        pytest.param({"agency_code": "ubnd"}, ["mailbox_of_another"], id="its superior's"),
        pytest.param({"agency_code": "?"}, ["mailbox_of_another"], id="nobody's"),
        pytest.param({"agency_code": "tttgpl"}, [], id="a subordinate unit's"),
        pytest.param({"active": False}, ["mailbox_inactive"], id="shut"),
        pytest.param({"protected": True}, ["mailbox_protected"], id="a leader's"),
        pytest.param({"unit": ""}, ["unit_differs"], id="the directory has the agency only"),
    ],
)
def test_what_the_directory_says_of_the_mailbox(box: dict[str, Any], codes: list[str]) -> None:
    directory = a_directory(a_mailbox(**box), imported_on=TODAY)
    assert _codes(_judge(a_reset_person(), directory=directory)) == codes


@pytest.mark.parametrize(
    ("position", "known_as", "codes"),
    [
        pytest.param("Giám đốc Sở", "", ["mailbox_protected"], id="the list says so"),
        pytest.param("Giám đốc", "Chuyên viên", ["mailbox_protected"], id="the list alone"),
        pytest.param("Giám đốc", "Giám đốc", [], id="told not to be protected when imported"),
        pytest.param("Chuyên viên", "", [], id="no leader"),
    ],
)
def test_the_mailbox_of_whom_the_list_calls_a_leader_is_for_a_person(
    position: str, known_as: str, codes: list[str]
) -> None:
    directory = a_directory(a_mailbox(position=known_as), imported_on=TODAY)
    row = a_reset_person(position=position)
    assert _codes(_judge(row, directory=directory)) == codes


def test_a_new_mailbox_of_a_leader_is_for_a_person() -> None:
    assert _codes(_judge(a_new_person(position="Phó Chủ tịch UBND"))) == ["leader_asked"]


def test_a_unit_cannot_reset_the_mailboxes_of_its_superior() -> None:
    assert "mailbox_of_another" in _codes(_judge(a_reset_person(), asker=TRUNG_TAM))


def test_another_name_for_an_organisations_mailbox_is_looked_at() -> None:
    assert _codes(_judge(a_unit_reset(name="Phòng Công chứng số 2"))) == ["holder_differs"]


def test_the_sending_mailbox_is_not_reset_by_its_own_mail() -> None:
    row = a_reset_organisation(name="Sở Tư pháp", email="stp@cantho.gov.vn")
    assert _codes(_judge(row)) == ["own_mailbox", "mailbox_protected"]
    assert _codes(_judge(row, sending_mailbox="")) == ["mailbox_protected"]


def test_a_registered_agencys_mailbox_is_known_without_the_directory_but_needs_a_person() -> None:
    assert _codes(_judge(a_reset_organisation())) == ["mailbox_protected"]
    foreign = a_reset_organisation(name="Sở Y tế", email="syt@cantho.gov.vn")
    assert _codes(_judge(foreign)) == ["mailbox_of_another"]


@pytest.mark.parametrize(
    ("imported", "code"), [(None, "missing"), (date(2026, 10, 23), "old"), (date(2026, 10, 24), "")]
)
def test_every_reset_rests_on_a_fresh_directory(imported: date | None, code: str) -> None:
    directory = replace(DIRECTORY, imported_on=imported)
    resets = _judge(a_reset_person(), a_unit_reset(), directory=directory)
    assert _codes(resets) == ([f"directory_{code}"] * 2 if code else [])
    assert needs_a_person(resets) is bool(code)

    new = _judge(a_new_person(), directory=directory)
    assert _codes(new) == ([f"directory_{code}_new"] if code else [])
    assert not needs_a_person(new)


@pytest.mark.parametrize(
    ("row", "ground", "codes"),
    [
        pytest.param(a_new_person(), "recruited", [], id="recruited"),
        pytest.param(a_new_person(), "founded", [], id="people of a new unit"),
        pytest.param(a_new_person(), "forgotten", ["ground_other_new"], id="forgotten"),
        pytest.param(a_new_person(), "", ["ground_missing_new"], id="none"),
        pytest.param(
            a_new_organisation(), "recruited", ["ground_other_new"], id="units are founded"
        ),
        pytest.param(a_reset_person(), "forgotten", [], id="forgot"),
        pytest.param(a_reset_person(), "other", ["ground_other_reset"], id="another ground"),
        pytest.param(a_reset_person(), "recruited, forgotten", [], id="both procedures"),
        pytest.param(a_reset_person(), "", ["ground_missing_reset"], id="none for a reset"),
    ],
)
def test_the_ground_must_be_the_decisions(row: Row, ground: str, codes: list[str]) -> None:
    assert _codes(_judge(row, row, ground=ground)[: len(codes)]) == codes
    assert all("ground" not in code for code in _codes(_judge(row, ground=ground))[len(codes) :])


@pytest.mark.parametrize(
    ("second", "codes"),
    [
        pytest.param({"name": "Lê Thị Tư"}, ["same_national_id"], id="one number for two"),
        pytest.param(
            {"name": "Lê Thị Tư", "national_id": "092.090.001.234"}, ["same_national_id"], id="dots"
        ),
        pytest.param({"national_id": "092090005678"}, ["same_person"], id="one name, one unit"),
        pytest.param(
            {"national_id": "092090005678", "name": "NGUYỄN VĂN AN", "unit": "Văn phòng sở"},
            ["same_person"],
            id="in capitals",
        ),
        pytest.param(
            {"national_id": "092090005678", "unit": "Thanh tra", "phone": "0912345678"},
            [],
            id="a namesake",
        ),
        pytest.param(
            {"national_id": "092090005678", "unit": "Thanh tra", "name": "Nguyen Van An"},
            ["same_name_and_phone"],
            id="one name, one telephone",
        ),
        pytest.param({"name": "Lê Thị Tư", "national_id": "092090005678"}, [], id="another"),
    ],
)
def test_people_listed_twice(second: dict[str, str], codes: list[str]) -> None:
    findings = _judge(a_new_person(), a_new_person(**({"stt": "2"} | second)))
    assert _codes(findings) == codes
    assert all(found.row == 1 and found.fields["row"] == "1" for found in findings)


def test_who_is_listed_twice_is_shown_at_both_places() -> None:
    cell, line = (
        Place("ds.pdf", 1, (0.5, 0.3, 0.1, 0.02)),
        Place("ds.pdf", 1, (0.1, 0.3, 0.8, 0.02)),
    )
    first = a_new_person(place=line, cells=(("national_id", cell),))
    twice = a_new_person(stt="2", name="Lê Thị Tư", place=line)
    assert [found.against for found in _judge(first, twice)] == [cell]


@pytest.mark.parametrize(
    ("first", "second"), [("Lê Thị Quý", "Lê Thị Quí"), ("Trần Thị Mỹ Hoà", "Trần Thị Mĩ Hòa")]
)
def test_one_person_listed_under_two_spellings_is_asked_about(first: str, second: str) -> None:
    other = a_new_person(stt="2", name=second, national_id="092090005678")
    assert _codes(_judge(a_new_person(name=first), other)) == ["same_person"]


def test_a_unit_elsewhere_of_the_same_name_does_not_count() -> None:
    elsewhere = Agency("x", "Phòng Công chứng số 3", "pcc3@cantho.gov.vn", superior_code="syt")
    registry = Registry((*REGISTRY.agencies, elsewhere))
    assert _judge(a_new_organisation(), registry=registry) == ()


def test_every_agency_has_an_office() -> None:
    elsewhere = Agency("vpyt", "Văn phòng", superior_code="syt")
    registry = Registry((*REGISTRY.agencies, elsewhere))
    assert _judge(a_new_person(unit="Lãnh đạo Văn phòng"), registry=registry) == ()


def test_one_mailbox_or_one_unit_twice_and_new_and_reset_together() -> None:
    unit = a_new_organisation()
    assert _codes(_judge(unit, unit)) == ["same_organisation"]
    assert _codes(_judge(a_reset_person(), a_reset_person())) == ["same_person", "same_mailbox"]
    new = a_new_person(name="Trần Thị Hòa")
    assert "same_person" in _codes(_judge(new, a_reset_person()))


@pytest.mark.parametrize(
    ("other", "told"),
    [
        pytest.param(a_new_person(name="Người khác"), True, id="the same national ID"),
        pytest.param(a_new_person(national_id="092090005678"), True, id="the same person"),
        pytest.param(
            a_new_person(national_id="092090005678", parent_agency="Sở Y tế", phone="0912345678"),
            False,
            id="a namesake in another agency's office",
        ),
        pytest.param(
            a_new_person(name="Nguyễn Văn Ân", national_id="092090005678", parent_agency="Sở Y tế"),
            True,
            id="one telephone, and the name but for a mark",
        ),
        pytest.param(a_new_person(name="Lê Tư", national_id="092090005678"), False, id="another"),
    ],
)
def test_what_another_open_case_asks_for_is_told(other: Row, told: bool) -> None:
    findings = _judge(a_new_person(), open_rows=(("HS-2026-00003", other),))
    assert [(f.code, f.fields["case"]) for f in findings] == (
        [("row.in_open_case", "HS-2026-00003")] if told else []
    )


def test_a_reset_in_another_open_case_is_known_by_its_mailbox() -> None:
    same = a_reset_person(name="Tên khác")
    namesake = a_reset_person(email="hoatt2@cantho.gov.vn")
    assert _codes(_judge(a_reset_person(), open_rows=(("7", same),))) == ["in_open_case"]
    assert _judge(a_reset_person(), open_rows=(("7", namesake),)) == ()


@pytest.mark.parametrize(
    ("box", "codes"),
    [
        pytest.param({"phone": ""}, [], id="a namesake elsewhere"),
        pytest.param({"phone": "0912345678"}, [], id="whose telephone is another"),
        pytest.param({"phone": "+84 901.234.567"}, ["same_phone_has_mailbox"], id="the same one"),
        pytest.param(
            {"phone": "0901234567", "name": "NGUYEN VAN ÂN"},
            ["same_phone_has_mailbox"],
            id="under another spelling",
        ),
        pytest.param(
            {"phone": "0901234567", "name": "Nguyễn Văn Anh"}, [], id="somebody else's telephone"
        ),
        pytest.param({"phone": "0901234567", "active": False}, [], id="a mailbox that is shut"),
        pytest.param(
            {"phone": "0901234567", "agency_code": "stp", "name": "Nguyễn Vân An"},
            ["same_phone_has_mailbox"],
            id="in the asker's own house",
        ),
        pytest.param(
            {"phone": "0901234567", "agency_code": "stp"}, ["already_has_mailbox"], id="told once"
        ),
    ],
)
def test_who_has_a_mailbox_elsewhere_is_known_by_name_and_telephone(
    box: dict[str, Any], codes: list[str]
) -> None:
    sound = {"address": "an@cantho.gov.vn", "name": "Nguyễn Văn An", "agency_code": "syt"}
    directory = a_directory(a_mailbox(**(sound | box)), imported_on=TODAY)
    findings = _judge(a_new_person(), directory=directory)
    assert _codes(findings) == codes
    assert all(found.fields["address"] == "an@cantho.gov.vn" for found in findings)


def test_for_whom_an_earlier_case_made_a_mailbox_is_known_by_the_national_id() -> None:
    made: dict[str, tuple[Given, ...]] = {
        "092090001234": (Given("HS-2026-00003", "nva@cantho.gov.vn"),)
    }
    rows = (
        a_new_person(name="Nguyen An", national_id="92.090.001.234"),
        a_new_person(name="Lê Tư", national_id="092090005678", phone=""),
        a_reset_person(national_id="092090001234"),
    )
    asked: list[Collection[str]] = []

    def given_before(keys: Collection[str]) -> dict[str, tuple[Given, ...]]:
        asked.append(keys)
        return made

    told = [one for one in _judge(*rows, given_before=given_before) if "given" in one.code]
    assert [(one.row, one.severity) for one in told] == [(0, Severity.LOOK)]
    assert told[0].fields["case"] == "HS-2026-00003"
    assert asked == [{"092090001234", "092090005678"}]


def test_a_new_row_that_names_a_mailbox_there_is_goes_to_a_person() -> None:
    assert _codes(_judge(a_new_person(email="HoaTT@cantho.gov.vn"))) == ["mailbox_exists"]


def test_an_asker_whom_the_decision_does_not_serve_goes_to_a_person() -> None:
    other = replace(SO_TU_PHAP, kind=AgencyKind.OTHER)
    ended = replace(SO_TU_PHAP, valid_to=date(2026, 6, 30))
    assert _codes(_judge(a_new_person(), asker=other)) == ["asker_other"]
    assert _codes(_judge(a_new_person(), asker=ended)) == ["asker_ended"]


def test_former_names_are_a_note_and_ended_units_a_look() -> None:
    renamed = Agency(
        "stp", "Sở Tư pháp và Hộ tịch", superior_code="ubnd", former_names=("Sở Tư pháp",)
    )
    registry = Registry((renamed, replace(TRUNG_TAM, valid_to=date(2025, 6, 30))))
    findings = _judge(a_new_person(unit=TRUNG_TAM.name), registry=registry, asker=renamed)
    assert [(f.code, f.severity) for f in findings] == [
        ("row.agency_ended_on", Severity.LOOK),
        ("row.agency_renamed", Severity.NOTE),
    ]
    assert findings[0].fields["until"] == "30/06/2025"
    assert findings[1].fields["now"] == "Sở Tư pháp và Hộ tịch"


CITY_2025 = Registry(
    (
        UBND,
        Agency(
            "skhcn",
            "Sở Khoa học và Công nghệ",
            "skhcn@cantho.gov.vn",
            "ubnd",
            former_names=("Sở Thông tin và Truyền thông",),
            valid_from=date(2025, 3, 1),
        ),
        Agency("tttt", "Sở Thông tin và Truyền thông", "", "ubnd", valid_to=date(2025, 2, 28)),
        Agency("stx", "Ủy ban nhân dân thành phố Sóc Trăng", "", "", valid_to=date(2025, 6, 30)),
        Agency("nk", "Ủy ban nhân dân quận Ninh Kiều", "", "ubnd", valid_to=None),
    )
)


@pytest.mark.parametrize(
    ("parent", "told"),
    [
        pytest.param("Sở Khoa học và Công nghệ", [], id="as it is called now"),
        pytest.param(
            "Sở Thông tin và Truyền thông",
            [("agency_renamed_on", Severity.NOTE, "01/03/2025")],
            id="renamed in 2025, the old entry still there",
        ),
        pytest.param(
            "Ủy ban nhân dân thành phố Sóc Trăng",
            [("agency_ended_on", Severity.LOOK, "30/06/2025")],
            id="ended in 2025",
        ),
        pytest.param(
            "UBND quận Ninh Kiều",
            [("unit_of_another", Severity.LOOK, "")],
            id="another's, and still there",
        ),
    ],
)
def test_the_agencies_of_2025_are_known_by_their_dates(
    parent: str, told: list[tuple[str, Severity, str]]
) -> None:
    asker = CITY_2025.by_code("skhcn")
    assert asker is not None
    row = a_new_person(parent_agency=parent, unit=asker.name)
    found = _judge(row, registry=CITY_2025, asker=asker)
    assert [
        (f.code.partition(".")[2], f.severity, f.fields.get("since", f.fields.get("until", "")))
        for f in found
    ] == told


@pytest.mark.parametrize(
    "code",
    ["missing_national_id", "national_id_malformed", "same_national_id", "mailbox_unknown",
     "mailbox_of_another", "already_has_mailbox", "own_mailbox", "missing_email"],
)  # fmt: skip
def test_what_proposes_refusal(code: str) -> None:
    rows = (
        a_new_person(national_id=""),
        a_new_person(name="Lê Tư", national_id="1"),
        a_new_person(name="Lê Năm", national_id="1"),
        a_new_person(name="Trần Thị Hòa", national_id="092090001235"),
        a_reset_person(email="ai@cantho.gov.vn"),
        a_reset_person(email="syt@cantho.gov.vn"),
        a_reset_person(email="stp@cantho.gov.vn"),
        a_reset_person(email=""),
    )
    severities = {f.severity for f in _judge(*rows) if f.code == f"row.{code}"}
    assert severities == {Severity.BLOCKS}


def test_every_code_has_its_wording_and_every_wording_its_code() -> None:
    keys = set(tomllib.loads(default_file("texts/vi/row.toml").read_text("utf-8")))
    sources = ("mailbot/intake", "mailbot/provisioning")
    root = default_file("").parent
    text = "".join(p.read_text("utf-8") for s in sources for p in (root / s).glob("*.py"))
    built = {"missing_", "national_id_", "ground_", "directory_"}
    assert [key for key in keys if f"{key}" not in text and not key.startswith(tuple(built))] == []


TEXT = st.text(max_size=30) | st.sampled_from(
    ["0901234567", "Sở Tư pháp", "hoatt@cantho.gov.vn", "-"]
)
ROWS = st.lists(
    st.builds(
        Row,
        procedure=st.sampled_from(Procedure),
        holder=st.sampled_from(Holder),
        name=TEXT,
        stt=TEXT,
        parent_agency=TEXT,
        unit=TEXT,
        position=TEXT,
        national_id=TEXT | st.from_regex(r"\A\d{9,12}\Z"),
        phone=TEXT,
        email=TEXT,
        manager_name=TEXT,
        manager_phone=TEXT,
        manager_email=TEXT,
    ),
    max_size=4,
)


@given(ROWS)
def test_any_text_is_judged_without_an_error(rows: list[Row]) -> None:
    for finding in judge_rows(rows, KNOWN):
        assert WORDS.finding(finding)


NUMBERS = st.from_regex(
    r"\A(?:\d{12}|\d{9}|\d{3} \d{9}|\d{3}\.\d{3}\.\d{3}\.\d{3})\Z", alphabet="0123456789 ."
)
COLUMNS = st.sampled_from(
    ["national_id", "name", "stt", "unit", "parent_agency", "phone", "email", "note", "position"]
)


@given(NUMBERS, COLUMNS, st.sampled_from(["{}", "số {}", "{} hủy bỏ", "Lê An {}"]))
def test_no_finding_tells_a_national_id_wherever_it_stands(
    number: str, column: str, around: str
) -> None:
    # Nine digits in its column that begin like a telephone number, beside the row's ID, are one.
    assume(column != "phone" or not re.fullmatch(r"0[235789]\d{7}", number))
    row = a_new_person(**{column: around.format(number)})
    for finding in judge_rows((row, row, replace(row, procedure=Procedure.RESET)), KNOWN):
        told = "".join((*finding.fields.values(), WORDS.finding(finding)))
        assert re.sub(r"\D", "", number) not in re.sub(r"[ .]", "", told)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("CCCD 092090001234 cấp 2021", "CCCD ### cấp 2021"),
        ("0901234567; 02923821234", "0901234567; 02923821234"),
        ("361234567", "###"),
        ("Phòng 12, ngày 01/11/2026", "Phòng 12, ngày 01/11/2026"),
    ],
)
def test_telephone_numbers_stay_readable(text: str, told: str) -> None:
    assert without_ids(text) == told


def test_a_long_list_against_a_whole_city_is_judged_within_a_second() -> None:
    agencies = tuple(Agency(f"a{i}", f"Đơn vị số {i}", superior_code="stp") for i in range(600))
    boxes = tuple(
        Mailbox(
            f"u{i}@cantho.gov.vn", Holder.PERSON, f"Nguyễn Văn Người {i}", f"a{i % 600}", f"P {i}"
        )
        for i in range(6000)
    )
    registry = Registry((*REGISTRY.agencies, *agencies))
    rows = [a_new_person(national_id=f"09209{i:07}") for i in range(200)]
    started = time.process_time()
    judge_rows(rows, replace(KNOWN, registry=registry, directory=Directory(boxes, TODAY)))
    assert time.process_time() - started < 1
