"""From findings to defects: what an agency can mend, in words written for the agency.

A finding speaks to the officer. Here it loses what the table says anyway, and gets what is
expected instead. Which findings are the agency's to mend stands in `cases/mending.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from mailbot.cases.discretion import PHONE_COLUMNS, phone_shown
from mailbot.cases.finding import Finding, Place
from mailbot.cases.mending import agency_findings
from mailbot.cases.row import Row, place_of
from mailbot.replies.facts import has_id_number, masked
from mailbot.replies.letter import Defect
from mailbot.words import Words

_MOST_QUOTED = 160
_MOST_OF_A_NAME = 80
_NINE_DIGITS = re.compile(r"(?<!\d)(\d{3})(\d{3})(\d{3})(?!\d)")
_ROW_SAID_AGAIN = re.compile(r"^Dòng (?:số )?\{stt\}(?: \(\{name\}\))?(?:: | )")
_HIDDEN = re.compile(r"^$|…|###|\*\*")  # what stands for a number that is not to be shown
_QUOTING = ("text", "first", "second")
_OF_OUR_OWN = frozenset({"case", "stt", "row", "other"})
_THIRDS = ((1 / 3, "top"), (2 / 3, "middle"))


def defects_of(
    findings: Iterable[Finding], rows: tuple[Row, ...], words: Words
) -> tuple[Defect, ...]:
    """Return what a supplement request lists, each thing once, whole-dossier defects first."""
    chosen = sorted(agency_findings(findings), key=_order)
    return tuple(dict.fromkeys(defect_of(finding, rows, words) for finding in chosen))


def defect_of(finding: Finding, rows: tuple[Row, ...], words: Words) -> Defect:
    """Return one defect: where it is, what was read there, what is expected, and why."""
    row = rows[finding.row] if finding.row is not None and finding.row < len(rows) else None
    column = finding.column if f"letters.column_{finding.column}" in words.texts else ""
    place = place_of(finding, rows)
    return Defect(
        row=_row_words(row, finding, rows, words) if row else "",
        column=words.texts.get(f"letters.column_{column}", ""),
        read=_quoted(row, column) if row and column else "",
        expected=_expected(finding, column, words),
        text=_text(finding, words),
        file=_fit_for_a_letter(place.file, _MOST_OF_A_NAME) if place else "",
        place=_place_words(place, finding, words, near=row is None),
    )


def _fit_for_a_letter(text: str, most: int = _MOST_QUOTED) -> str:
    """Return as much of a text as a letter can quote, without a number that may be a national ID.

    The list that goes along has the whole.
    """
    short = _shortened(text, most)
    return masked(short, "") if has_id_number(short) else short


def _quoted(row: Row, column: str) -> str:
    """Return what was read, fit for a letter: a telephone number of nine digits is no ID there."""
    text = _shortened(row.read(column))
    if column not in PHONE_COLUMNS:
        return text
    return _spaced(phone_shown(text, row.national_id))


def _spaced(phone: str) -> str:
    return _NINE_DIGITS.sub(r"\1 \2 \3", phone)


def _shortened(text: str, most: int = _MOST_QUOTED) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def _expected(finding: Finding, column: str, words: Words) -> str:
    """Return what mends this finding, else what the column asks for, else the room."""
    room, _, name = finding.code.partition(".")
    keys = (f"{room}_{name}", column, room)
    found = (words.texts.get(f"letters.expected_{key}", "") for key in keys if key)
    return next((text for text in found if text), "")


def _order(finding: Finding) -> int:
    return -1 if finding.row is None else finding.row


def _text(finding: Finding, words: Words) -> str:
    """Return the agency's wording of a finding where there is one, else the officer's."""
    quoted = {
        name: _told(name, words.field(name, text), finding.column)
        for name, text in finding.fields.items()
    }
    room, _, name = finding.code.partition(".")
    own = f"letters.defect_{room}_{name}"
    if f"{own}_hidden" in words.texts and not _can_be_quoted(finding):
        own += "_hidden"
    wording = words.texts.get(own) or _ROW_SAID_AGAIN.sub("", words.texts[finding.code])
    said = Words({own: wording}).say(own, **quoted)
    return said[:1].upper() + said[1:]


def _can_be_quoted(finding: Finding) -> bool:
    """Return whether what was read tells something: the text of a cell, and no number left out."""
    quoted = (finding.fields[name] for name in _QUOTING if name in finding.fields)
    of_a_cell = finding.row is not None and bool(finding.column)
    return of_a_cell and not any(map(_HIDDEN.search, quoted))


def _told(name: str, text: str, column: str) -> str:
    """Return a field of a finding as a letter can print it."""
    if name in _OF_OUR_OWN:
        return text
    return _fit_for_a_letter(_spaced(text) if column in PHONE_COLUMNS else text)


def _place_words(place: Place | None, finding: Finding, words: Words, *, near: bool) -> str:
    """Return the place in its file; with `near` also where on the page, as no row tells it."""
    told = _on_page(place, words) if near else words.place(place)
    against = words.place(finding.against)
    if place and finding.against and against and finding.against.file != place.file:
        against = f"{words.say('place.file', file=finding.against.file)}, {against}"
    if told and against and against != told:
        told = words.say("place.against", place=told, against=against)
    return _fit_for_a_letter(told)


def _on_page(place: Place | None, words: Words) -> str:
    if place is None or place.page is None or place.box is None:
        return words.place(place)
    middle = place.box[1] + place.box[3] / 2
    third = next((name for end, name in _THIRDS if middle < end), "bottom")
    return words.say(f"place.{third}", page=place.page)


def _row_words(row: Row, finding: Finding, rows: tuple[Row, ...], words: Words) -> str:
    stt = row.stt or str((finding.row or 0) + 1)
    place = words.say("letters.row", stt=stt)
    if len({(one.procedure, one.holder) for one in rows}) == 1:
        return place
    listed = words.texts[f"letters.list_{row.procedure}_{row.holder}"]
    return words.say("letters.row_of_list", row=place, list=listed)
