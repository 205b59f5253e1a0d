"""The last row of a page and the first of the next: two rows, or the halves of one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from parsers.flag import FlagCode
from parsers.joining import LONGEST_ID, Wrapping, join_cell
from parsers.reading import Cell
from parsers.tables.table import Entry
from parsers.text.words import clean
from parsers.values.phone import is_phone

WHOLE = (re.compile(r"\b0\d{9,11}\b"), re.compile(r"\b\d{12}\b"), re.compile(r"\w@\w+\.\w"))
BETWEEN_FIGURES = re.compile(r"(?<=\d) (?=\d)")
TIGHT = frozenset({"stt", "national_id", "email", "manager_email"})
"""Columns whose cells hold one number or address, broken wherever the line ends."""

NUMBERS: Mapping[str, Callable[[str], bool]] = {
    "national_id": lambda digits: len(digits) == LONGEST_ID,
    "phone": is_phone,
}
TELLING = ("national_id", "phone", "email")
NAMES = ("name", "family_name")
ANCHORS = ("stt", *NAMES)
"""What every row begins with; without it a row is the rest of another."""

ASKS_FOR_MORE = re.compile(
    r"(?:\b(?:phó|phó tổng|quyền|kiêm|nguyên|và|của|thuộc)|[-–,(/&])$", re.IGNORECASE
)


def one_row(above: Entry, cells: Mapping[str, Cell], wrapping: Wrapping) -> Entry | None:
    """Return the row that both halves make, with its doubts; None where they do not tell.

    The rest of a row, which has neither number nor name, is not told here (`rest_of`).
    """
    here = {name: cell for name, cell in cells.items() if cell.text}
    if _is_numbered_above(above, cells, here):
        return with_rest(above, here, wrapping)
    one = _begins_above(above, here) or _ends_below(above, cells, here)
    if one or _manager_goes_on(above, cells, here):
        whole = whole_entry(above, here, wrapping)
        return whole and in_doubt(whole, here)
    return None


def rest_of(above: Entry, cells: Mapping[str, Cell], wrapping: Wrapping) -> Entry | None:
    """Return the row with its rest; None where both have whole values. A name may be another's."""
    rest = {name: cell for name, cell in cells.items() if cell.text}
    whole = whole_entry(above, rest, wrapping)
    named_here = [name for name in NAMES if name in rest and not above.texts.get(name)]
    return whole and in_doubt(whole, named_here)


def with_end(above: Entry, cells: Mapping[str, Cell], wrapping: Wrapping) -> Entry | None:
    """Return the row with its end, where that has the words of signatures: "Phó" above "Trưởng
    phòng". None where nothing above goes on here.

    It is doubtful but where a number is whole only with what stands here: no signature has figures.
    """
    rest = {name: cell for name, cell in cells.items() if cell.text}
    if "stt" in rest:
        return None
    numbers = [name for name in NUMBERS if name in rest]
    if numbers and all(_completes(name, above, rest[name]) for name in numbers):
        return whole_entry(above, rest, wrapping)
    goes_on = any(_goes_on(above.texts.get(name, ""), cell.text) for name, cell in rest.items())
    whole = whole_entry(above, rest, wrapping) if goes_on else None
    return whole and in_doubt(whole, rest)


def with_end_like_sum(above: Entry, cells: Mapping[str, Cell], wrapping: Wrapping) -> Entry | None:
    """Return the row with its end, in doubt, where that has the words of a sum without a figure:
    "Bến xe công" above "cộng". None where it begins no less than a sum does.
    """
    rest = {name: cell for name, cell in cells.items() if cell.text}
    figures = any(char.isdigit() for cell in rest.values() for char in cell.text)
    name = min(rest, key=lambda name: rest[name].column, default="")
    goes_on = bool(above.texts.get(name)) and rest[name].text[0].islower()
    return in_doubt(with_rest(above, rest, wrapping), rest) if goes_on and not figures else None


def _completes(name: str, above: Entry, cell: Cell) -> bool:
    """Return whether the figures here make those above a whole number, which they are not alone."""
    upper, lower = above.texts.get(name, ""), cell.text
    is_whole = NUMBERS[name]
    both = upper.isdigit() and lower.isdigit()
    return both and not is_whole(upper) and is_whole(upper + lower)


def _goes_on(upper: str, lower: str) -> bool:
    return bool(upper) and (lower[0].islower() or bool(ASKS_FOR_MORE.search(upper)))


def _is_numbered_above(above: Entry, cells: Mapping[str, Cell], here: Mapping[str, Cell]) -> bool:
    """Return whether the row above has a number and no name, this one a name and no number, and
    nothing stands on both sides: no list has two such rows.
    """
    numbered = bool(above.texts.get("stt")) and "stt" in cells
    apart = not any(above.texts.get(name) for name in here)
    return numbered and apart and not _named(above) and any(name in here for name in NAMES)


def _begins_above(above: Entry, here: Mapping[str, Cell]) -> bool:
    """Return whether the row above is only what of this one found room there: it has no name; or no
    number, which stands here, and no value of its own that tells people apart.
    """
    numbered_above, numbered_here = bool(above.texts.get("stt")), "stt" in here
    if numbered_above and numbered_here:
        return False
    own = any(above.texts.get(name) and name not in here for name in TELLING)
    if _named(above) and (numbered_above or own or not numbered_here):
        return False
    return any(name in here for name in ANCHORS)


def _ends_below(above: Entry, cells: Mapping[str, Cell], here: Mapping[str, Cell]) -> bool:
    """Return whether a name without a number before it goes on here, with nothing beside it that
    the row above has whole: in a small letter, or where no whole value stands that tells people
    apart, all of which the row above has.
    """
    if "name" not in cells or "stt" in cells or not above.texts.get("name"):
        return False
    telling = [name for name in TELLING if name in cells]
    none_here = all(
        above.texts.get(name) and not (name in here and _is_whole(here[name].text))
        for name in telling
    )
    return cells["name"].text[:1].islower() or (bool(telling) and none_here)


def _manager_goes_on(above: Entry, cells: Mapping[str, Cell], here: Mapping[str, Cell]) -> bool:
    """Return whether a row without a number has a manager above, and here his number:
    no cell of a manager begins with one.
    """
    upper = above.texts.get("manager", "")
    if "stt" in cells or not upper or "manager" not in here:
        return False
    return here["manager"].text[0].isdigit() and not any(c.isdigit() or c == "@" for c in upper)


def _named(above: Entry) -> bool:
    return any(above.texts.get(name) for name in NAMES)


def in_doubt(entry: Entry, fields: Iterable[str]) -> Entry:
    """Return the entry with a doubt on whether these fields' texts are its own."""
    doubts = (*entry.doubts, *((FlagCode.ROW_UNCLEAR, name) for name in fields))
    return replace(entry, doubts=doubts)


def whole_entry(upper: Entry, rest: Mapping[str, Cell], wrapping: Wrapping) -> Entry | None:
    """Return the entry with its lower half; None if the two are two rows, each with its values."""
    if any(_both_whole(upper.texts.get(name, ""), cell.text) for name, cell in rest.items()):
        return None
    return with_rest(upper, rest, wrapping)


def with_rest(upper: Entry, rest: Mapping[str, Cell], wrapping: Wrapping) -> Entry:
    """Return the entry with these cells' text behind its own, as a row that is in two parts."""
    texts, doubts, pieces = dict(upper.texts), list(upper.doubts), dict(upper.pieces)
    places = dict(upper.places)
    for name, cell in rest.items():
        above = pieces[name][0] if name in pieces else replace(cell, lines=(), raw="")
        raw = clean(f"{above.raw} {cell.raw}")
        whole = replace(above, lines=(*above.lines, *cell.lines), raw=raw)
        joined = join_cell(whole, wrapping, tight=name in TIGHT)
        texts[name], pieces[name] = joined.text, (whole, wrapping)
        if not above.lines:
            places[name] = cell.place
        if joined.unsure:
            doubts.append((FlagCode.LINE_BREAK_UNSURE, name))
    doubts.append((FlagCode.ROW_SPLIT, ""))
    return replace(upper, texts=texts, places=places, doubts=tuple(doubts), pieces=pieces)


def _both_whole(one: str, other: str) -> bool:
    """Return whether both halves hold a whole number or address, so that they are two rows."""
    return any(_holds(rule, one) and _holds(rule, other) for rule in WHOLE)


def _is_whole(text: str) -> bool:
    """Return whether a text holds a whole number of a person or telephone, or a whole address."""
    return any(_holds(rule, text) for rule in WHOLE)


def _holds(rule: re.Pattern[str], text: str) -> bool:
    """Return whether the text fits the rule, as it stands or with a wrapped number in one piece."""
    return bool(rule.search(text) or rule.search(BETWEEN_FIGURES.sub("", text)))
