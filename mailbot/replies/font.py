"""The characters a TrueType font can show, read from its `cmap` table (OpenType, format 4 and 12).

Small on purpose: it reads only the faces shipped in config/fonts.
"""

from __future__ import annotations

from struct import unpack_from

VIETNAMESE = (
    "aàảãáạăằẳẵắặâầẩẫấậbcdđeèẻẽéẹêềểễếệghiìỉĩíịklmnoòỏõóọôồổỗốộơờởỡớợpqrstuùủũúụưừửữứựvxyỳỷỹýỵ"
    "fjwz0123456789.,:;/-–()“”…@"
)


class FontError(ValueError):
    """The file is no font this reader understands."""


def characters(font: bytes) -> frozenset[int]:
    """Return the code points the font has a glyph for."""
    tables = _tables(font)
    if b"cmap" not in tables:
        raise FontError("the font has no cmap table")
    start = tables[b"cmap"]
    (count,) = unpack_from(">H", font, start + 2)
    found: set[int] = set()
    for index in range(count):
        platform, _, offset = unpack_from(">HHI", font, start + 4 + 8 * index)
        if platform in (0, 3):
            found |= _subtable(font, start + offset)
    return frozenset(found)


def missing_vietnamese(supported: frozenset[int]) -> tuple[str, ...]:
    """Return the letters and signs of Vietnamese the font lacks, in order."""
    wanted = dict.fromkeys(VIETNAMESE + VIETNAMESE.upper())
    return tuple(char for char in wanted if ord(char) not in supported)


def _tables(font: bytes) -> dict[bytes, int]:
    if font[:4] not in (b"\x00\x01\x00\x00", b"true"):
        raise FontError("not a TrueType font")
    (count,) = unpack_from(">H", font, 4)
    rows = (unpack_from(">4sIII", font, 12 + 16 * index) for index in range(count))
    return {tag: offset for tag, _, offset, _ in rows}


def _subtable(font: bytes, start: int) -> set[int]:
    (kind,) = unpack_from(">H", font, start)
    if kind == 4:
        return _segments(font, start)
    if kind == 12:
        return _groups(font, start)
    return set()


def _segments(font: bytes, start: int) -> set[int]:
    """Format 4: segments of (end, start, delta, offset to glyph ids)."""
    (doubled,) = unpack_from(">H", font, start + 6)
    columns = [start + 14 + skip for skip in (0, doubled + 2, 2 * doubled + 2, 3 * doubled + 2)]
    found: set[int] = set()
    for step in range(0, doubled, 2):
        last, first, delta, offset = (unpack_from(">H", font, at + step)[0] for at in columns)
        codes = range(first, min(last, 0xFFFE) + 1)
        if offset:
            glyphs = unpack_from(f">{len(codes)}H", font, columns[3] + step + offset)
            found.update(code for code, glyph in zip(codes, glyphs, strict=True) if glyph)
        else:
            found.update(code for code in codes if (code + delta) & 0xFFFF)
    return found


def _groups(font: bytes, start: int) -> set[int]:
    """Format 12: groups of (first, last, first glyph)."""
    (count,) = unpack_from(">I", font, start + 12)
    found: set[int] = set()
    for index in range(count):
        first, last, _ = unpack_from(">III", font, start + 16 + 12 * index)
        found.update(range(first, last + 1))
    return found
