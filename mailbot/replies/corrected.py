"""The list that comes with a supplement request: what was read, with the cells to mend marked.

One workbook for each list of the request, in the decision's form; where nothing could be read,
blank ones of the procedure asked for.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from mailbot.cases.case import Case
from mailbot.cases.finding import Finding
from mailbot.cases.mending import agency_findings
from mailbot.cases.row import Procedure, Row
from mailbot.forms.annex import ANNEXES, Annex
from mailbot.forms.filled import FilledRow, cells_of, column_of
from mailbot.forms.guide import corrected_guide
from mailbot.forms.office import Office
from mailbot.replies.defect import defect_of
from mailbot.replies.facts import masked
from mailbot.replies.letter import Defect
from mailbot.replies.mail import Attachment
from mailbot.words import Words

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_SPARE_ROWS = 3
_ROW = "stt"  # the column whose marks speak of the row as a whole


def lists_to_correct(case: Case, office: Office, words: Words) -> tuple[Attachment, ...]:
    """Return the workbooks to send along; national IDs stand in them, as in what was sent to us."""
    return tuple(_attachment(annex, case, office, words) for annex in annexes_of(case))


def annexes_of(case: Case) -> tuple[Annex, ...]:
    """Return the lists of the request, or those of its procedure where no row was read."""
    held = {Annex(row.procedure, row.holder) for row in case.rows}
    asked = {one for one in Procedure if case.procedure in {one, "both"}}
    return tuple(a for a in ANNEXES if a in held or (not held and a.procedure in asked))


def _attachment(annex: Annex, case: Case, office: Office, words: Words) -> Attachment:
    # Few letters need it, and openpyxl takes 20 MB of a daemon's memory.
    from mailbot.forms.workbook import BLANK_ROWS, Sheets, annex_workbook  # noqa: PLC0415

    listed = words.say(f"forms.corrected_{annex.code}")
    name = words.say("forms.corrected_file", case_number=case.number, list=listed)
    marked = tuple(_marked_rows(annex, case, words))
    sheets = Sheets(
        title=name,
        guide_title=words.say("forms.guide_corrected_title"),
        guide=(
            *corrected_guide(annex, case.number, office, words),
            *_cells_marked(annex, marked, words),
        ),
        rows=tuple(FilledRow(one.cells, _remarks(one, words)) for one in marked),
        spare_rows=_SPARE_ROWS if marked else BLANK_ROWS,
    )
    return Attachment(name, annex_workbook(annex, sheets, office, words), MEDIA_TYPE)


@dataclass(frozen=True, slots=True)
class _Marked:
    """A row to be written with the defects of each column; those under `stt` are of the row."""

    cells: Mapping[str, str] = field(repr=False)
    defects: Mapping[str, tuple[Defect, ...]]


def _marked_rows(annex: Annex, case: Case, words: Words) -> Iterator[_Marked]:
    found = agency_findings(case.findings)
    columns = frozenset(column.field for column in annex.columns(words))
    for index, row in enumerate(case.rows):
        if Annex(row.procedure, row.holder) == annex:
            own = [finding for finding in found if finding.row == index]
            cells = cells_of(row)
            cells["stt"] = cells["stt"] or str(index + 1)
            yield _Marked(cells, _by_column(columns, own, case.rows, words))


def _by_column(
    columns: frozenset[str], findings: list[Finding], rows: tuple[Row, ...], words: Words
) -> dict[str, tuple[Defect, ...]]:
    """Return by column what is to be mended; what no column of the form holds, under its STT."""
    held: dict[str, list[Defect]] = {}
    for finding in findings:
        column = column_of(finding.column)
        at = column if column in columns else _ROW
        held.setdefault(at, []).append(defect_of(finding, rows, words))
    return {column: tuple(dict.fromkeys(defects)) for column, defects in held.items()}


def _remarks(row: _Marked, words: Words) -> dict[str, tuple[str, ...]]:
    """Return what is said in the remark of each cell to be mended, line by line."""
    return {
        column: tuple(line for defect in defects for line in _remark(column, defect, words))
        for column, defects in row.defects.items()
    }


def _remark(column: str, defect: Defect, words: Words) -> Iterator[str]:
    yield words.say("forms.corrected_row", text=defect.text) if column == _ROW else defect.text
    if defect.read:
        yield words.say("forms.corrected_read", read=masked(defect.read, defect.column))
    if defect.expected:
        yield words.say("forms.corrected_expected", expected=defect.expected)
    told = (words.say("place.file", file=defect.file) if defect.file else "", defect.place)
    if place := ", ".join(part for part in told if part):
        yield words.say("forms.corrected_place", place=place)


def _cells_marked(annex: Annex, rows: tuple[_Marked, ...], words: Words) -> Iterator[str]:
    """Yield which cells are marked, column by column, for those who print the list.

    Not what is to be mended there: the page may come back with the list, where a sentence that
    speaks of rows would be taken for one of the agency's own.
    """
    for column in annex.columns(words):
        marked = [row.cells["stt"] for row in rows if column.field in row.defects]
        if marked:
            heading, numbers = column.heading, ", ".join(marked)
            yield words.say("forms.corrected_column", column=heading, numbers=numbers)
