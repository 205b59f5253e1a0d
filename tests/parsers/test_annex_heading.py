"""Which letter the heading of an annex names, in usual words and in rare ones."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from parsers import FlagCode, SourceFile, read_request
from parsers.letter.annex_heading import AnnexHeading, annex_headings
from parsers.reading import Line
from parsers.source import Place
from tests.parsers.corpus.annexed import annexed_to
from tests.parsers.corpus.corpus import papers
from tests.parsers.corpus.written import written

HERE = Place("a.pdf", 2)
OWN = "12/SNV-VP"
PLAIN = next(papers(5, most_rows=4)).paper


def _headings(*texts: str, outside: bool = True) -> list[AnnexHeading]:
    lines = [Line(text, HERE) for text in texts]
    return list(annex_headings(lines, lines if outside else []))


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Kèm CV số: 999/ABC-VP", "999/ABC-VP"),
        ("(kèm công văn: 999/SNV-VP)", "999/SNV-VP"),
        ("(Kèm theo công văn 288 ngày 05 tháng 3 năm 2026)", "288"),
        ("(Kèm theo CV số 288, ngày 05/3/2026 của Sở Nội vụ)", "288"),
        ("PHỤ LỤC KÈM THEO CÔNG VĂN SỐ 288 NGÀY 05/3/2026", "288"),
        ("(Gửi kèm CV 288)", "288"),
        ("Đính kèm Tờ trình số 999/TTr-ABC", "999/TTr-ABC"),
        ("(Kèm theo TTr. số 999/TTr-ABC)", "999/TTr-ABC"),
        ("(Kèm theo C.V số 999/ABC)", "999/ABC"),
        ("(Ban hành kèm theo Công văn số 999/ABC)", "999/ABC"),
        ("Ban hành kèm Công văn số 999 - CV/ABC", "999-CV/ABC"),
        ("(Trình kèm Tờ trình số 999/TTr-ABC)", "999/TTr-ABC"),
        ("(Danh sách kèm theo Công văn số 999/ABC)", "999/ABC"),
        ("(Kèm Công văn của UBND P.Cái Khế số 999/ABC)", "999/ABC"),
        ("(Kèm theo Công văn ngày 05 tháng 3 năm 2026 số 999/SNV-VP)", "999/SNV-VP"),
        ("- Kèm theo Công văn số 999/SNV-VP", "999/SNV-VP"),
        ("(Theo Công văn số 999/ABC-VP ngày 05/3/2026)", "999/ABC-VP"),
        ("Phụ lục của Công văn số 999/ABC-VP", "999/ABC-VP"),
        ("Kèm theo Quyết định số 45/QĐ-SNV", "45/QĐ-SNV"),
    ],
)
def test_a_heading_names_its_letter_in_many_words(text: str, number: str) -> None:
    (heading,) = _headings(text, "STT Họ tên")

    assert heading.number == number
    assert heading.place == HERE
    assert not heading.is_of(OWN)
    assert heading.on == (date(2026, 3, 5) if "2026" in text else None)


@pytest.mark.parametrize(
    "text",
    [
        "(Kèm CV số: 12/SNV-VP ngày 05/3/2026)",
        "(Kèm theo Công văn số 012 / SNV-VP)",
        "(Kèm theo Công văn 12 ngày 05/3/2026)",
        "(KÈM THEO CÔNG VĂN SỐ 12/SNV-VP)",
    ],
)
def test_a_heading_of_the_letter_itself_is_known(text: str) -> None:
    (heading,) = _headings(text)

    assert heading.is_of(OWN)


@pytest.mark.parametrize(
    "text",
    [
        "(Kèm theo 02 phụ lục)",
        "(Kèm theo danh sách 04 người)",
        "Kèm theo công văn này là danh sách 05 người",
        "(Kèm theo Công văn số …… )",
        "Danh sách của Phòng Nội vụ số 12",
    ],
)
def test_what_names_no_letter_is_no_heading(text: str) -> None:
    assert [heading for heading in _headings(text, "1. Nguyễn Văn An") if heading.number] == []


@pytest.mark.parametrize(
    "text",
    [
        "ban hành kèm theo Quyết định số 33/2015/QĐ-UBND ngày 18/12/2015;",
        "(ban hành kèm theo Quyết định số 33/2015/QĐ-UBND ngày 18/12/2015);",
        "kèm theo Công văn số 999/STTTT-CNTT của Sở",
        "(theo Công văn số 999/STTTT-CNTT ngày 05/3/2026)",
    ],
)
def test_a_sentence_of_the_letter_may_go_on_with_another_document(text: str) -> None:
    assert _headings(text, outside=False) == []


def test_a_heading_without_the_symbol_is_held_against_the_letter() -> None:
    own = annexed_to(PLAIN.number, PLAIN.on)

    def codes(heading: str) -> list[FlagCode]:
        annex = tuple(heading if part == own else part for part in PLAIN.annex)
        read = read_request([SourceFile("a.docx", written(replace(PLAIN, annex=annex)))])
        return [flag.code for flag in read.flags]

    digits = PLAIN.number.split("/")[0]
    assert codes(f"(Kèm theo công văn {digits})") == []
    assert codes(f"(Kèm theo công văn 9{digits})") == [FlagCode.ANNEX_NUMBER_DIFFERS]


@pytest.mark.parametrize(
    "sentence",
    [
        "Danh sách kèm theo gồm 4 ông, bà.",
        "Danh sách kèm theo gồm 04 công chức mới được tiếp nhận.",
    ],
)
def test_the_next_sentence_names_no_letter_of_the_list(sentence: str) -> None:
    by_whom = "Trong số đó, ông Dương Hoàng Thủy theo Quyết định số 125/QĐ-SNV ngày 02/3/2026."

    assert _headings(sentence, by_whom, outside=False) == []
