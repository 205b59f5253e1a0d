"""The letter's wording as two readers have it: what differs is shown with both readings."""

from __future__ import annotations

from dataclasses import replace

import pytest

from parsers import FlagCode, Place, RequestList
from parsers.compare import differences
from parsers.request import IndividualRow, LetterHead

HERE = Place("a.pdf", 1)
HEAD = LetterHead(
    addressee="Sở Thông tin và Truyền thông",
    subject="V/v đề nghị cấp mới hộp thư điện tử",
    places={"addressee": HERE, "subject": HERE},
)
READ = RequestList("new", HEAD)


@pytest.mark.parametrize(
    ("fact", "other"),
    [
        ("addressee", "Sở Nội vụ"),
        ("subject", "V/v đề nghị cấp mới hộp thư điên tử"),
        ("subject", ""),
    ],
)
def test_an_addressee_or_a_subject_read_in_two_ways_is_told_with_both(
    fact: str, other: str
) -> None:
    second = replace(READ, letter=replace(HEAD, **{fact: other}))  # type: ignore[arg-type]

    (flag,) = differences(READ, second)

    assert flag.code is FlagCode.READERS_DIFFER
    assert (flag.column, flag.place) == (fact, HERE)
    assert dict(flag.fields) == {"first": getattr(HEAD, fact), "second": other, "stt": ""}


def test_where_a_line_breaks_is_no_other_wording() -> None:
    subject = "V/v đề nghị cấp mới hộp thư điệntử"

    assert not [*differences(READ, replace(READ, letter=replace(HEAD, subject=subject)))]


@pytest.mark.parametrize(
    ("first", "second", "shown"),
    [
        ("092085001234", "092085001284", ("**********3*", "**********8*")),
        ("092085001234", "012085001237", ("*9*********4", "*1*********7")),
        ("092085001234", "09208500123", ("***********4", "***********")),
        ("092085001234", "", ("************", "")),
        ("092085001234", "361987446655", ("************", "************")),
    ],
)
def test_of_a_national_id_read_in_two_ways_only_the_few_figures_that_differ_are_shown(
    first: str, second: str, shown: tuple[str, str]
) -> None:
    one, other = (
        RequestList("new", individuals=(IndividualRow("new", "1", raw={"national_id": text}),))
        for text in (first, second)
    )

    (flag,) = differences(one, other)

    assert (dict(flag.fields)["first"], dict(flag.fields)["second"]) == shown


def test_grounds_are_told_by_their_codes() -> None:
    grounds = ("recruited", "forgotten")

    (flag,) = differences(READ, replace(READ, letter=replace(HEAD, grounds=grounds)))

    assert dict(flag.fields) == {"first": "", "second": "recruited,forgotten", "stt": ""}
