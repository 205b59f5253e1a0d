"""The letter's wording as two readers have it: what differs is shown with both readings."""

from __future__ import annotations

from dataclasses import replace

import pytest

from parsers import FlagCode, Place, RequestList
from parsers.compare import differences
from parsers.request import LetterHead

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
