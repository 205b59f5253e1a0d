"""Text that may hold what was asked, yet was read by nobody: it must never pass in silence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import dropwhile, pairwise

from parsers.flag import Flag, FlagCode
from parsers.meaning.instruction import is_draft, letter_instructions
from parsers.reading import Grid, Line, Reading
from parsers.source import Place
from parsers.text.words import bare, clean

# Signs that the TCVN3 fonts draw as Vietnamese letters and that stand in no Vietnamese word.
TCVN3 = re.compile(
    "[A-Za-z][\u00a8\u00a9\u00aa\u00ab\u00ac\u00ad\u00ae\u00b5-\u00b9\u00bb-\u00be\u00d7\u00de\u00df]"
)
ENOUGH = 6
# Signs that show what follows from right to left (Unicode Standard Annex 9).
REVERSING = re.compile("[\u061c\u200f\u202b\u202e\u2067]")
NATIONAL_ID = re.compile(
    r"(?<![\d.])0\d{2}(?:[ .-]?\d){9}(?![\d/]|[.-]\d)"
    r"|(?:cmnd|cccd|căn cước|định danh|chứng minh)\D{0,30}?(?<!\d)\d{3}([ .-]?)\d{3}\1\d{3}(?!\d)",
    re.IGNORECASE,
)
"""Twelve figures, in parts or not; or the nine of an old card, behind its name."""

PARTED_ID = re.compile(r"(?<![\d.])0\d{2}(?:[ .-]\d{3}){3}(?![\d/])")

VALUE_IN_TEXT = re.compile(r"(?<!\d)0\d{2}[\d .]{6,10}\d(?!\d)|[\w.+-]+@[\w-]+\.\w")
CONTACT = re.compile(
    r"chi tiet|thong tin ve|gui ve|dia chi|"
    r"^\W*(?:dien thoai|dt|sdt|tel|fax|e-?mail|website|so dt)\b"
)
# Where what was asked for is fetched; where it is to be sent is no mere contact.
FETCHED_AT = re.compile(r"^\W*noi (?:nhan|tra) ket qua\b[^@]*$")
CONTACT_FOLLOWS = re.compile(r"(?:lien he|lien lac|dau moi|gui ve|dia chi)\W*$")
# Where to something may be sent: an address beyond the government, or one that is to receive it.
PRIVATE = re.compile(r"@(?![\w.-]*gov\.vn\b)[\w-]+\.\w", re.IGNORECASE)
RECEIVES = re.compile(r"(?:mail|thu|dia chi|so|zalo) (?:de )?nhan\b")
CALLED = re.compile(r"lien he|lien lac|dau moi|thac mac|vuong mac|ho tro|nguoi (?:lap|ky|tong hop)")
VALUE_ALONE = re.compile(r"^\W*(?:0\d{9,10}|[\w.+-]+@[\w.-]+\.\w{2,})\W*$")


def unread_text(reading: Reading) -> tuple[Flag, ...]:
    """Flag a file written in an encoding older than Unicode, whose words mean nothing here, and
    one whose text is shown the other way round.
    """
    turned = next((block for block in reading.blocks if REVERSING.search(_text(block))), None)
    reversed_text = [Flag(FlagCode.REVERSED_TEXT, (), turned.place)] if turned else []
    return (*reversed_text, *_legacy_text(reading))


def _legacy_text(reading: Reading) -> tuple[Flag, ...]:
    first = next((block for block in reading.blocks if TCVN3.search(_text(block))), None)
    if first is None or sum(len(TCVN3.findall(_text(b))) for b in reading.blocks) < ENOUGH:
        return ()
    return (Flag(FlagCode.LEGACY_ENCODING, (("encoding", "TCVN3"),), first.place),)


def rows_outside(reading: Reading) -> Iterator[Flag]:
    """Flag values that stand outside every table the way a row without rules does.

    One telephone number or address alone is the letter's contact, more are a list; below the
    first row of a table even one is, and below a list whatever does not say that it is a contact.
    """
    lines = [block for block in reading.blocks if isinstance(block, Line)]
    grids = [block for block in reading.blocks if isinstance(block, Grid) and block.columns > 2]
    alone = [line for line in lines if VALUE_ALONE.match(line.text)]
    named = [
        line
        for line, after in pairwise([*lines, Line("", Place())])
        if NATIONAL_ID.search(clean(line.text)) or _is_id_cut(line, after)
    ]
    beside = [line for line in alone if any(_is_beside(line, grid) for grid in grids)]
    under = list(_below_lists(reading))
    below = [
        line
        for before, line in zip((None, *under), under, strict=False)
        if tells_of_somebody(line.text) and not (_announces(before) or _goes_on(before, line))
    ]
    for line in [*named, *beside, *(alone if len(alone) > 2 else []), *below][:1]:
        yield Flag(FlagCode.ROWS_OUTSIDE_TABLE, (), line.place)


def _is_id_cut(line: Line, after: Line) -> bool:
    """Return whether an ID in parts begins at the end of a line and ends in the next."""
    first, second = clean(line.text), clean(after.text)
    found = PARTED_ID.search(f"{first} {second}")
    return found is not None and found.start() < len(first) < found.end()


def _below_lists(reading: Reading) -> Iterator[Line]:
    """Yield the lines that follow a table of several columns."""
    blocks = dropwhile(lambda b: not (isinstance(b, Grid) and b.columns > 2), reading.blocks)
    yield from (block for block in blocks if isinstance(block, Line))


def _announces(before: Line | None) -> bool:
    """Return whether this line ends by saying that an address follows in the next."""
    return before is not None and bool(CONTACT_FOLLOWS.search(bare(before.text)))


def _goes_on(before: Line | None, line: Line) -> bool:
    """Return whether a line is the rest of the one that tells where results are fetched."""
    if before is None or not FETCHED_AT.match(bare(before.text)):
        return False
    text = line.text.strip()
    return text[:1].islower() and "@" not in text and before.text.rstrip()[-1:] not in ".;"


def tells_of_somebody(text: str) -> bool:
    """Return whether a number or an address stands here that is not called a contact."""
    words = bare(text)
    if not VALUE_IN_TEXT.search(text) or (CALLED.search(words) and not RECEIVES.search(words)):
        return False
    is_contact = CONTACT.search(words) or FETCHED_AT.match(words)
    return bool(not is_contact or PRIVATE.search(text) or RECEIVES.search(words))


def speaks_of_list(text: str) -> bool:
    """Return whether a margin holds a row, limits what is asked, or calls it a draft."""
    return tells_of_somebody(text) or is_draft(text) or any(letter_instructions("", text))


def _is_beside(line: Line, grid: Grid) -> bool:
    """Return whether a line stands on the page of a table, within its width, below its top."""
    one, other = line.place, grid.place
    if one.box is None or other.box is None or one.page != other.page:
        return False
    left, width = other.box[0], other.box[2]
    return one.box[1] > other.box[1] and left <= one.box[0] <= left + width


def _text(block: Line | Grid) -> str:
    if isinstance(block, Line):
        return block.text
    return " ".join(line.text for cell in block.cells for line in cell.lines)
