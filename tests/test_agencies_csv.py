"""The agencies CSV: what spreadsheet programs write is read, and what is wrong is named."""

from __future__ import annotations

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbot.agencies_csv import COLUMNS, VIETNAMESE_COLUMNS, read_agencies, write_agencies
from mailbot.cases.agency import Agency, AgencyKind, CertificateName, Registry
from mailbot.errors import BadInputError

FULL = Agency(
    code="ubnd-ninh-kieu",
    name="Ủy ban nhân dân quận Ninh Kiều",
    mailbox="ubndninhkieu@cantho.gov.vn",
    superior_code="ubnd-tp",
    kind=AgencyKind.SUBORDINATE_UNIT,
    abbreviation="ubndnk",
    former_names=("UBND quận 1", "UBND thị xã"),
    certificate_names=(
        CertificateName("UBND QUẬN NINH KIỀU", "UBND THÀNH PHỐ CẦN THƠ", "Cần Thơ"),
        CertificateName("UBND PHƯỜNG NINH KIỀU", "UBND THÀNH PHỐ CẦN THƠ", "Cần Thơ"),
    ),
    certificate_emails=("ubndninhkieu@cantho.gov.vn",),
    certificate_fingerprints=("ab" * 32, "cd" * 32),
    phone="0292 3820 888",
    valid_from=date(2025, 7, 1),
    valid_to=date(2030, 12, 31),
)
HEAD = "code,name,mailbox"


def read(text: str) -> Registry:
    return read_agencies(text.encode("utf-8"), "co-quan.csv")


def test_three_columns_are_enough() -> None:
    registry = read(f"{HEAD}\nnk,UBND Ninh Kiều,UBNDNinhKieu@CanTho.gov.vn\n")

    assert registry.agencies == (
        Agency("nk", "UBND Ninh Kiều", mailbox="ubndninhkieu@cantho.gov.vn"),
    )


def test_what_is_exported_is_imported_again() -> None:
    registry = Registry((FULL, Agency("don-vi-moi", "Đơn vị, mới; lập", mailbox="")))

    assert read_agencies(write_agencies(registry), "x.csv") == registry


def test_the_export_opens_right_in_a_spreadsheet() -> None:
    data = write_agencies(Registry((FULL,)))

    assert data.startswith(b"\xef\xbb\xbfcode,name,mailbox,")
    assert data.endswith(b"\r\n")


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_the_separator_is_the_head_line_s(separator: str) -> None:
    lines = ["name;mailbox;code;former_names", 'UBND;a@b.vn;nk;"Cũ 1; Cũ 2"']
    text = lines[0].replace(";", separator) + "\r\n" + separator.join(
        ["UBND", "a@b.vn", "nk", '"Cũ 1; Cũ 2"']
    )  # fmt: skip

    assert read(text).agencies == (
        Agency("nk", "UBND", mailbox="a@b.vn", former_names=("Cũ 1", "Cũ 2")),
    )


def test_a_byte_order_mark_and_empty_lines_do_not_disturb() -> None:
    data = "\ufeff" + f"{HEAD}\r\n\r\nnk,UBND,a@b.vn\r\n,,\r\n"

    assert [one.code for one in read(data).agencies] == ["nk"]


def test_names_become_nfc() -> None:
    decomposed = "U\u0309y ban nha\u0302n da\u0302n"

    assert read(f"{HEAD}\nnk,{decomposed},a@b.vn").agencies[0].name == "Ủy ban nhân dân"


def test_vietnamese_column_names_are_understood() -> None:
    text = "Mã cơ quan;Tên cơ quan;HỘP THƯ CÔNG VỤ;Hiệu lực từ;Loại\nnk;UBND;a@b.vn;01/07/2025;Khác"

    (agency,) = read(text).agencies

    assert (agency.code, agency.valid_from, agency.kind) == (
        "nk",
        date(2025, 7, 1),
        AgencyKind.OTHER,
    )


def test_every_vietnamese_name_stands_for_a_column() -> None:
    assert set(VIETNAMESE_COLUMNS.values()) == set(COLUMNS)


_NAMES = f"{HEAD},certificate_common_name,certificate_organisation,certificate_locality"


def test_names_of_certificates_have_days_of_their_own() -> None:
    (agency,) = read(
        f"{_NAMES},certificate_valid_from,certificate_valid_to\n"
        "nk,UBND,a@b.vn,UBND quận;UBND phường,TP;TP,CT;CT,;01/07/2025,2025-12-31;\n"
    ).agencies
    assert [(one.valid_from, one.valid_to) for one in agency.certificate_names] == [
        (None, date(2025, 12, 31)),
        (date(2025, 7, 1), None),
    ]
    assert read_agencies(write_agencies(Registry((agency,))), "x.csv").agencies == (agency,)


def test_fingerprints_are_read_as_tools_print_them() -> None:
    printed = ":".join(["AB"] * 32)

    (agency,) = read(f"{HEAD},certificate_fingerprints\nnk,UBND,a@b.vn,{printed}").agencies

    assert agency.certificate_fingerprints == ("ab" * 32,)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        pytest.param("", "thiếu cột code, name, mailbox", id="empty"),
        pytest.param("code,name\n", "thiếu cột mailbox", id="column missing"),
        pytest.param(f"{HEAD},mailboxx\n", "không có cột “mailboxx”", id="unknown column"),
        pytest.param(f"{HEAD},name\n", "cột “name” có hai lần", id="column twice"),
        pytest.param(f"{HEAD}\n,UBND,a@b.vn", "dòng 2, cột code: không được", id="no code"),
        pytest.param(f"{HEAD}\nnk,,a@b.vn", "dòng 2, cột name", id="no name"),
        pytest.param(f"{HEAD}\n\nnk,A,a.b.vn", "dòng 3, cột mailbox: “a.b.vn”", id="no address"),
        pytest.param(f"{HEAD}\nnk,A,a@b.vn x", "cột mailbox", id="address with more"),
        pytest.param(
            f"{HEAD}\nnk,A,a@b.vn\ncr,B,A@B.vn", "dòng 3, cột mailbox: “A@B.vn” đã có ở dòng 2",
            id="mailbox twice",
        ),
        pytest.param(
            f"{HEAD}\nnk,A,a@b.vn\nnk,B,b@b.vn", "dòng 3, cột code: “nk” đã có ở dòng 2",
            id="code twice",
        ),
        pytest.param(f"{HEAD},kind\nnk,A,a@b.vn,công ty", "cột kind: “công ty”", id="kind"),
        pytest.param(
            f"{HEAD},valid_from\nnk,A,a@b.vn,31/02/2025", "cột valid_from: “31/02/2025”", id="date"
        ),
        pytest.param(
            f"{HEAD},certificate_fingerprints\nnk,A,a@b.vn,abc", "“abc”", id="fingerprint"
        ),
        pytest.param(
            f"{_NAMES},certificate_valid_to\nnk,A,a@b.vn,X;Y,TP;TP,CT;CT,2025-12-31",
            "cột certificate_valid_to: có 1 giá trị",
            id="days of one name only",
        ),
        pytest.param(
            f"{HEAD},certificate_common_name\nnk,A,a@b.vn,UBND",
            "cột certificate_organisation: có 0 giá trị",
            id="certificate name without its organisation",
        ),
        pytest.param(f"{HEAD}\nnk,A,a@b.vn,thừa", "dòng 2: có 4 ô", id="too many cells"),
        pytest.param(f'{HEAD}\nnk,"A,a@b.vn', "không đọc được", id="unclosed quote"),
        pytest.param(f"{HEAD}\nnk,A\0,a@b.vn", "không phải là tệp CSV", id="NUL"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_with_its_place(text: str, says: str) -> None:
    with pytest.raises(BadInputError) as error:
        read(text)

    assert says in str(error.value)
    assert "co-quan.csv" in str(error.value)


def test_another_encoding_is_told_with_its_remedy() -> None:
    with pytest.raises(BadInputError, match="CSV UTF-8"):
        read_agencies("code,name,mailbox\nnk,Tên,a@b.vn".encode("utf-16"), "x.csv")


def test_two_units_without_a_mailbox_are_no_duplicates() -> None:
    assert len(read(f"{HEAD}\na,A,\nb,B,\n").agencies) == 2


@given(data=st.binary(max_size=200) | st.text(max_size=200).map(lambda t: f"{HEAD}\n{t}".encode()))
def test_any_bytes_give_a_registry_or_a_named_fault(data: bytes) -> None:
    with suppress(BadInputError):
        assert isinstance(read_agencies(data, "x.csv"), Registry)
