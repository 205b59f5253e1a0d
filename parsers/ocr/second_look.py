"""The second look at cells whose column is known: digits as digits, addresses as addresses."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from parsers.flag import Flag, FlagCode
from parsers.ocr.engine import Engine, Rect, TextLine, Treatment, Word
from parsers.ocr.page import Look, drawn_lines, read_area
from parsers.reading import Cell, DrawnLine, Grid, Line, Reading
from parsers.source import Place
from parsers.tables import list_tables
from parsers.values.doubt import is_placeholder
from parsers.words import clean

TREATMENTS: Mapping[str, Treatment] = {
    "stt": Treatment.DIGITS,
    "national_id": Treatment.DIGITS,
    "phone": Treatment.PHONE,
    "manager_phone": Treatment.PHONE,
    "email": Treatment.EMAIL,
    "manager_email": Treatment.EMAIL,
}
MIXED = frozenset({"manager"})
NEVER_TOLD = frozenset({"national_id"})
SURE = 75.0
NUMBER_WORD = re.compile(r"\d\D*\d\D*\d\D*\d\D*\d\D*\d\D*\d")
ADDRESS_WORD = re.compile(r"@|\.(?:gov|com|vn|edu)\b")


def second_look(looks: Sequence[Look], engine: Engine) -> Reading:
    """Return the pages with the cells of known columns read as what they hold, doubts flagged."""
    first = Reading(tuple(block for look in looks for block in look.blocks))
    by_page = {look.sheet.number: look for look in looks}
    better: dict[Place, Cell] = {}
    flags: list[Flag] = []
    for table in list_tables(first).tables:
        for entry in table.entries:
            for name, (cell, _) in entry.pieces.items():
                look = by_page.get(cell.place.page or 0)
                if look is None or cell.place not in look.areas or cell.place in better:
                    continue
                better[cell.place], doubt = _again(name, cell, look, engine)
                flags += [doubt] if doubt else []
                if look.sheet.has_red_ink(look.areas[cell.place]):
                    flags.append(Flag(FlagCode.SCAN_RED_INK, place=cell.place))
    return Reading(tuple(_with(block, better) for block in first.blocks), tuple(flags))


def _with(block: Line | Grid, better: Mapping[Place, Cell]) -> Line | Grid:
    if isinstance(block, Line):
        return block
    return replace(block, cells=tuple(better.get(cell.place, cell) for cell in block.cells))


def _again(name: str, cell: Cell, look: Look, engine: Engine) -> tuple[Cell, Flag | None]:
    """Return the cell as its column calls for, and a flag where it is not sure."""
    area, words = look.areas[cell.place], look.words[cell.place]
    plain = clean(" ".join(line.text for line in words))
    treatment = TREATMENTS.get(name)
    if not plain and treatment is None:
        return cell, None
    if name in MIXED:
        lines = tuple(_mixed(line, look, engine) for line in words)
    elif treatment is None or (is_placeholder(plain) and plain) or _is_word(plain, treatment):
        lines = words
    else:
        lines = _with_capital(_trimmed(read_area(look.sheet, area, treatment, engine)), plain)
    drawn = drawn_lines(lines, area)
    return replace(cell, lines=drawn), _doubt(name, plain, drawn, lines, cell.place)


def _trimmed(lines: Sequence[TextLine]) -> tuple[TextLine, ...]:
    """Return the lines without the dots that grain makes at the end of the last."""
    if not lines:
        return ()
    *before, word = lines[-1].words
    last = replace(word, text=word.text.rstrip(".-_/;") or word.text)
    return (*lines[:-1], TextLine((*before, last)))


def _with_capital(lines: tuple[TextLine, ...], plain: str) -> tuple[TextLine, ...]:
    """Return the lines with the capital an address may begin with: it is none of its signs."""
    first = plain[:1].lower()
    if not lines or not plain[:1].isupper() or lines[0].text[:1] == first:
        return lines
    if lines[0].text[:3] != plain[1:4]:
        return lines
    word, *rest = lines[0].words
    return (TextLine((replace(word, text=first + word.text), *rest)), *lines[1:])


def _is_word(plain: str, treatment: Treatment) -> bool:
    """Return whether a cell of numbers or addresses holds neither, but words."""
    letters, digits = sum(map(str.isalpha, plain)), sum(map(str.isdigit, plain))
    if treatment is Treatment.EMAIL:
        foreign = sum(not char.isascii() for char in plain)
        return "@" not in plain and foreign >= 2
    return letters > 3 and letters > digits


def _mixed(line: TextLine, look: Look, engine: Engine) -> TextLine:
    """Return a line of an officer's cell with its number and address read as such."""
    return TextLine(tuple(_word(word, look, engine) for word in line.words))


def _word(word: Word, look: Look, engine: Engine) -> Word:
    if ADDRESS_WORD.search(word.text):
        treatment = Treatment.EMAIL
    elif NUMBER_WORD.search(word.text):
        treatment = Treatment.PHONE
    else:
        return word
    lines = read_area(look.sheet, _widened(word.box), treatment, engine)
    text = "".join(line.text for line in lines).replace(" ", "")
    if not text:
        return word
    end = word.text[-1] if word.text[-1] in ",;)" else ""
    sure = min(found.sure for line in lines for found in line.words)
    return Word(text.rstrip(".-/;") + end, word.box, sure)


def _widened(box: Rect) -> Rect:
    return (box[0] - 6, box[1] - 6, box[2] + 6, box[3] + 6)


def _doubt(
    name: str, plain: str, drawn: Sequence[DrawnLine], lines: Sequence[TextLine], place: Place
) -> Flag | None:
    """Return a flag where the words were not sure, or two looks saw different digits."""
    text = clean(("" if name in TREATMENTS else " ").join(line.text for line in drawn))
    sure = min((word.sure for line in lines for word in line.words), default=100.0)
    digits, before = (re.sub(r"\D", "", part) for part in (text, plain))
    differs = name in ("national_id", "phone", "manager_phone") and digits != before
    if sure >= SURE and not differs:
        return None
    shown = "…" if name in NEVER_TOLD else text
    return Flag(FlagCode.SCAN_UNSURE, (("text", shown),), place)
