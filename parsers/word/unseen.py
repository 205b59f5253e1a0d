"""What a docx holds that its reader does not see, or not as it stands (ECMA-376, part 1, 17)."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import Any

from parsers.flag import Flag, FlagCode
from parsers.marks.theme import pale_colours
from parsers.source import Place
from parsers.word.coloured import coloured
from parsers.word.fields import Fields
from parsers.word.numbering import Numbering, misnumbered
from parsers.word.room import clipped
from parsers.word.runs import Runs
from parsers.word.styles import Styles, W
from parsers.word.where import Where

TRACKED = ("ins", "del", "moveFrom", "moveTo", "delText", "cellIns", "cellDel", "cellMerge")
TURNING = ("bdo", "dir")
READ = frozenset(
    {"p", "r", "t", "tbl", "tr", "tc", "hyperlink", "sdt", "sdtContent", "ins", "smartTag"}
    | {"customXml", "fldSimple", "dir", "bdo"}
)
TOLD = frozenset({"del", "moveFrom", "moveTo", "drawing", "pict", "object"})
"""What is flagged by itself if it holds text."""

FILLED = frozenset({"showingPlcHdr", "dataBinding"})
"""What is said of a content control whose text is none that somebody typed there."""

MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"


def unseen(file: str, body: Any, styles: Any, numbers: Any, theme: Any) -> Iterator[Flag]:
    """Yield a flag for each way in which text is hidden, struck, not accepted, shown otherwise, or
    out of reach.
    """
    place, known = Place(file), Styles(styles)
    runs, fields = Runs(body, known, pale_colours(theme)), Fields(body)
    where = Where(file, body, runs.parents)
    tracked = [one for name in TRACKED for one in body.iter(f"{W}{name}")]
    if tracked:
        yield Flag(FlagCode.TRACKED_CHANGES, (), where.first(tracked))
    for code, elements, more in (
        (FlagCode.HIDDEN_TEXT, chain(runs.hidden(), clipped(body, known)), fields.unshown),
        (FlagCode.STRUCK_TEXT, runs.struck(), 0),
        (FlagCode.UNMAPPED_TEXT, (), _unread(body) + runs.in_signs()),
    ):
        told = [one for one in elements if length(one)]
        if count := sum(map(length, told)) + more:
            yield Flag(code, (("count", str(count)),), where.first(told))
    yield from coloured(file, body, runs)
    if runs.turned() or any(body.find(f".//{W}{name}") is not None for name in TURNING):
        yield Flag(FlagCode.REVERSED_TEXT, (), place)
    if any(length(inner) for cell in body.iter(f"{W}tc") for inner in cell.iter(f"{W}tbl")):
        yield Flag(FlagCode.IRREGULAR_TABLE, (), place)
    if body.find(f".//{W}tcPr/{W}hMerge") is not None:
        yield Flag(FlagCode.IRREGULAR_TABLE, (), place)
    misread = any(True for _ in misnumbered(body, Numbering(numbers, known)))
    filled = any(map(_fills_itself, body.iter(f"{W}sdt")))
    if fields.changing or misread or filled or runs.lifted():
        yield Flag(FlagCode.SHOWN_OTHERWISE, (), place)


def _fills_itself(control: Any) -> bool:
    """Return whether a content control asks for a text that nobody gave yet, or shows what stands
    in another part (ECMA-376, part 1, 17.5.2.39 and 17.5.2.6).
    """
    properties = control.find(f"{W}sdtPr")
    said = {one.tag.rpartition("}")[2] for one in ([] if properties is None else properties)}
    return not said.isdisjoint(FILLED) and length(control) > 0


def _unread(body: Any) -> int:
    """Return how many signs, formulas and letters stand where no reader looks."""
    signs = sum(1 for name in (f"{W}sym", MATH) for _ in body.iter(name))
    return signs + sum(_out_of_reach(child) for child in body)


def _out_of_reach(element: Any) -> int:
    """Return how many letters stand in elements that no reader goes into: text of another version
    (ECMA-376, part 3), or of a program that comes after this one.
    """
    name = element.tag.removeprefix(W)
    if name in READ:
        return sum(_out_of_reach(child) for child in element)
    return 0 if name in TOLD else length(element)


def length(element: Any) -> int:
    """Return how many letters stand under an element."""
    return len("".join(text.text or "" for text in element.iter(f"{W}t")).strip())
