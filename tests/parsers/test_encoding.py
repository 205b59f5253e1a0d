"""Lists in TCVN3 or VNI come back in Unicode as a proposal: flagged, with what was read beside."""

from __future__ import annotations

import io
import random
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from parsers import FlagCode, RequestList, SourceFile, read_request
from parsers.text.encoding import Encoding, converted, gain
from tests.parsers.asserts import rows_read
from tests.parsers.corpus import people
from tests.parsers.corpus.old_encodings import in_tcvn3, in_vni
from tests.parsers.corpus.request import Request, Table, a_request
from tests.parsers.corpus.sheets import annex_workbook, saved
from tests.parsers.corpus.word import letter_with_annex

Old = Callable[[str], str]
BOTH = pytest.mark.parametrize(
    ("old", "encoding"), [(in_tcvn3, Encoding.TCVN3), (in_vni, Encoding.VNI)], ids=["tcvn3", "vni"]
)


def _request(kinds: list[tuple[str, str, int]]) -> Request:
    return a_request(random.Random(8), kinds)


def _old_cells(request: Request, old: Old) -> Request:
    def table(now: Table) -> Table:
        return replace(
            now, rows=tuple({name: old(text) for name, text in row.items()} for row in now.rows)
        )

    return replace(request, tables=tuple(table(now) for now in request.tables))


def _flags(read: RequestList) -> list[tuple[FlagCode, dict[str, str]]]:
    codes = (FlagCode.LEGACY_ENCODING, FlagCode.READERS_DIFFER)
    return [(flag.code, dict(flag.fields)) for flag in read.flags if flag.code in codes]


@BOTH
@given(words=st.lists(st.sampled_from(people.UNITS + people.POSITIONS + people.NOTES["new"])))
def test_what_an_old_program_wrote_is_found_again(
    old: Old, encoding: Encoding, words: list[str]
) -> None:
    text = " ".join(words)

    assert converted(old(text), encoding) == text


@BOTH
def test_an_old_list_in_a_new_letter_is_a_proposal_with_the_text_as_read(
    old: Old, encoding: Encoding
) -> None:
    request = _request([("new", "individual", 3)])
    data = letter_with_annex(_old_cells(request, old))

    read = read_request([SourceFile("a.docx", data)])

    assert rows_read(read, "individual") == request.expected("individual")
    assert _flags(read) == [(FlagCode.LEGACY_ENCODING, {"encoding": encoding.value})]
    row, written = read.individuals[0], request.tables[0].rows[0]
    assert row.raw["name"] == old(written["name"])
    assert row.raw["unit"] == old(written["unit"])


def _whole_workbook_in(request: Request, old: Old) -> bytes:
    book = load_workbook(io.BytesIO(annex_workbook(request)))
    for row in book.active.iter_rows():  # type: ignore[union-attr]
        for cell in row:
            if isinstance(cell.value, str):
                cell.value = old(cell.value)
    return saved(book)


@BOTH
def test_a_workbook_old_in_its_titles_too_is_read(old: Old, encoding: Encoding) -> None:
    request = _request([("reset", "individual", 5), ("reset", "organisation", 2)])

    read = read_request([SourceFile("a.xlsx", _whole_workbook_in(request, old))])

    assert rows_read(read, "individual") == request.expected("individual")
    assert rows_read(read, "organisation") == request.expected("organisation")
    assert {fields["encoding"] for _, fields in _flags(read)} == {encoding.value}


def test_one_old_name_in_a_new_list_is_converted_and_flagged() -> None:
    request = _request([("new", "individual", 3)])
    table = request.tables[0]
    first = table.rows[0] | {"unit": in_tcvn3("Văn phòng Sở")}
    mixed = replace(request, tables=(replace(table, rows=(first, *table.rows[1:])),))

    read = read_request([SourceFile("a.docx", letter_with_annex(mixed))])

    assert read.individuals[0].unit == "Văn phòng Sở"
    assert read.individuals[1].raw["name"] == table.rows[1]["name"]
    assert [code for code, _ in _flags(read)] == [FlagCode.LEGACY_ENCODING]


@pytest.mark.parametrize(
    "text", ["Kế toán viên khoán", "Hoà, Thoãn, Hoàn", "m² và Microsoft®", "Noël Café"]
)
def test_words_of_today_are_never_taken_for_old_ones(text: str) -> None:
    assert [gain(text, encoding) for encoding in Encoding if gain(text, encoding) > 0] == []


def test_a_soft_hyphen_printed_as_a_hyphen_is_still_the_letter_it_was() -> None:
    assert converted("hép th- c«ng vô, tr-ëng phßng", Encoding.TCVN3) == (
        "hộp thư công vụ, trưởng phòng"
    )
    assert converted("111/2022/N§-CP - VP", Encoding.TCVN3) == "111/2022/NĐ-CP - VP"
