"""The drawn lines of a cell become one text: where a line ended, was there a space or not?"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from parsers.reading import Cell, DrawnLine, Grid
from parsers.text.syllable import is_broken_syllable, is_syllable
from parsers.text.words import clean

SPACE = 0.3
NARROWEST_LETTER = 0.8
LETTER = 0.42
LONGEST_SYLLABLE = 7
LONG_NUMBER, SHORTEST_ID, LONGEST_ID = 8, 9, 12
HOLDS_ON = re.compile(r"[-._@]\s*\n|\n\s*[-._@]")
FALLBACK = frozenset(map(chr, (*range(0x1EA0, 0x1EFA), *map(ord, "ƠơƯư"))))
"""Letters that many faces lack: an office suite draws them from another, without the space that
follows where a line ends.
"""

BETWEEN_WORDS = re.compile(r"[-/(,;:.)]")


@dataclass(frozen=True, slots=True)
class Wrapping:
    """How a grid wraps: the padding right of a full line, in ems.

    `everywhere` tells that every wrapped line is full and some end within a syllable, as where
    words may break anywhere, `spaced` that wrapped lines keep their space.
    """

    padding: float = 0.0
    hard_breaks: bool = False
    everywhere: bool = False
    spaced: bool = False


@dataclass(frozen=True, slots=True)
class Joined:
    """A cell's text; `unsure` where a break may or may not stand for a space.

    `typed` holds the parts where lines end though the next word had room: somebody broke them.
    """

    text: str
    unsure: bool = False
    typed: tuple[str, ...] = ()


def wrapping_of(grid: Grid) -> Wrapping:
    """Return how the grid's cells are wrapped, judged from all of them."""
    if grid.hard_breaks:
        return Wrapping(hard_breaks=True)
    rooms = [line.room for cell in grid.cells for line in cell.lines]
    padding = min((max(0.0, room) for room in rooms), default=0.0)
    ends = {line for cell in grid.cells for line in cell.lines[:-1] if line.text[-1:] not in "-/"}
    wrapped = [line.room - padding for line in ends]
    spaced = any(line.text[-1:].isspace() for cell in grid.cells for line in cell.lines[:-1])
    # A space that would not fit hangs over the edge, so a full line may leave room for it.
    full = len(wrapped) >= 4 and max(wrapped) < NARROWEST_LETTER + SPACE and not spaced
    broken = full and any(_has_broken_syllable(cell) for cell in grid.cells)
    return Wrapping(min(padding, 1.0), everywhere=broken, spaced=spaced)


def _has_broken_syllable(cell: Cell) -> bool:
    texts = [clean(line.text) for line in cell.lines]
    return any(
        is_broken_syllable(before.split()[-1], after.split()[0])
        for before, after in pairwise(texts)
        if before and after
    )


def join_cell(cell: Cell, wrapping: Wrapping, *, tight: bool = False) -> Joined:
    """Return the cell's text on one line, NFC; `tight` cells hold one number or address."""
    if tight and sum("@" in line.text for line in cell.lines) < 2:
        # An address somebody broke may be two things: the address and a remark.
        ends = "@" in cell.text and any(
            _is_typed(one, two, wrapping) and not HOLDS_ON.search(f"{one.text}\n{two.text}")
            for one, two in pairwise(cell.lines)
        )
        return Joined(clean("".join(line.text.strip() for line in cell.lines)), ends)
    return join_lines(cell.lines, wrapping)


def join_lines(lines: Sequence[DrawnLine], wrapping: Wrapping) -> Joined:
    """Return the lines as one text, NFC, single spaces."""
    if len(lines) == 1:
        return Joined(clean(lines[0].text))
    text, unsure = "", False
    ends: list[int] = []
    before: DrawnLine | None = None
    for drawn in lines:
        line = DrawnLine(unicodedata.normalize("NFC", drawn.text), drawn.room)
        if before is not None:
            if _is_typed(before, line, wrapping):
                ends.append(len(text))
            glue, doubt = _break(text, before, line, wrapping)
            text, unsure = text + glue, unsure or doubt
        text += line.text
        before = line
    parts = [clean(text[start:end]) for start, end in pairwise([0, *ends, len(text)])]
    return Joined(clean(text), unsure, tuple(parts) if ends else ())


def _is_typed(before: DrawnLine, after: DrawnLine, wrapping: Wrapping) -> bool:
    """Return whether a line ended where the next word had room by far."""
    following = after.text.split(maxsplit=1)[0] if after.text.strip() else ""
    needed = SPACE + LETTER * len(following) + 1.5
    if wrapping.spaced and not before.text[-1:].isspace() and before.text[-1:] not in FALLBACK:
        needed = NARROWEST_LETTER
    return wrapping.hard_breaks or before.room - wrapping.padding >= needed


def _break(text: str, before: DrawnLine, after: DrawnLine, wrapping: Wrapping) -> tuple[str, bool]:
    """Return what stands between two lines, and whether that is a guess.

    `text` is all that was joined so far: the word that ends it may have begun lines above.
    """
    if wrapping.hard_breaks or before.text[-1:].isspace() or after.text[:1].isspace():
        return " ", False
    last, following = text.rsplit(maxsplit=1)[-1], after.text.split(maxsplit=1)[0]
    if following[0] in ",;:.)" or _hangs(last):
        return "", False
    alone, room = len(before.text.split()) == 1, before.room - wrapping.padding
    tight = alone and room < NARROWEST_LETTER + SPACE
    pieces = (last, following)
    if tight and any(map(_is_address_piece, pieces)) and all(map(_is_address, pieces)):
        return "", False
    if following[0] in "-/" and len(following) > 1:
        return "", not tight
    return _break_of_words(last, following, room, alone=alone, wrapping=wrapping)


def _break_of_words(
    last: str, following: str, room: float, *, alone: bool, wrapping: Wrapping
) -> tuple[str, bool]:
    typed = room >= 2.5 and alone and not _is_code(last)
    if typed or room >= SPACE + LETTER * len(following) + 0.5:
        return " ", False
    if wrapping.everywhere:
        return _anywhere(last, following)
    figures = alone and last.isdigit()  # a number by itself, whose field heeds no space
    full = room < NARROWEST_LETTER + SPACE and not figures
    cut = _cut_inside(last, following) if full else None
    return cut or _after_word(last, following, room, alone=alone)


def _cut_inside(last: str, following: str) -> tuple[str, bool] | None:
    """Return what stands between two pieces that may be one, each too wide for its column, and
    whether that is a guess: nothing in "NGUYỄ" and "N" or "09" and "16220416", a space where both
    are words ("Khu" and "yến"). None where they can only be two words.
    """
    one, rest = BETWEEN_WORDS.split(last)[-1], BETWEEN_WORDS.split(following)[0]
    if one.isdigit() and rest.isdigit():
        is_long = len(one + rest) >= LONG_NUMBER
        return ("", not _is_one_number(last, following)) if is_long else None
    goes_on = rest.islower() or (one.isupper() and rest.isupper())
    if not (goes_on and one.isalpha() and rest.isalpha() and is_syllable(one + rest)):
        return None
    if is_broken_syllable(one, rest):
        return "", True
    return (" ", True) if len(rest) > 1 else None  # "Thú y" ends many a line


def _is_one_number(last: str, following: str) -> bool:
    """Return whether two pieces, neither a person's number by itself, make one together."""
    pieces = last, following.rstrip(",;:.)")
    is_short = all(piece.isdigit() and len(piece) < SHORTEST_ID for piece in pieces)
    return is_short and SHORTEST_ID <= sum(map(len, pieces)) <= LONGEST_ID


def _is_address_piece(word: str) -> bool:
    """Return whether the word can only be a part of an address, for it has its signs."""
    return _is_address(word) and not word.isalnum()


def _is_address(word: str) -> bool:
    return bool(re.fullmatch(r"[a-z0-9._@-]+", word))


def _hangs(word: str) -> bool:
    """Return whether the line ends in a hyphen or slash that belongs to a word."""
    return len(word) > 1 and word[-1] in "-/\u2010\u00ad" and word[-2] not in "-/"


def _anywhere(last: str, following: str) -> tuple[str, bool]:
    """Judge a break where words may break anywhere: what the pieces make together tells."""
    rest = following.rstrip(",;:.)")
    if last.isalpha() and rest.isalpha():
        if is_broken_syllable(last, rest):
            return "", False
        apart = rest[0].isupper() and last[-1].islower()
        return " ", is_syllable(last + rest) and not apart
    if _is_code(last) and (_is_code(following) or following[:1].isalnum()):
        return "", True
    return "" if "@" in following and _is_address(last) else " ", True


def _after_word(last: str, following: str, room: float, *, alone: bool) -> tuple[str, bool]:
    """Judge a break where words are kept whole as long as they fit on a line.

    A word is broken inside only if it began its line, for else it had moved down whole.
    """
    if not alone or room >= NARROWEST_LETTER + SPACE:
        return _after_words(last, following, full=room < NARROWEST_LETTER)
    if "@" in last or "@" in following or (_is_code(last) and _is_code(following)):
        return "", False
    if _is_code(last):
        return _after_symbol(last, following.rstrip(",;:.)"))
    one, rest = BETWEEN_WORDS.split(last)[-1], following.rstrip(",;:.)")
    if len(last) > LONGEST_SYLLABLE and not is_syllable(one):
        return "", not (last.isascii() and last.islower())
    if following[:1].islower() and is_syllable(one + rest):
        two_words = is_syllable(one) and is_syllable(rest)
        return ("", False) if not two_words else (" ", True)
    return " ", False


def _after_words(last: str, following: str, *, full: bool) -> tuple[str, bool]:
    """Judge a break after a word that did not begin its line, or that left room on it.

    Some cut a symbol that is too wide for its column where the line ends: "1", "11/2022/N".
    """
    if full and last.isdigit() and re.match(r"\d+/", following):
        return " ", True
    symbol = full and _is_code(last) and "/" in last
    goes_on = symbol and following[:1].isdigit() and "/" in following
    return "" if goes_on else " ", symbol and not any(char.islower() for char in following)


def _after_symbol(last: str, following: str) -> tuple[str, bool]:
    """Judge a break after a number or a document's symbol.

    "111/2022/N" goes on with "Đ-CP": capitals with a hyphen, or one or two of them. "125/QĐ-SNV"
    does not go on with "của". Anything else may be either.
    """
    if "/" not in last:
        return " ", True
    if any(char.islower() for char in following):
        return " ", False
    return "", "-" not in following and len(following) > 2


def _is_code(word: str) -> bool:
    """Return whether this is a number, an address or a symbol rather than a Vietnamese word."""
    return any(char.isdigit() or char in "@_" for char in word)
