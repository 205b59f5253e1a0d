"""Readings in an old encoding become proposals in Unicode, with what was read kept beside."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from parsers.flag import Flag, FlagCode
from parsers.reading import Block, Cell, DrawnLine, Grid, Line, Reading
from parsers.text.encoding import Encoding, converted, gain, is_unicode

Conversion = Callable[[str, str], str]
"""Of a text and what stands beside it: its row, or nothing."""

ENOUGH_WORDS = 3


def in_unicode(reading: Reading) -> Reading:
    """Return the reading with tables and running text converted where they need it, each flagged.

    They are judged apart: an old list is often pasted into a new letter.
    """
    lines = [block for block in reading.blocks if isinstance(block, Line)]
    flags: list[Flag] = []
    convert = conversion_of([line.text for line in lines])
    blocks: list[Block] = []
    for block in reading.blocks:
        better = _grid(block) if isinstance(block, Grid) else _line(block, convert)
        if better is not block and (isinstance(block, Grid) or not flags):
            flags.append(_flag(block, better))
        blocks.append(better)
    if not flags:
        return reading
    return Reading(tuple(blocks), (*reading.flags, *flags))


def conversion_of(texts: Sequence[str]) -> Conversion | None:
    """Return how these texts are converted, None where they are Unicode.

    Where old text prevails, all that is not plainly Unicode is converted, unless what stands beside
    it is; else only what has the old encoding's own signs.
    """
    whole = " ".join(texts)
    gains = {encoding: gain(whole, encoding) for encoding in Encoding}
    encoding = max(gains, key=lambda name: gains[name])
    if gains[encoding] < 1:
        return None
    modern = sum(is_unicode(word) for word in whole.split())
    prevails = gains[encoding] >= ENOUGH_WORDS and gains[encoding] > modern

    def convert(text: str, beside: str) -> str:
        modern_here = is_unicode(beside) and gain(beside, encoding) < 1
        old = gain(text, encoding) > 0 or (prevails and not modern_here)
        return converted(text, encoding) if old and not is_unicode(text) else text

    return convert


def _grid(grid: Grid) -> Grid:
    convert = conversion_of([line.text for cell in grid.cells for line in cell.lines])
    if convert is None:
        return grid
    beside: dict[int, str] = {}
    for cell in grid.cells:
        beside[cell.row] = f"{beside.get(cell.row, '')} {_cell_text(cell)}"
    cells = tuple(_cell(cell, convert, beside[cell.row]) for cell in grid.cells)
    return grid if cells == grid.cells else replace(grid, cells=cells)


def _cell(cell: Cell, convert: Conversion, beside: str) -> Cell:
    lines = tuple(DrawnLine(convert(line.text, beside), line.room) for line in cell.lines)
    if lines == cell.lines:
        return cell
    return replace(cell, lines=lines, raw=cell.text)


def _cell_text(cell: Cell) -> str:
    return " ".join(line.text for line in cell.lines)


def _line(line: Line, convert: Conversion | None) -> Line:
    text = convert(line.text, "") if convert else line.text
    return line if text == line.text else replace(line, text=text)


def _flag(before: Block, after: Block) -> Flag:
    """Return a flag with the encoding that makes the one block of the other."""
    name = next(
        (name for name in Encoding if converted(_text(before), name) == _text(after)),
        max(Encoding, key=lambda name: gain(_text(before), name)),
    )
    return Flag(FlagCode.LEGACY_ENCODING, (("encoding", name.value),), before.place)


def _text(block: Block) -> str:
    if isinstance(block, Line):
        return block.text
    return " ".join(_cell_text(cell) for cell in block.cells)
