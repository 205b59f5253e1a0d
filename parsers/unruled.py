"""Tables drawn without upright rules: columns and rows are proposed from where the words stand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

from parsers.columns import read_columns
from parsers.flag import Flag, FlagCode
from parsers.reading import Block, Cell, DrawnLine, Grid, Line, Reading
from parsers.source import Box, joined_box
from parsers.text.words import bare, clean

VALUE = re.compile(r"(?<!\d)0\d{9,11}(?!\d)|(?<!\d)\d{12}(?!\d)|\w@\w")
NUMBER = re.compile(r"^\(?\d{1,3}[.)]?$")
SAME_BAND = 0.5
HIGHEST_HEADER = 6
FAR = 2.6
HEADER_FAR = 4.0
GUTTER = 0.004
CROSSED = 0.12
WORD_GAP = 0.015
NO_ROW = re.compile(r"^(?:noi nhan|tong (?:cong|so)|danh sach nay|ghi chu:)")


def with_unruled(reading: Reading) -> Reading:
    """Return the reading with the tables its lines make as grids, each flagged.

    Nothing is taken where no header stands above it that names a list's columns.
    """
    blocks: list[Block] = []
    for _, group in groupby(reading.blocks, key=lambda block: (block.place.file, block.place.page)):
        blocks += _with_tables(list(group))
    known = {id(block) for block in reading.blocks}
    made = [block for block in blocks if id(block) not in known]
    flags = tuple(Flag(FlagCode.TABLE_UNRULED, place=grid.place) for grid in made)
    return Reading(tuple(blocks), (*reading.flags, *flags)) if made else reading


def _with_tables(page: list[Block]) -> list[Block]:
    """Return a page's blocks with each table in place of the first of its lines."""
    bands = _bands([block for block in page if isinstance(block, Line) and block.box])
    instead: dict[int, Grid | None] = {}
    for part in _parts(bands):
        grid, used = _table(part)
        if grid is not None:
            taken = {id(line) for line in used}
            first = next(block for block in page if id(block) in taken)
            instead |= dict.fromkeys(taken) | {id(first): grid}
    found = (instead.get(id(block), block) for block in page)
    return [block for block in found if block is not None]


def _parts(bands: Sequence[Band]) -> Iterator[Sequence[Band]]:
    """Yield the bands of each table with what stands above it: a header begins a new one."""
    start, rows = 0, False
    for at, band in enumerate(bands):
        if rows and _is_header(band):
            yield bands[start:at]
            start, rows = at, False
        rows = rows or _is_row(band)
    yield bands[start:]


def _is_header(band: Band) -> bool:
    texts = [(piece.text, piece.text) for piece in band]
    plain = not any(VALUE.search(piece.text) for piece in band)
    return plain and len(band) >= 3 and read_columns(texts) is not None


@dataclass(frozen=True, slots=True)
class _Piece:
    """A stretch of a line: its text between `x0` and `x1`, in fractions of the width."""

    text: str
    x0: float
    x1: float
    line: Line

    @property
    def box(self) -> Box:
        return self.line.box or (0.0, 0.0, 0.0, 0.0)


Band = list[_Piece]
Column = tuple[float, float]


def _table(bands: Sequence[Band]) -> tuple[Grid | None, list[Line]]:
    """Return the first table of these bands and the lines it took; None for no table."""
    anchors = _anchors(bands)
    if not anchors:
        return None, []
    end = _end(bands, anchors[-1])
    tried = [
        _Head.of(bands, start, top, end)
        for top in range(anchors[0], max(anchors[0] - 3, 0), -1)
        for start in range(top - 1, max(top - 1 - HIGHEST_HEADER, -1), -1)
    ]
    best = max(tried, key=lambda head: (head.fields, head.gap, head.start), default=None)
    if best is None or not best.fields:
        return None, []
    parts = [bands[best.start : best.top], *_rows(bands, best.top, end, anchors)]
    used = [piece.line for band in bands[best.start : end] for piece in band]
    return _grid(parts, best.columns, used), used


@dataclass(frozen=True, slots=True)
class _Head:
    """A guess that the header reaches from band `start` to band `top`."""

    start: int
    top: int
    fields: int
    gap: float
    columns: tuple[Column, ...]

    @classmethod
    def of(cls, bands: Sequence[Band], start: int, top: int, end: int) -> _Head:
        header = bands[start:top]
        columns = _headed(_columns(header, bands[top:end]), header)
        fields = _fields(header, columns) if _may_head(bands, start, top) else 0
        return cls(start, top, fields, _gap(bands, top), columns)


def _bands(lines: Sequence[Line]) -> list[Band]:
    """Return the lines that stand beside one another, from top to bottom."""
    bands: list[Band] = []
    for line in sorted(lines, key=_middle):
        x, _, width, height = line.box or (0.0, 0.0, 0.0, 0.0)
        piece = _Piece(clean(line.text), x, x + width, line)
        if bands and _middle(line) - _middle(bands[-1][0].line) < SAME_BAND * height:
            bands[-1].append(piece)
        else:
            bands.append([piece])
    return [sorted(band, key=lambda piece: piece.x0) for band in bands]


def _middle(line: Line) -> float:
    box = line.box or (0.0, 0.0, 0.0, 0.0)
    return box[1] + box[3] / 2


def _is_row(band: Band) -> bool:
    return len(band) >= 3 and any(VALUE.search(piece.text) for piece in band)


def _anchors(bands: Sequence[Band]) -> list[int]:
    """Return the bands rows are counted by: those with a number, where most have one."""
    rows = [at for at, band in enumerate(bands) if _is_row(band)]
    left = min((bands[at][0].x0 for at in rows), default=0.0)
    numbered = [
        at for at in rows if NUMBER.match(bands[at][0].text) and bands[at][0].x0 - left < WORD_GAP
    ]
    return numbered if len(numbered) >= len(rows) / 2 else rows


def _gap(bands: Sequence[Band], at: int) -> float:
    """Return the distance of a band from the one above it."""
    return _middle(bands[at][0].line) - _middle(bands[at - 1][0].line)


def _end(bands: Sequence[Band], last: int) -> int:
    """Return the band after the table: the last row's further lines stand close."""
    height = max(piece.box[3] for piece in bands[last])
    end = last + 1
    while end < len(bands) and _gap(bands, end) < FAR * height:
        first = bands[end][0]
        title = first.x0 < bands[last][0].x1 and first.x1 > bands[last][1].x0
        if title or NO_ROW.match(bare(first.text)):
            break
        end += 1
    return end


def _columns(header: Sequence[Band], body: Sequence[Band]) -> tuple[Column, ...]:
    """Return the stretches of the width that hold text, between gutters hardly a line crosses.

    A header's words count as many lines: a column may be all but empty.
    """
    full = [band for band in body if len(band) >= 3]
    edges = [
        (x, weight)
        for bands, count in ((header, len(full) + 1), (full, 1))
        for band in bands
        for piece in band
        for x, weight in ((piece.x0, count), (piece.x1 + GUTTER, -count))
        if len(band) >= 2
    ]
    found: list[Column] = []
    depth, start, limit = 0, None, CROSSED * len(full)
    for x, weight in sorted(edges):
        depth += weight
        if start is None and depth > limit:
            start = x
        elif start is not None and depth <= limit:
            found.append((start, x - GUTTER))
            start = None
    return tuple(found)


def _headed(columns: Sequence[Column], header: Sequence[Band]) -> tuple[Column, ...]:
    """Return the columns, those close by without a header joined to the left: justified lines
    stand apart word by word.
    """
    found: list[Column] = []
    for column in columns:
        named = any(piece.x0 < column[1] and column[0] < piece.x1 for b in header for piece in b)
        if found and not named and column[0] - found[-1][1] < WORD_GAP:
            found[-1] = (found[-1][0], column[1])
        else:
            found.append(column)
    return tuple(found)


def _may_head(bands: Sequence[Band], start: int, top: int) -> bool:
    """Return whether these bands stand like a header: close above the rows, in several parts."""
    height = max(piece.box[3] for piece in bands[top])
    close = all(_gap(bands, at) < HEADER_FAR * height for at in range(start + 1, top + 1))
    return close and max(len(band) for band in bands[start:top]) >= 3


def _fields(header: Sequence[Band], columns: Sequence[Column]) -> int:
    """Return how many fields these bands name above these columns; 0 if they head no list."""
    if any(VALUE.search(piece.text) for band in header for piece in band):
        return 0
    texts = [
        clean(" ".join(piece.text for band in header for piece in _in(band, column, columns)))
        for column in columns
    ]
    read = read_columns([(text, text) for text in texts])
    return len(read.fields) - len(read.unknown) if read else 0


def _rows(bands: Sequence[Band], top: int, end: int, anchors: Sequence[int]) -> list[list[Band]]:
    """Return the bands row by row: between two rows lies the widest gap."""
    cuts = [top]
    for above, below in pairwise(anchors):
        cuts.append(max(range(above + 1, below + 1), key=lambda at: _gap(bands, at)))
    return [list(bands[start:stop]) for start, stop in pairwise([*cuts, end])]


def _in(band: Band, column: Column, columns: Sequence[Column]) -> Iterator[_Piece]:
    """Yield what of a band stands in a column; a piece over several is cut at the gutters."""
    for piece in band:
        for part, owner in _cut(piece, columns):
            if owner == column:
                yield part


def _cut(piece: _Piece, columns: Sequence[Column]) -> Iterator[tuple[_Piece, Column]]:
    reached = [column for column in columns if column[0] < piece.x1 and piece.x0 < column[1]]
    if len(reached) < 2:
        nearest = min(columns, key=lambda column: abs(sum(column) - piece.x0 - piece.x1))
        yield piece, (reached or [nearest])[0]
        return
    rest = piece
    for left, right in pairwise(reached):
        at = _space_near(rest, (left[1] + right[0]) / 2)
        if at:
            x = rest.x0 + (rest.x1 - rest.x0) * at / len(rest.text)
            yield replace(rest, text=rest.text[:at].strip(), x1=x), left
            rest = replace(rest, text=rest.text[at:].strip(), x0=x)
    yield rest, reached[-1]


def _space_near(piece: _Piece, x: float) -> int:
    """Return the position of the space nearest to `x`, taking all letters for equally wide."""
    wanted = len(piece.text) * (x - piece.x0) / max(piece.x1 - piece.x0, 1e-6)
    spaces = [match.start() for match in re.finditer(" ", piece.text)]
    return min(spaces, key=lambda at: abs(at - wanted), default=0)


def _grid(parts: Sequence[Sequence[Band]], columns: Sequence[Column], used: Sequence[Line]) -> Grid:
    cells = [
        _cell(row, number, bands, columns)
        for row, bands in enumerate(parts)
        for number in range(len(columns))
    ]
    boxes = [line.place.box for line in used if line.place.box]
    place = replace(used[0].place, box=joined_box(boxes))
    edges = (columns[0][0], *(round((a[1] + b[0]) / 2, 4) for a, b in pairwise(columns)))
    return Grid(tuple(cells), len(parts), len(columns), place, (*edges, columns[-1][1]))


def _cell(row: int, number: int, bands: Sequence[Band], columns: Sequence[Column]) -> Cell:
    column = columns[number]
    lines: list[DrawnLine] = []
    boxes: list[Box] = []
    for band in bands:
        pieces = list(_in(band, column, columns))
        if pieces:
            text = " ".join(piece.text for piece in pieces)
            em = 2 * (pieces[-1].x1 - pieces[0].x0) / max(len(text), 1)
            room = max(0.0, column[1] - pieces[-1].x1) / max(em, 1e-6)
            lines.append(DrawnLine(text, round(room, 2)))
            boxes += [piece.line.place.box for piece in pieces if piece.line.place.box]
    place = bands[0][0].line.place
    return Cell(row, number, tuple(lines), replace(place, box=joined_box(boxes)))
