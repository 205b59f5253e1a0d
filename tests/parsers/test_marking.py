"""The score itself: what it counts as silent, as unspoken of and as a wrong fact."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date

import pytest

from parsers import Flag, FlagCode, IndividualRow, LetterHead, RequestList
from parsers.counts.counted import number_of
from tests.parsers.corpus.document import Document
from tests.parsers.corpus.stated import in_words
from tests.parsers.score.facts import Fact, shortfalls, tally, wrong_facts
from tests.parsers.score.mark import mark
from tests.parsers.score.report import ENOUGH, FAST, FAST_MB, FAST_MS, bars
from tests.parsers.score.run import Run

HEAD = LetterHead(
    number="12/SXD-VP",
    date=date(2026, 3, 5),
    agency="SỞ XÂY DỰNG",
    subject="V/v đề nghị cấp mới hộp thư điện tử",
    addressee="Sở Thông tin và Truyền thông",
    signer="Trần Văn Minh",
    signer_title="GIÁM ĐỐC",
    counted_people=2,
)
FACTS = {name: getattr(HEAD, name) for name in LetterHead.__slots__ if name != "places"}
PEOPLE = (
    IndividualRow("new", "1", "Lê Văn An", phone="0912345678", national_id="092090123456"),
    IndividualRow("new", "2", "Lê Thị Bình", phone="0912345679", national_id="092190123456"),
)
READ = RequestList("new", HEAD, (), PEOPLE)
HIDDEN = {"raw", "place", "cells"}
ROWS = tuple(
    {name: getattr(row, name) for name in IndividualRow.__slots__ if name not in HIDDEN}
    for row in PEOPLE
)


def _document(verdict: str) -> Document:
    return Document(
        "plain",
        "typst",
        "lists",
        verdict,
        (("a.docx", b""),),
        "new",
        HEAD.number,
        HEAD.date,
        HEAD.agency,
        (),
        ROWS,
        FACTS,
    )


def _flag(row: int | None) -> Flag:
    return Flag(FlagCode.PHONE_ODD, row=row)


@pytest.mark.parametrize(
    ("name", "read", "fact", "silent"),
    [
        ("signer", "Trần Văn Minh", Fact.RIGHT, 0),
        ("signer", "", Fact.MISSING, 0),
        ("signer", "Trần Văn Mình", Fact.WRONG, 1),
        ("signer_title", "PHÓ GIÁM ĐỐC", Fact.WRONG, 1),
        ("addressee", "Sở Nội vụ", Fact.WRONG, 1),
        ("subject", "", Fact.MISSING, 0),
        ("counted_people", None, Fact.MISSING, 0),
        ("counted_people", 3, Fact.WRONG, 1),
        ("counted_organisations", 3, Fact.WRONG, 1),
        ("number", "", Fact.MISSING, 1),
    ],
)
def test_a_fact_is_right_missing_or_wrong_and_a_wrong_one_is_silent(
    name: str, read: str | int | None, fact: Fact, silent: int
) -> None:
    request = replace(READ, letter=replace(HEAD, **{name: read}))  # type: ignore[arg-type]
    document = _document("clean")

    assert tally(document, request)[name, fact] == 1
    assert wrong_facts(document, request) == ([name] if fact is Fact.WRONG else [])
    assert mark(document, request).silent == silent


def test_a_count_that_must_be_flagged_is_not_judged() -> None:
    assert ("counted_people", Fact.RIGHT) not in tally(_document("flagged"), READ)


def test_of_every_promised_fact_99_in_a_hundred_must_be_found() -> None:
    found = Counter({("signer", Fact.RIGHT): 99, ("signer", Fact.MISSING): 1})
    assert shortfalls(found) == []
    assert shortfalls(found + Counter({("signer", Fact.MISSING): 1})) == ["signer"]


@pytest.mark.parametrize(("told", "silent"), [("", 0), ("phone_odd", 0), ("duplicate", 1)])
def test_what_must_be_told_by_one_code_is_not_told_by_another(told: str, silent: int) -> None:
    request = replace(READ, flags=(_flag(0),))

    assert mark(replace(_document("flagged"), told=told), request).silent == silent


@pytest.mark.parametrize("verdict", ["clean", "flagged"])
@pytest.mark.parametrize(
    ("individuals", "speaks_of", "unmarked"),
    [
        pytest.param(PEOPLE, 0, 0, id="all right"),
        pytest.param((PEOPLE[0], replace(PEOPLE[1], phone="0")), 1, 0, id="told"),
        pytest.param((PEOPLE[0], replace(PEOPLE[1], phone="0")), 0, 1, id="another told"),
        pytest.param(PEOPLE[:1], 0, 1, id="one lost"),
        pytest.param((replace(PEOPLE[0], name="A", stt="12", phone=""),), 0, 0, id="two in one"),
    ],
)
def test_a_wrong_row_that_no_flag_speaks_of_counts_also_where_a_flag_must_be(
    verdict: str, individuals: tuple[IndividualRow, ...], speaks_of: int | None, unmarked: int
) -> None:
    request = replace(READ, individuals=individuals, flags=(_flag(speaks_of),))

    assert mark(_document(verdict), request).unmarked == unmarked


@pytest.mark.parametrize(
    ("verdict", "told", "flag", "unmarked"),
    [
        pytest.param("clean", "", Flag(FlagCode.SCAN), 0, id="of the whole"),
        pytest.param("flagged", "", Flag(FlagCode.SCAN), 1, id="by chance"),
        pytest.param("flagged", "scan", Flag(FlagCode.SCAN), 0, id="the code expected"),
        pytest.param("flagged", "scan", Flag(FlagCode.SCAN, row=0), 1, id="of another row"),
        pytest.param("flagged", "", Flag(FlagCode.SCAN, column="phone"), 0, id="of the column"),
        pytest.param("flagged", "", Flag(FlagCode.SCAN, column="name"), 1, id="another column"),
    ],
)
def test_what_excuses_a_wrong_row_of_a_document_that_must_be_flagged_was_spoilt(
    verdict: str, told: str, flag: Flag, unmarked: int
) -> None:
    wrong = (PEOPLE[0], replace(PEOPLE[1], phone="0"))
    request = replace(READ, individuals=wrong, flags=(flag,))

    assert mark(replace(_document(verdict), told=told), request).unmarked == unmarked


@pytest.mark.parametrize(
    ("seconds", "peak", "allowance", "code", "files"),
    [
        pytest.param(FAST_MS / 1000, FAST_MB, 1.0, 0, ENOUGH, id="kept to"),
        pytest.param(1.2 * FAST_MS / 1000, FAST_MB, 1.0, 1, ENOUGH, id="too slow"),
        pytest.param(1.2 * FAST_MS / 1000, FAST_MB, 1.5, 0, ENOUGH, id="on a busy machine"),
        pytest.param(FAST_MS / 1000, FAST_MB + 1, 9.0, 1, ENOUGH, id="too large"),
        pytest.param(1.2 * FAST_MS / 1000, FAST_MB, 1.0, 0, ENOUGH - 1, id="too few to tell"),
    ],
)
def test_the_fast_reader_keeps_to_its_time_and_memory(
    seconds: float, peak: float, allowance: float, code: int, files: int
) -> None:
    names = [f"{number}" for number in range(files)]
    alone = (peak, seconds * files)
    run = Run(dict.fromkeys(names, READ), dict.fromkeys(names, 0.0), 0.0, alone=alone)
    runs = {("docx", "both"): run, FAST: run}

    assert bars(dict.fromkeys(names, _document("clean")), runs, allowance) == code


def test_a_wrong_fact_breaks_a_bar_also_where_it_is_flagged() -> None:
    request = replace(READ, letter=replace(HEAD, signer="Lê Văn An"), flags=(_flag(None),))
    run = Run({"a": request}, {"a": 0.0}, 0.0)

    assert bars({"a": _document("either")}, {("docx", "both"): run}, 1.0) == 1


def test_the_generator_spells_numbers_as_the_reader_hears_them() -> None:
    assert [number for number in range(1, 400) if number_of(in_words(number)) != number] == []
