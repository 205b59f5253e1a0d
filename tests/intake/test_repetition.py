"""Reading and judging see the same cell; the officer is told once."""

from __future__ import annotations

import pytest

from mailbot.cases.finding import Finding, Severity
from mailbot.intake.repetition import told_once
from mailbot.intake.request import list_findings
from mailbot.words import load_words
from parsers import Flag, FlagCode, IndividualRow, RequestList

LOOK, BLOCKS, NOTE = Severity.LOOK, Severity.BLOCKS, Severity.NOTE


def codes(*findings: Finding) -> list[str]:
    return [finding.code for finding in told_once(findings)]


def test_one_cell_and_one_meaning_is_one_finding() -> None:
    read = Finding("list.phone_odd", LOOK, {}, 1, "phone")
    judged = Finding("row.phone_odd", LOOK, {}, 1, "phone")
    assert codes(read, judged) == ["row.phone_odd"]
    assert codes(judged, read) == ["row.phone_odd"]


def test_what_stays_is_as_heavy_as_the_heaviest() -> None:
    read = Finding("list.phone_odd", BLOCKS, {}, 0, "phone")
    judged = Finding("row.phone_odd", LOOK, {}, 0, "phone")
    (only,) = told_once((read, judged))
    assert (only.code, only.severity) == ("row.phone_odd", BLOCKS)


@pytest.mark.parametrize(
    "judged",
    [
        pytest.param(Finding("row.phone_odd", LOOK, {}, 2, "phone"), id="another row"),
        pytest.param(Finding("row.phone_odd", LOOK, {}, 1, "manager_phone"), id="another column"),
        pytest.param(Finding("row.national_id_cmnd", LOOK, {}, 1, "phone"), id="another meaning"),
    ],
)
def test_what_differs_is_told(judged: Finding) -> None:
    read = Finding("list.phone_odd", LOOK, {}, 1, "phone")
    assert codes(read, judged) == [read.code, judged.code]


def test_what_only_one_of_them_saw_stays_and_repetitions_go() -> None:
    read = Finding("list.phone_odd", LOOK, {}, 1, "phone")
    other = Finding("request.no_rows", LOOK)
    assert codes(read, other, other, read) == ["list.phone_odd", "request.no_rows"]


def test_every_code_folded_has_a_wording() -> None:
    from mailbot.intake.repetition import _SAME  # noqa: PLC0415 (its table is what is tested)

    texts = load_words().texts
    assert [c for read, judged in _SAME.items() for c in (read, *judged) if c not in texts] == []


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("361234567", "361****67"),
        ("092190001234", "092*******34"),
        ("092.190.001.234", "092*******34"),
    ],
)
def test_a_number_that_may_be_a_national_id_gets_into_no_finding(number: str, shown: str) -> None:
    flag = Flag(FlagCode.PHONE_ODD, (("stt", "1"), ("text", f"ĐT {number}")), None, 0, "phone")
    (finding,) = list_findings(RequestList(flags=(flag,)))
    assert finding.fields == {"stt": "1", "text": f"ĐT {shown}"}


def test_a_telephone_number_that_lost_a_digit_is_seen_where_the_id_stands_beside_it() -> None:
    flag = Flag(FlagCode.PHONE_ODD, (("stt", "1"), ("text", "094617350")), None, 0, "phone")
    row = IndividualRow("new", "1", "Quách Tấn Lợi", national_id="092190001234", phone="094617350")
    (finding,) = list_findings(RequestList("new", individuals=(row,), flags=(flag,)))
    assert finding.fields["text"] == "094617350"


def test_a_file_keeps_its_name() -> None:
    flag = Flag(FlagCode.FILE_ENCRYPTED, (("file", "20261120153000.pdf"),))
    (finding,) = list_findings(RequestList(flags=(flag,)))
    assert finding.fields == {"file": "20261120153000.pdf"}
