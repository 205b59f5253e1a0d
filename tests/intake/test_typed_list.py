"""A list typed or pasted out of Excel, and read by the readers of every other list."""

from __future__ import annotations

import pytest

from mailbot.cases.row import Holder, Procedure
from mailbot.errors import BadInputError
from mailbot.intake.filing import read_typed
from mailbot.intake.request import rows_of
from mailbot.intake.typed_list import COLUMNS, TypedList, as_workbook, typed_list
from mailbot.words import load_words

WORDS = load_words()
PERSON = (Procedure.NEW, Holder.PERSON)
ROW = "1\tNguyễn Thị Hồng Đào\tUBND phường\tVăn phòng\tChuyên viên\t092190001234\t0901234567\t"


def pasted(text: str, kind: tuple[Procedure, Holder] = PERSON) -> TypedList:
    return typed_list(text, *kind, WORDS)


def heading(kind: tuple[Procedure, Holder] = PERSON) -> str:
    return "\t".join(WORDS.say(f"manual.column_{name}") for name in COLUMNS[kind])


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(ROW, id="a row"),
        pytest.param(f"{ROW}\r\n", id="Windows line end"),
        pytest.param(f"{heading()}\n{ROW}\n\n\t\t\n", id="with heading and empty lines"),
        pytest.param(f"{heading()}\n(1)\t(2)\t(3)\t(4)\t(5)\t(6)\t(7)\t(8)\n{ROW}", id="numbers"),
        pytest.param(ROW.partition("\t")[2], id="without ordinals"),
        pytest.param(ROW.replace("Văn phòng", '"Văn\nphòng"'), id="a line break in a cell"),
        pytest.param(f"{ROW}\t\t", id="empty cells at the end"),
    ],
)
def test_what_excel_copies_is_the_same_row(text: str) -> None:
    (row,) = pasted(text).rows
    assert row == (
        *("1", "Nguyễn Thị Hồng Đào", "UBND phường", "Văn phòng", "Chuyên viên"),
        *("092190001234", "0901234567", ""),
    )


def test_a_decomposed_name_becomes_one_spelling() -> None:
    (row,) = pasted(ROW.replace("Đào", "Đa\u0300o")).rows
    assert row[1] == "Nguyễn Thị Hồng Đào"


def test_a_line_with_more_cells_than_the_form_is_told() -> None:
    with pytest.raises(BadInputError, match=r"Dòng 2 có nhiều ô hơn biểu mẫu \(8 cột\)"):
        pasted(f"{ROW}\n{ROW}\tthừa")


def test_too_many_rows_are_told() -> None:
    with pytest.raises(BadInputError, match="tối đa 500 dòng"):
        pasted("\n".join([ROW] * 501))


def test_a_quote_that_never_ends_loses_no_row() -> None:
    assert len(pasted(f'{ROW}x"\n{ROW}').rows) == 2


@pytest.mark.parametrize("kind", COLUMNS, ids="-".join)
def test_the_readers_read_what_was_typed(kind: tuple[Procedure, Holder]) -> None:
    cells = {
        "stt": "1",
        "name": "Trần Văn Đệ",
        "organisation": "Trường Tiểu học An Khánh",
        "parent_agency": "Ủy ban nhân dân phường Ninh Kiều",
        "unit": "Phòng Kinh tế",
        "position": "Chuyên viên",
        "national_id": "092090005678",
        "phone": "02923812785",
        "email": "detv@cantho.gov.vn",
        "manager": "Lê Thị Hoa, 0901234567, lethihoa@cantho.gov.vn",
        "note": "",
    }
    typed = TypedList(*kind, (tuple(cells[name] for name in COLUMNS[kind]),))
    request = read_typed(as_workbook(typed, WORDS))
    (row,) = rows_of(request)
    assert (row.procedure, row.holder) == kind
    assert row.name == cells["name" if kind[1] is Holder.PERSON else "organisation"]
    assert row.phone == "02923812785"
    assert request.flags == ()
    if "national_id" in COLUMNS[kind]:
        assert row.national_id == "092090005678"
    if "manager" in COLUMNS[kind]:
        assert (row.manager_name, row.manager_phone) == ("Lê Thị Hoa", "0901234567")


def test_a_formula_is_text_and_a_lost_zero_is_asked_about() -> None:
    typed = TypedList(*PERSON, (("1", "=1+1", "", "", "", "92090005678", "", ""),))
    request = read_typed(as_workbook(typed, WORDS))
    assert rows_of(request)[0].name == "=1+1"
    assert "national_id_padded" in {flag.code for flag in request.flags}
