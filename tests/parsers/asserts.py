"""What was read beside what was written."""

from __future__ import annotations

from parsers import RequestList
from tests.parsers.corpus.request import Fields, Request


def rows_read(request: RequestList, shape: str) -> list[Fields]:
    """Return the rows of a shape as plain fields."""
    rows = request.organisations if shape == "organisation" else request.individuals
    hidden = {"raw", "place", "cells"}
    return [
        {name: getattr(row, name) for name in row.__slots__ if name not in hidden} for row in rows
    ]


def assert_exact(read: RequestList, written: Request) -> None:
    """Assert that letter, procedure and every field of every row are as written."""
    assert read.procedure == written.procedure
    for shape in ("organisation", "individual"):
        assert rows_read(read, shape) == written.expected(shape)


def assert_clean(read: RequestList, written: Request) -> None:
    """Assert an exact reading that no person need look at."""
    assert_exact(read, written)
    assert read.letter.number == written.number
    assert read.letter.date == written.on
    assert read.letter.agency == " ".join(written.agency.split("\n"))
    assert [(flag.code, flag.fields, flag.column) for flag in read.flags] == []
