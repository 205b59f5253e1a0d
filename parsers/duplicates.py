"""Rows of one list that ask for the same."""

from __future__ import annotations

from collections.abc import Iterable

from parsers.flag import Flag, FlagCode
from parsers.request import OrganisationRow, Row
from parsers.words import bare


def duplicate_flags(rows: Iterable[tuple[int, Row]]) -> list[Flag]:
    """Flag rows that ask for the same again: same number, same mailbox, or same name and unit."""
    seen: dict[tuple[str, str, str], tuple[int, str]] = {}
    flags = []
    for index, row in rows:
        stt = row.stt or str(index + 1)
        for kind, key in _keys(row):
            first, other = seen.setdefault((row.procedure, kind, key), (index, stt))
            if first != index:
                fields = (("other", other), ("stt", stt))
                flags.append(Flag(FlagCode.DUPLICATE, fields, row.place, index, kind))
                break
    return flags


def _keys(row: Row) -> list[tuple[str, str]]:
    if isinstance(row, OrganisationRow):
        named = ("name", f"{bare(row.name)}|{bare(row.parent_agency)}")
        return [("email", row.email) if row.email else named]
    keys = [("national_id", row.national_id), ("email", row.email)]
    return [(kind, key) for kind, key in keys if key]
