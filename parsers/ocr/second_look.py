"""The second look at cells whose column is known: digits as digits, addresses as addresses."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from parsers.flag import Flag, FlagCode
from parsers.ocr.address import usual_domain
from parsers.ocr.engine import Engine
from parsers.ocr.heading import with_headers_again
from parsers.ocr.known_cell import KnownCell, Seen, digits
from parsers.ocr.number import running
from parsers.ocr.page import Look
from parsers.reading import Cell, DrawnLine, Grid, Line, Reading
from parsers.source import Place
from parsers.tables import ListTable, list_tables


def second_look(looks: Sequence[Look], engine: Engine) -> Reading:
    """Return the pages with the cells of known columns read as what they hold, doubts flagged."""
    looks = [with_headers_again(look, engine) for look in looks]
    first = Reading(tuple(block for look in looks for block in look.blocks))
    tables = list_tables(first).tables
    seen: dict[Place, Seen] = {}
    for name, cell, look in _known_cells(tables, looks):
        if cell.place not in seen:
            seen[cell.place] = KnownCell(name, cell, look, engine).seen()
    for table in tables:
        seen |= _in_sequence(table, seen)
    usual = usual_domain(one.address for one in seen.values() if one.address)
    better = {place: _settled(one, usual) for place, one in seen.items()}
    flags = tuple(flag for one in better.values() for flag in one.doubts)
    return Reading(tuple(_with(block, better) for block in first.blocks), flags)


def _known_cells(
    tables: Sequence[ListTable], looks: Sequence[Look]
) -> Iterator[tuple[str, Cell, Look]]:
    """Yield the cells by what they hold: "organisation" is the name of one."""
    by_page = {look.sheet.number: look for look in looks}
    for table in tables:
        for entry in table.entries:
            for name, (cell, _) in entry.pieces.items():
                look = by_page.get(cell.place.page or 0)
                if look is not None and cell.place in look.areas:
                    listed = table.columns.shape if name == "name" else name
                    yield ("name" if listed == "individual" else listed), cell, look


def _with(block: Line | Grid, better: Mapping[Place, Seen]) -> Line | Grid:
    if isinstance(block, Line):
        return block
    cells = [better[cell.place].cell if cell.place in better else cell for cell in block.cells]
    return replace(block, cells=tuple(cells))


def _in_sequence(table: ListTable, seen: Mapping[Place, Seen]) -> dict[Place, Seen]:
    """Return the running numbers of a table that read otherwise beside those around them."""
    places = [entry.pieces["stt"][0].place for entry in table.entries if "stt" in entry.pieces]
    counted = [(place, seen[place], number) for place in places if (number := seen[place].number)]
    found = running([number for _, _, number in counted])
    return {
        place: replace(one, cell=_proposed(one.cell, text))
        for (place, one, _), text in zip(counted, found, strict=True)
        if text and text != digits(one.cell.text)
    }


def _proposed(cell: Cell, text: str) -> Cell:
    return replace(cell, lines=(DrawnLine(text),), raw=cell.text)


def _settled(seen: Seen, usual: str) -> Seen:
    """Return the cell with its address as the others' domain makes it likely."""
    if seen.address is None:
        return seen
    text, sure = seen.address.settled(usual)
    if sure:
        return seen
    read = "".join(line.text for line in seen.cell.lines)
    doubt = Flag(FlagCode.SCAN_UNSURE, (("text", text),), seen.cell.place)
    others = tuple(flag for flag in seen.doubts if flag.code is not FlagCode.SCAN_UNSURE)
    if text == seen.address.first:
        return Seen(seen.cell, (doubt, *others))
    return Seen(replace(seen.cell, lines=(DrawnLine(text),), raw=read), (doubt, *others))
