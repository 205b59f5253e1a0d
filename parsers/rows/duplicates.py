"""Rows of one list that ask for the same, and people of whom two would answer one telephone."""

from __future__ import annotations

from collections.abc import Iterable

from parsers.flag import Flag, FlagCode
from parsers.request import OrganisationRow, Row
from parsers.text.words import bare
from parsers.values.phone import is_mobile


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


def shared_phone_flags(rows: Iterable[tuple[int, Row]]) -> list[Flag]:
    """Flag whoever has the mobile number of somebody called otherwise above; an office's line has
    many who answer it.
    """
    seen: dict[str, tuple[str, str]] = {}
    flags = []
    for index, row in rows:
        name, phone, column = _called(row)
        stt = row.stt or str(index + 1)
        if not (name and is_mobile(phone)):
            continue
        first, other = seen.setdefault(phone, (name, stt))
        if first != name:
            fields = (("other", other), ("stt", stt))
            place = row.cells.get(column, row.place)
            flags.append(Flag(FlagCode.PHONE_SHARED, fields, place, index, column))
    return flags


def _called(row: Row) -> tuple[str, str, str]:
    """Return who is called at which number, and the column of that."""
    if isinstance(row, OrganisationRow):
        return bare(row.manager_name), row.manager_phone, "manager_phone"
    return bare(row.name), row.phone, "phone"
