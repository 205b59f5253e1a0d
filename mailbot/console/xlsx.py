"""Workbooks to be downloaded: plain sheets whose cells are text or numbers, never formulas."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from starlette.responses import Response

from mailbot.console.files import attached

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

Cell = str | int | float | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: a title line, the heads of its columns, and its lines."""

    name: str
    title: str
    head: Sequence[str]
    lines: Sequence[Sequence[Cell]]


def workbook(sheets: Iterable[Sheet]) -> bytes:
    """Return the sheets as one xlsx file.

    A text that a spreadsheet program would take for a formula is marked as text (CWE-1236); it is
    written as it stands, with the quote prefix that those programs use themselves. Control
    characters, which no workbook may hold, are left out.
    """
    from mailbot.console.xlsx_written import written  # noqa: PLC0415 (slow to import, rarely needed)

    return written(sheets)


def download(data: bytes, name: str) -> Response:
    """Return the file as an answer that the browser saves."""
    return attached(name, data, MEDIA_TYPE)
