"""From findings to defects: what an agency can mend, in words written for the agency.

A finding speaks to the officer. Here it loses what the table says anyway, and what is ours to
settle (evidence not at hand, doubts of reading, our own addresses) is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from mailbot.cases.discretion import PHONE_COLUMNS, phone_shown
from mailbot.cases.finding import Finding, Severity
from mailbot.cases.row import Row
from mailbot.replies.letter import Defect
from mailbot.words import Words

# What is ours to settle is never a defect of the agency's dossier.
_OURS = (
    "case.",
    "manual.needs_comparison",
    "manual.no_scan",
    "manual.scan_",
    "manual.paper_only",
    "sender.",
    "deadline.",
    "row.directory_",
    "row.no_address",
    "row.leader_asked",
    "row.mailbox_protected",
    "request.agency_unknown",
    "signature.certificate_first_seen",
    "signature.signer_unknown",
    "signature.revocation_",
    "signature.check_failed",
    "list.scan",
    "list.one_reader",
    "list.readers_differ",
    "list.too_many_pages",
    "list.overlapping_text",
    "list.turned_text",
    "list.text_overflows",
    "list.irregular_table",
    "list.legacy_encoding",
    "list.table_",
    "list.rows_outside_table",
    "list.column_unknown",
    "list.row_",
    "list.merged_cell",
    "list.group_row",
    "list.line_break_unsure",
    "list.name_prefix",
    "list.name_with_position",
    "list.phone_zero",
)
_MOST_QUOTED = 160
_NINE_DIGITS = re.compile(r"(?<!\d)(\d{3})(\d{3})(\d{3})(?!\d)")
_ROW_SAID_AGAIN = re.compile(r"^Dòng (?:số )?\{stt\}(?: \(\{name\}\))?(?:: | )")


def agency_findings(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return the findings an agency can mend: more than a note, and not ours to settle."""
    return tuple(
        finding
        for finding in findings
        if finding.severity is not Severity.NOTE
        and not finding.settled_by
        and not finding.code.startswith(_OURS)
    )


def defects_of(
    findings: Iterable[Finding], rows: tuple[Row, ...], words: Words
) -> tuple[Defect, ...]:
    """Return what a supplement request lists, each thing once, whole-dossier defects first."""
    chosen = sorted(agency_findings(findings), key=_order)
    return tuple(dict.fromkeys(defect_of(finding, rows, words) for finding in chosen))


def defect_of(finding: Finding, rows: tuple[Row, ...], words: Words) -> Defect:
    """Return one defect: its place in words, what was read there, what is expected, and why."""
    row = rows[finding.row] if finding.row is not None and finding.row < len(rows) else None
    column = finding.column if f"letters.column_{finding.column}" in words.texts else ""
    return Defect(
        row=_row_words(row, finding, rows, words) if row else "",
        column=words.texts.get(f"letters.column_{column}", ""),
        read=_quoted(row, column) if row and column else "",
        expected=_expected(finding, column, words) if row else "",
        text=_text(finding, words),
    )


def _quoted(row: Row, column: str) -> str:
    """Return what was read, fit for a letter: a telephone number of nine digits is no ID there."""
    text = _shortened(row.read(column))
    if column not in PHONE_COLUMNS:
        return text
    return _NINE_DIGITS.sub(r"\1 \2 \3", phone_shown(text, row.national_id))


def _expected(finding: Finding, column: str, words: Words) -> str:
    """Return what mends this finding, else what the column asks for."""
    room, _, name = finding.code.partition(".")
    by_column = words.texts.get(f"letters.expected_{column}", "")
    return words.texts.get(f"letters.expected_{room}_{name}", by_column)


def _shortened(text: str) -> str:
    """Return as much of a cell as a letter can quote; the list that goes along has it whole."""
    return text if len(text) <= _MOST_QUOTED else text[: _MOST_QUOTED - 1].rstrip() + "…"


def _order(finding: Finding) -> int:
    return -1 if finding.row is None else finding.row


def _text(finding: Finding, words: Words) -> str:
    """Return the agency's wording of a finding where there is one, else the officer's."""
    room, _, name = finding.code.partition(".")
    own = f"letters.defect_{room}_{name}"
    wording = words.texts.get(own) or _ROW_SAID_AGAIN.sub("", words.texts[finding.code])
    quoted = {name: _shortened(value) for name, value in finding.fields.items()}
    said = Words({own: wording}).say(own, **quoted)
    return said[:1].upper() + said[1:]


def _row_words(row: Row, finding: Finding, rows: tuple[Row, ...], words: Words) -> str:
    stt = row.stt or str((finding.row or 0) + 1)
    place = words.say("letters.row", stt=stt)
    if len({(one.procedure, one.holder) for one in rows}) == 1:
        return place
    listed = words.texts[f"letters.list_{row.procedure}_{row.holder}"]
    return words.say("letters.row_of_list", row=place, list=listed)
