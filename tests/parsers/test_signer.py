"""Who signs the letter, in the blocks of Nghị định 30/2020 and where people put them."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import replace

import docx
import pytest

from parsers import FlagCode, Place, RequestList, SourceFile, read_request
from parsers.letter.signer import read_signer
from parsers.read import _signed_alike
from parsers.reading import Line
from parsers.request import LetterHead

ADDRESS = "Kính gửi: Sở Thông tin và Truyền thông."
FOOT = ("Nơi nhận:", "- Như trên;", "- Lưu: VT.")


def _stacked(texts: Sequence[str], left: float = 0.1, top: float = 0.5) -> list[Line]:
    """Return lines under each other on a page, each as wide as its text."""
    return [
        Line(text, Place("a.pdf", 1, (left, top + 0.02 * number, 0.01 * len(text), 0.012)))
        for number, text in enumerate(texts)
    ]


def _docx(paragraphs: Sequence[str], rows: Sequence[tuple[str, str]] = ()) -> RequestList:
    """Return what is read of a letter in docx; the rows are a table below it."""
    document, out = docx.Document(), io.BytesIO()
    head = ("UBND PHƯỜNG CÁI KHẾ", "Số: 12/UBND-VX", "Cần Thơ, ngày 05 tháng 3 năm 2026", ADDRESS)
    for text in (*head, "Đề nghị cấp mới hộp thư điện tử cho 02 công chức.", *paragraphs):
        document.add_paragraph(text)
    if rows:
        table = document.add_table(len(rows), 2)
        for row, texts in zip(table.rows, rows, strict=True):
            for cell, text in zip(row.cells, texts, strict=True):
                cell.text = text
    document.save(out)
    return read_request([SourceFile("a.docx", out.getvalue())])


@pytest.mark.parametrize(
    ("block", "title", "name"),
    [
        (["GIÁM ĐỐC", "Trần Văn Minh"], "GIÁM ĐỐC", "Trần Văn Minh"),
        (["KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC", "Lê Thị Hòa"], "KT. GIÁM ĐỐC PHÓ GIÁM ĐỐC", "Lê Thị Hòa"),
        (["TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "(Đã ký)", "Huỳnh Cao Thắng"],
         "TM. ỦY BAN NHÂN DÂN KT. CHỦ TỊCH PHÓ CHỦ TỊCH", "Huỳnh Cao Thắng"),
        (["TL. CHỦ TỊCH", "CHÁNH VĂN PHÒNG", "ThS. Tô Vĩnh Bình"],
         "TL. CHỦ TỊCH CHÁNH VĂN PHÒNG", "Tô Vĩnh Bình"),
        (["TUQ. GIÁM ĐỐC", "TRƯỞNG PHÒNG HÀNH CHÍNH", "Danh Sơn"],
         "TUQ. GIÁM ĐỐC TRƯỞNG PHÒNG HÀNH CHÍNH", "Danh Sơn"),
        (["Q. HIỆU TRƯỞNG", "Trần Văn Minh"], "Q. HIỆU TRƯỞNG", "Trần Văn Minh"),
        (["TRƯỞNG CÔNG AN", "Thượng tá Trần Văn Minh"], "TRƯỞNG CÔNG AN", "Trần Văn Minh"),
        (["P. HIỆU TRƯỞNG", "Hà Minh Đức"], "P. HIỆU TRƯỞNG", "Hà Minh Đức"),
        (["CHỦ TỊCH", "Trương Văn Tùng"], "CHỦ TỊCH", "Trương Văn Tùng"),
        (["TRƯỞNG BAN", "ĐOÀN THỊ HỒNG NHUNG"], "TRƯỞNG BAN", "ĐOÀN THỊ HỒNG NHUNG"),
        (["CHI CỤC TRƯỞNG", "TRẦN VĂN MINH"], "CHI CỤC TRƯỞNG", "TRẦN VĂN MINH"),
        (["CHỦ TỊCH ỦY BAN NHÂN DÂN THÀNH PHỐ", "HỒ CHÍ MINH", "Trần Văn Minh"],
         "CHỦ TỊCH ỦY BAN NHÂN DÂN THÀNH PHỐ HỒ CHÍ MINH", "Trần Văn Minh"),
        (["GIÁM ĐỐC", "Người ký: Trung tâm Y tế", "Email: a@cantho.gov.vn", "Trần Văn Minh"],
         "GIÁM ĐỐC", "Trần Văn Minh"),
    ],
)  # fmt: skip
def test_title_and_name_are_read_wherever_the_block_stands(
    block: list[str], title: str, name: str
) -> None:
    wanted = (title, name)
    centred = [
        Line(
            text, Place("a.pdf", 1, (0.5 - 0.005 * len(text), 0.6 + 0.02 * at, 0.01 * len(text), 0))
        )
        for at, text in enumerate(block)
    ]
    pages = (
        [*_stacked([ADDRESS], top=0.2), *_stacked(FOOT), *_stacked(block, left=0.6)],
        [*_stacked([ADDRESS], top=0.2), *_stacked([*block, *FOOT])],
        [*_stacked([ADDRESS], top=0.2), *_stacked(FOOT, top=0.4), *centred],
    )

    for lines in pages:
        signed = read_signer(lines)
        assert (signed.title, signed.name) == wanted

    notes = "\n".join(FOOT)
    for read in (
        _docx([], [(notes, "\n".join(block))]),
        _docx([], [("", text) for text in block[:-1]] + [(notes, block[-1])]),
        _docx([*block, *FOOT]),
        _docx([*FOOT, *block]),
        _docx([f"Nơi nhận:\t{block[0]}", *(f"-\t{text}" for text in block[1:])]),
    ):
        assert (read.letter.signer_title, read.letter.signer) == wanted


@pytest.mark.parametrize(
    "block",
    [
        pytest.param(["GIÁM ĐỐC"], id="no name"),
        pytest.param(["Trần Văn Minh"], id="no title"),
        pytest.param(["CHỦ TỊCH UBND THÀNH PHỐ", "HỒ CHÍ MINH"], id="the rest of a title"),
        pytest.param(["HIỆU TRƯỞNG TRƯỜNG THPT", "PHAN VĂN TRỊ"], id="a school's name"),
        pytest.param(["GIÁM ĐỐC", "Trần Văn Minh", "Lê Thị Hòa"], id="two names"),
        pytest.param(
            ["GIÁM ĐỐC", "Lê Thị Hòa", "KẾ TOÁN", "Trần Văn Minh"], id="two blocks in one"
        ),
        pytest.param(["GIÁM ĐỐC", "Lê Thị Hòa", "PHÓ GIÁM ĐỐC", "Lê Văn An"], id="two blocks"),
        pytest.param(["GIÁM ĐỐC", "Phòng Nội Vụ"], id="an office's name"),
        pytest.param(["GIÁM ĐỐC", "(Ký, ghi rõ họ tên)"], id="a form's blank"),
        pytest.param(["GIÁM ĐỐC", "'Trần Thanh Yến"], id="a speck before the name"),
    ],
)
def test_a_doubtful_signer_is_none_with_a_note(block: list[str]) -> None:
    for read in (_docx([*block, *FOOT]), _docx([], [("\n".join(FOOT), "\n".join(block))])):
        assert (read.letter.signer_title, read.letter.signer) == ("", "")
        assert FlagCode.SIGNER_UNCLEAR in {flag.code for flag in read.notes}
    signed = read_signer([*_stacked([ADDRESS], top=0.2), *_stacked(block, left=0.6)])
    assert (signed.title, signed.name) == ("", "")


def test_who_stands_in_the_other_column_does_not_sign() -> None:
    left = _stacked(["NGƯỜI LẬP BIỂU", "Lê Thị Hòa"])
    right = _stacked(["THỦ TRƯỞNG ĐƠN VỊ", "Trần Văn Minh"], left=0.6)

    signed = read_signer([*_stacked([ADDRESS], top=0.2), *left, *right])

    assert (signed.title, signed.name) == ("THỦ TRƯỞNG ĐƠN VỊ", "Trần Văn Minh")
    assert signed.place == right[-1].place


def test_a_signer_whom_the_second_reader_reads_otherwise_is_none_with_a_note() -> None:
    read = RequestList(letter=LetterHead(signer="Trần Văn Minh", signer_title="GIÁM ĐỐC"))
    other = replace(read, letter=replace(read.letter, signer="Trần Văn Mính"))

    assert _signed_alike(read, read) == read
    agreed = _signed_alike(read, other)
    assert (agreed.letter.signer, agreed.letter.signer_title) == ("", "")
    assert [flag.code for flag in agreed.notes] == [FlagCode.SIGNER_UNCLEAR]
