"""The list that comes with a supplement request: what was read, with the cells to mend marked.

One workbook for each list of the request, in the decision's form; where nothing could be read,
blank ones of the procedure asked for.
"""

from __future__ import annotations

from collections.abc import Iterator

from mailbot.cases.case import Case
from mailbot.cases.finding import Finding
from mailbot.cases.row import Procedure, Row
from mailbot.forms.annex import ANNEXES, Annex
from mailbot.forms.filled import FilledRow, cells_of, column_of
from mailbot.forms.guide import corrected_guide
from mailbot.forms.office import Office
from mailbot.replies.defect import agency_findings, defect_of
from mailbot.replies.letter import Defect
from mailbot.replies.mail import Attachment
from mailbot.words import Words

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_SPARE_ROWS = 3


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
    rows = tuple(_filled(annex, case, words))
    sheets = Sheets(
        title=name,
        guide_title=words.say("forms.guide_corrected_title"),
        guide=(
            *corrected_guide(annex, case.number, office, words),
            *_places(annex, rows, words),
        ),
        rows=rows,
        spare_rows=_SPARE_ROWS if rows else BLANK_ROWS,
    )
    return Attachment(name, annex_workbook(annex, sheets, office, words), MEDIA_TYPE)


def _filled(annex: Annex, case: Case, words: Words) -> Iterator[FilledRow]:
    found = agency_findings(case.findings)
    for index, row in enumerate(case.rows):
        if Annex(row.procedure, row.holder) == annex:
            own = [finding for finding in found if finding.row == index]
            cells = cells_of(row)
            cells["stt"] = cells["stt"] or str(index + 1)
            yield FilledRow(cells, _marks(annex, own, case.rows, words))


def _marks(
    annex: Annex, findings: list[Finding], rows: tuple[Row, ...], words: Words
) -> dict[str, tuple[str, ...]]:
    """Return by column what is to be mended; what no column of the form holds, under its STT."""
    columns = {column.field for column in annex.columns(words)}
    marks: dict[str, list[str]] = {}
    for finding in findings:
        column = column_of(finding.column)
        held = column in columns
        told = _told(defect_of(finding, rows, words), words)
        line = told if held else words.say("forms.corrected_row", text=told)
        marks.setdefault(column if held else "stt", []).append(line)
    return {column: tuple(dict.fromkeys(lines)) for column, lines in marks.items()}


def _told(defect: Defect, words: Words) -> str:
    if not defect.expected:
        return defect.text
    return words.say("forms.corrected_cell", text=defect.text, expected=defect.expected)


def _places(annex: Annex, rows: tuple[FilledRow, ...], words: Words) -> Iterator[str]:
    """Yield every mark as a line, for those who print the list."""
    headings = {column.field: column.heading for column in annex.columns(words)}
    for row in rows:
        for column, lines in row.marks.items():
            for line in lines:
                place = {"stt": row.cells["stt"], "column": headings[column], "text": line}
                yield words.say("forms.corrected_place", **place).replace("\n", " ")
