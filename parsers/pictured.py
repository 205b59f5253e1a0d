"""Which pages are pictures of text rather than text, and what takes their place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from parsers.flag import FlagCode
from parsers.reading import Block, Grid, Reading
from parsers.source import SourceFile

A_LETTER_OF_TEXT = 300
UNMAPPED_SHARE = 0.04


@dataclass(frozen=True, slots=True)
class Scan:
    """A file to recognise; `pages` counts from 1 and is empty for an image file: all of it."""

    file: SourceFile
    pages: frozenset[int] = frozenset()


def pictured_pages(reading: Reading) -> frozenset[int]:
    """Return the pages that must be recognised: no text but a picture, a picture with a layer of
    recognised text under it, or letters nobody can map.

    A page with a picture behind a table or a letter of its own is read as it is.
    """
    scanned, layered, unmapped = (
        {flag.place.page for flag in reading.flags if flag.code is code and flag.place}
        for code in (FlagCode.SCAN, FlagCode.SCAN_TEXT_LAYER, FlagCode.UNMAPPED_TEXT)
    )
    wanted = {page for page in scanned - layered if not _stands_alone(reading, page)} | layered
    wanted |= {page for page in unmapped if _is_garbage(reading, page)}
    return frozenset(page for page in wanted if page is not None)


def with_pages(reading: Reading, scanned: Reading) -> Reading:
    """Return the reading with the scanned pages in place of its own."""
    if not scanned.blocks:
        return reading
    pages = {block.place.page for block in scanned.blocks}
    kept = [block for block in reading.blocks if block.place.page not in pages]
    blocks = sorted([*kept, *scanned.blocks], key=lambda block: block.place.page or 0)
    return replace(reading, blocks=tuple(blocks))


def _stands_alone(reading: Reading, page: int | None) -> bool:
    blocks = [block for block in reading.blocks if block.place.page == page]
    text = sum(len(text) for text in _texts(blocks))
    return text >= A_LETTER_OF_TEXT or any(isinstance(block, Grid) for block in blocks)


def _is_garbage(reading: Reading, page: int | None) -> bool:
    text = "".join(_texts([block for block in reading.blocks if block.place.page == page]))
    odd = sum(char == "\ufffd" or "\ue000" <= char <= "\uf8ff" for char in text)
    return odd > UNMAPPED_SHARE * len(text)


def _texts(blocks: list[Block]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, Grid):
            yield from (line.text for cell in block.cells for line in cell.lines)
        else:
            yield block.text
