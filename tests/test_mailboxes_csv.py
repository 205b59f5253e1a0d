from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbot.cases.mailbox import Mailbox
from mailbot.cases.position import is_leader
from mailbot.cases.row import Holder
from mailbot.errors import BadInputError
from mailbot.mailboxes_csv import read_mailboxes

HEAD = "address,name,agency_code"


def _read(text: str, agency_codes: frozenset[str] | None = None) -> tuple[Mailbox, ...]:
    return read_mailboxes(text.encode(), "danh-ba.csv", agency_codes)


def test_a_whole_line_becomes_a_mailbox() -> None:
    text = (
        "address,name,agency_code,holder,unit,position,phone,active,protected\n"
        "HoaTT@cantho.gov.vn,Trần  Thị Hòa,stp,person,Văn phòng Sở,Chuyên viên,0901234567,no,yes\n"
    )
    assert _read(text) == (
        Mailbox(
            "hoatt@cantho.gov.vn",
            Holder.PERSON,
            "Trần Thị Hòa",
            "stp",
            "Văn phòng Sở",
            "Chuyên viên",
            "0901234567",
            active=False,
            protected=True,
        ),
    )


def test_three_columns_are_enough() -> None:
    assert _read(f"{HEAD}\na@x.vn,Lê An,stp\n") == (
        Mailbox("a@x.vn", Holder.PERSON, "Lê An", "stp"),
    )


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_spreadsheet_programs_are_understood(separator: str, mark: str, end: str) -> None:
    lines = (
        ("Họ và tên", "Mã cơ quan", "Địa chỉ hộp thư", "Loại", "Hoạt động"),
        ("Sở Tư pháp", "stp", "stp@cantho.gov.vn", "Cơ quan", "Có"),
        ("", "", "", "", ""),
        ("Lê An", "stp", "an@cantho.gov.vn", "", "Không"),
    )
    text = mark + "".join(separator.join(line) + end for line in lines)
    agency, person = _read(text)
    assert (agency.holder, agency.active) == (Holder.ORGANISATION, True)
    assert (person.holder, person.active) == (Holder.PERSON, False)


def test_decomposed_text_becomes_nfc() -> None:
    (box,) = _read(f"{HEAD}\na@x.vn,Nguye\u0302\u0303n An,stp\n")
    assert box.name == "Nguyễn An"


@pytest.mark.parametrize(
    ("position", "protected", "expected"),
    [
        pytest.param("Giám đốc", "", True, id="a leader by position"),
        pytest.param("Phó Chủ tịch UBND", "", True, id="a deputy"),
        pytest.param("Chuyên viên", "", False, id="not a leader"),
        pytest.param("Giám đốc", "không", False, id="the operator knows better"),
        pytest.param("Chuyên viên", "có", True, id="protected by the operator"),
    ],
)
def test_leaders_are_protected_unless_the_file_says_otherwise(
    position: str, protected: str, expected: bool
) -> None:
    (box,) = _read(f"{HEAD},position,protected\na@x.vn,Lê An,stp,{position},{protected}\n")
    assert box.protected is expected


@pytest.mark.parametrize(
    "position",
    [
        "PGĐ", "Q. Giám đốc", "Bí thư Đảng ủy", "Chánh Văn phòng", "PHÓ TỔNG GIÁM ĐỐC",
        "P.Giám đốc", "Phó GĐ", "Chi cục trưởng", "Phó Chi cục trưởng", "UVTV, Chủ tịch UBND",
        "Chỉ huy trưởng", "Trưởng Công an xã", "Tổng Biên tập", "Thủ trưởng đơn vị",
        "Thường trực HĐND", "Lãnh đạo",
    ],
)  # fmt: skip
def test_who_leads(position: str) -> None:
    assert is_leader(position)


@pytest.mark.parametrize(
    "position",
    ["", "Chuyên viên", "Trưởng phòng", "Thư ký Giám đốc", "Giáo viên", "Ctv", "Biên tập viên"],
)
def test_who_does_not(position: str) -> None:
    assert not is_leader(position)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        pytest.param("", "thiếu cột address, name, agency_code", id="empty"),
        pytest.param("address,name\na@x.vn,An\n", "thiếu cột agency_code", id="a column less"),
        pytest.param(f"{HEAD},mật khẩu\n", "không có cột “mật khẩu”", id="an unknown column"),
        pytest.param(f"{HEAD},Hộp thư\n", "hai lần", id="a column twice"),
        pytest.param(f"{HEAD}\n,An,stp\n", "dòng 2, cột address", id="no address"),
        pytest.param(f"{HEAD}\na@x.vn,,stp\n", "dòng 2, cột name", id="no name"),
        pytest.param(f"{HEAD}\nan,An,stp\n", "“an” không phải là địa chỉ", id="half an address"),
        pytest.param(
            f"{HEAD}\na@x.vn,An,stp\nA@x.vn,An,stp\n", "dòng 3.*đã có ở dòng 2", id="twice"
        ),
        pytest.param(f"{HEAD}\na@x.vn,An,stp,thừa\n", "4 ô", id="a cell too many"),
        pytest.param(
            f"{HEAD},active\na@x.vn,An,stp,maybe\n", "“maybe” không có", id="no yes or no"
        ),
        pytest.param(f"{HEAD},holder\na@x.vn,An,stp,robot\n", "“robot” không có", id="no holder"),
        pytest.param(f'{HEAD}\na@x.vn,"An,stp\n', "dòng 2: không đọc được", id="an open quote"),
        pytest.param(f"{HEAD}\na\0@x.vn,An,stp\n", "không phải là tệp CSV", id="a null"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(text: str, says: str) -> None:
    with pytest.raises(BadInputError, match=says):
        _read(text)


def test_an_agency_nobody_registered_is_refused() -> None:
    assert _read(f"{HEAD}\na@x.vn,An,stp\n", agency_codes=frozenset({"stp"}))
    with pytest.raises(BadInputError, match="mã “stp”"):
        _read(f"{HEAD}\na@x.vn,An,stp\n", agency_codes=frozenset({"syt"}))


@pytest.mark.parametrize(
    ("data", "says"),
    [(b"\xff\xfe\x00", "UTF-8"), (b"x" * 20_000_001, "20 MB")],
)
def test_other_files_are_refused(data: bytes, says: str) -> None:
    with pytest.raises(BadInputError, match=says):
        read_mailboxes(data, "danh-ba.csv")


@given(st.binary(max_size=300) | st.text(max_size=300).map(str.encode))
def test_any_bytes_are_mailboxes_or_an_error(data: bytes) -> None:
    for bytes_ in (data, HEAD.encode() + b"\n" + data):
        try:
            read_mailboxes(bytes_, "danh-ba.csv")
        except BadInputError:
            continue


CELL = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "Zs")), max_size=20)


@given(st.lists(CELL.filter(lambda cell: bool(cell.strip())), min_size=1, max_size=5))
def test_names_survive_quoting(names: list[str]) -> None:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(HEAD.split(","))
    writer.writerows((f"a{i}@x.vn", f"Lê {name}", "stp") for i, name in enumerate(names))
    assert len(_read(out.getvalue())) == len(names)
