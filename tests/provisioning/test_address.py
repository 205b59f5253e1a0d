import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbot.cases.agency import Agency
from mailbot.provisioning.address import (
    RESERVED,
    AddressRule,
    TemplateError,
    abbreviation_of,
    free_address,
    organisation_local,
    person_local,
)

RULE = AddressRule("cantho.gov.vn")


@pytest.mark.parametrize(
    ("name", "local"),
    [
        pytest.param("Nguyễn Văn Sơn", "sonnv", id="three words"),
        pytest.param("Đỗ Đức Đạt", "datdd", id="đ becomes d"),
        pytest.param("Ðặng Thị Ɖào", "daodt", id="look-alikes of Đ"),
        pytest.param("Nguye\u0302\u0303n Thị Hòa", "hoant", id="decomposed"),
        pytest.param("  TRẦN   THỊ\u00a0ÁNH ", "anhtt", id="capitals and spaces"),
        pytest.param("Danh", "danh", id="one word"),
        pytest.param("Thạch Sa Rươn", "ruonts", id="a Khmer name"),
        pytest.param("Công Tằng Tôn Nữ Hà", "hacttn", id="five words"),
        pytest.param("H'Hen Niê", "nieh", id="an apostrophe"),
        pytest.param("Lê - An", "anl", id="a lone hyphen"),
    ],
)
def test_a_person_is_called_by_given_name_and_initials(name: str, local: str) -> None:
    assert person_local(RULE, name) == local


@pytest.mark.parametrize(
    ("template", "local"),
    [
        ("{given}", "an"),
        ("{all}", "nguyenvanan"),
        ("{last_two}", "vanan"),
        ("{initials}{given}-{unit}", "nvan-pvh"),
        ("{family}.{given}", "nguyen.an"),
    ],
)
def test_operators_choose_the_template(template: str, local: str) -> None:
    rule = AddressRule("cantho.gov.vn", person=template)
    assert person_local(rule, "Nguyễn Văn An", "Phòng Văn hóa") == local


def test_a_separator_without_its_neighbour_falls_away() -> None:
    rule = AddressRule("cantho.gov.vn", person="{initials}.{given}-{unit}")
    assert person_local(rule, "Danh") == "danh"


@pytest.mark.parametrize("name", ["", "  ", "李小龍", "---"])
def test_a_name_without_a_usable_letter_has_no_address(name: str) -> None:
    assert person_local(RULE, name) == ""
    assert organisation_local(RULE, name) == ""


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("Sở Thông tin và Truyền thông", "stttt"),
        ("Trung tâm CNTT và Truyền thông", "ttcntttt"),
        ("UBND xã Mỹ Khánh", "ubndxmk"),
        ("ỦY BAN NHÂN DÂN PHƯỜNG NINH KIỀU", "ubndpnk"),
        ("Ủy ban nhân dân Phường 11", "ubndp11"),
        ("Đài Truyền thanh", "dtt"),
    ],
)
def test_units_are_abbreviated_as_offices_write_them(name: str, short: str) -> None:
    assert abbreviation_of(name) == short


def test_the_registrys_abbreviation_goes_before_a_derived_one() -> None:
    agency = Agency("stp", "Sở Tư pháp", abbreviation="So TP")
    assert organisation_local(RULE, "Sở Tư pháp", agency) == "sotp"


def test_a_sub_unit_can_carry_its_superior() -> None:
    rule = AddressRule("cantho.gov.vn", organisation="{superior}.{abbreviation}")
    superior = Agency("stp", "Sở Tư pháp", abbreviation="sotp")
    assert organisation_local(rule, "Văn phòng", None, superior) == "sotp.vp"
    assert organisation_local(rule, "Văn phòng") == "vp"


def test_the_first_free_number_is_taken() -> None:
    taken = {"annv@cantho.gov.vn", "annv2@cantho.gov.vn"}
    assert free_address("annv", "cantho.gov.vn", taken.__contains__) == "annv3@cantho.gov.vn"


@pytest.mark.parametrize("name", ["postmaster", "abuse", "root", "mailer-daemon"])
def test_names_every_mail_system_needs_are_never_given_away(name: str) -> None:
    assert free_address(name, "cantho.gov.vn", set().__contains__) == f"{name}2@cantho.gov.vn"


def test_a_number_never_pushes_the_local_part_over_its_limit() -> None:
    long = "a" * 64
    taken = {f"{long}@x.vn"}
    assert free_address(long, "x.vn", taken.__contains__) == "a" * 63 + "2@x.vn"


def test_a_rule_with_such_a_template_cannot_be_made() -> None:
    with pytest.raises(TemplateError):
        AddressRule("x.vn", person="{given} {all}")
    with pytest.raises(TemplateError):
        AddressRule("x.vn", organisation="{given}")


TEMPLATES = st.sampled_from(
    ["{given}{initials}", "{all}", "{initials}.{given}", "{given}-{unit}", "{last_two}_{family}"]
)


@given(st.text(max_size=300), st.text(max_size=80), TEMPLATES)
def test_any_name_gives_a_valid_local_part_or_none(name: str, unit: str, template: str) -> None:
    local = person_local(AddressRule("x.vn", person=template), name, unit)
    assert len(local) <= 64
    assert local == "" or re.fullmatch("[a-z0-9]([a-z0-9._-]*[a-z0-9])?", local)
    assert ".." not in local


@given(st.sets(st.integers(1, 40)), st.sampled_from(sorted(RESERVED)) | st.just("an"))
def test_a_free_address_is_neither_taken_nor_reserved(numbers: set[int], local: str) -> None:
    taken = {f"{local}{'' if n == 1 else n}@x.vn" for n in numbers}
    address = free_address(local, "x.vn", taken.__contains__)
    assert address not in taken
    assert address.removesuffix("@x.vn") not in RESERVED
