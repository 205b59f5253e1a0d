"""The request as a case holds it: rows and facts of the letter, mapped from what was read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields
from typing import Any

from mailbot.cases.case import LetterFacts
from mailbot.cases.discretion import PHONE_COLUMNS, phone_shown
from mailbot.cases.finding import Finding, Place, Severity
from mailbot.cases.row import Holder, Procedure, Row, Unserved, UnservedRow
from mailbot.intake.row_known import without_ids
from parsers import Flag, IndividualRow, LetterHead, OrganisationRow, RequestList
from parsers import Place as SourcePlace

_PUBLISHED = {"new": Procedure.NEW, "reset": Procedure.RESET}
_UNSERVED = {"change": Unserved.CHANGE, "cancel": Unserved.CANCEL}
_NEVER_A_CELL = frozenset({"file", "sheet"})  # fields of a flag that no cell's text gets into
_CELL_OF_ITS_OWN = frozenset({"text", "proposal", "first", "second"})
_SHOWN = frozenset({one.name for one in fields(Row)} | {"manager"})
_COMPARED = ("name", "unit", "position", "national_id", "phone", "email", "manager_email")


def rows_of(request: RequestList) -> tuple[Row, ...]:
    """Return the rows of published procedures, organisations first."""
    return tuple(
        Row(procedure=_PUBLISHED[row.procedure], **_listed(row))
        for row in request.rows
        if row.procedure in _PUBLISHED
    )


def unserved_of(request: RequestList) -> tuple[UnservedRow, ...]:
    """Return the other rows, organisations first."""
    return tuple(
        UnservedRow(asked=_UNSERVED.get(row.procedure, Unserved.UNCLEAR), **_listed(row))
        for row in request.rows
        if row.procedure not in _PUBLISHED
    )


def letter_of(head: LetterHead) -> LetterFacts:
    """Return the facts of the letter."""
    return LetterFacts(
        number=head.number,
        dated_on=head.date,
        agency_name=head.agency,
        ground=",".join(head.grounds),
        counted_people=head.counted_people,
        counted_organisations=head.counted_organisations,
        counted=head.counted,
    )


def list_findings(request: RequestList) -> tuple[Finding, ...]:
    """Return every flag and note of the reading as a finding `list.<code>`."""
    published = [n for n, row in enumerate(request.rows) if row.procedure in _PUBLISHED]
    places = {read: kept for kept, read in enumerate(published)}
    own_ids = {read: getattr(row, "national_id", "") for read, row in enumerate(request.rows)}
    return (
        *(_finding(flag, Severity.LOOK, places, own_ids) for flag in request.flags),
        *(_finding(flag, Severity.NOTE, places, own_ids) for flag in request.notes),
    )


def copy_findings(signed: RequestList, copy: RequestList) -> tuple[Finding, ...]:
    """Return where an unsigned copy says otherwise than the signed list; it is never obeyed."""
    rows, copied = rows_of(signed), rows_of(copy)
    if not copied:
        return ()
    if len(rows) != len(copied):
        fields = {"signed": str(len(rows)), "copy": str(len(copied))}
        place, against = copied[0].place, rows[0].place if rows else None
        code = "request.copy_has_other_rows"
        return (Finding(code, Severity.LOOK, fields, place=place, against=against),)
    return tuple(_differences(rows, copied))


def _differences(rows: tuple[Row, ...], copied: tuple[Row, ...]) -> Iterator[Finding]:
    for index, (row, other) in enumerate(zip(rows, copied, strict=True)):
        for column in _COMPARED:
            if getattr(row, column) != getattr(other, column):
                yield Finding(
                    "request.copy_differs",
                    Severity.LOOK,
                    {"stt": row.stt or str(index + 1)},
                    index,
                    column,
                    other.place_of(column),
                    against=row.place_of(column),
                )


def _listed(row: OrganisationRow | IndividualRow) -> dict[str, Any]:
    """Return the fields of a row, whatever it asks for."""
    own = ("manager_name", "manager_phone", "manager_email")
    if isinstance(row, IndividualRow):
        own = ("unit", "position", "national_id")
    common = ("name", "stt", "parent_agency", "phone", "email", "note")
    return {
        "holder": Holder.PERSON if isinstance(row, IndividualRow) else Holder.ORGANISATION,
        **{name: getattr(row, name) for name in (*common, *own)},
        "place": place_of(row.place),
        "raw": _unlike(row),
        "cells": _cells(row),
    }


def _unlike(row: OrganisationRow | IndividualRow) -> dict[str, str]:
    """Return what the paper says in the columns whose value is not just that."""
    return {
        column: text
        for column, text in row.raw.items()
        if column in _SHOWN and text and text != getattr(row, column, "")
    }


def _cells(row: OrganisationRow | IndividualRow) -> tuple[tuple[str, Place], ...]:
    """Return where each cell with a place of its own was read."""
    found = ((name, place_of(place)) for name, place in row.cells.items())
    return tuple((name, place) for name, place in found if place is not None)


def place_of(place: SourcePlace | None) -> Place | None:
    """Return a place of the parsers in the words of cases."""
    if place is None:
        return None
    return Place(place.file, place.page, place.box, place.sheet, place.cell, place.paragraph)


def _finding(
    flag: Flag, severity: Severity, places: Mapping[int, int], own_ids: Mapping[int, str]
) -> Finding:
    row = None if flag.row is None else places.get(flag.row)
    own_id = "" if flag.row is None else own_ids.get(flag.row, "")
    fields = {name: _told(flag.column, name, text, own_id) for name, text in flag.fields}
    return Finding(
        f"list.{flag.code}",
        severity,
        fields,
        row,
        flag.column,
        place_of(flag.place),
        against=place_of(flag.against),
    )


def _told(column: str, name: str, text: str, own_id: str) -> str:
    if name in _NEVER_A_CELL:
        return text
    if column in PHONE_COLUMNS and name in _CELL_OF_ITS_OWN:
        return phone_shown(text, own_id)
    return without_ids(text)
