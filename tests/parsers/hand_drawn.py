"""The request written by hand, drawn word by word: by pdfium, and in operators of our own."""

from __future__ import annotations

import ctypes
import io
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

from tests.parsers.handmade import (
    ADDRESS,
    ANNEX,
    BODY,
    COLUMNS,
    DATE,
    HEAD,
    MOTTO,
    NAME,
    NUMBER,
    RECIPIENTS,
    ROWS,
    SUBJECT,
    TITLES,
    WIDTHS,
)

FACE = Path(__file__).parents[2] / "config" / "fonts" / "Tinos-Regular.ttf"
PAGE = (595, 842)
LEFT, TOP, LEADING, ROW = 35, 800, 14, 30
Words = tuple[float, float, float, str]
"""Left, base line and size of the letters, and what is written there."""


def words() -> Iterator[Words]:
    """Yield every line of letter and annex, which stand on one page."""
    yield from ((LEFT, TOP - LEADING * at, 10, text) for at, text in enumerate(HEAD))
    yield from ((320, TOP - LEADING * at, 10, text) for at, text in enumerate(MOTTO))
    yield from ((LEFT, 765, 10, f"Số: {NUMBER}"), (LEFT, 751, 9, SUBJECT), (380, 765, 10, DATE))
    yield 120, 720, 11, ADDRESS
    down = 700.0
    for text in BODY:
        for line in _broken(text, 100):
            yield LEFT, down, 10, line
            down -= LEADING
    yield from ((LEFT, 620 - LEADING * at, 9, text) for at, text in enumerate(RECIPIENTS))
    yield from ((380, 620 - LEADING * at, 10, text) for at, text in enumerate((*TITLES, "", NAME)))
    yield from ((120, 540 - LEADING * at, 10, text) for at, text in enumerate(ANNEX))
    for number, row in enumerate((COLUMNS, *ROWS)):
        for left, width, text in zip(_edges(), WIDTHS, row, strict=False):
            for at, line in enumerate(_broken(text, int(width / 4.4))):
                yield left + 3, _rules()[number] - 11 - 11 * at, 9, line


def _broken(text: str, most: int) -> Iterator[str]:
    """Yield the text in lines of so many letters."""
    line = ""
    for word in text.split():
        if line and len(line) + len(word) >= most:
            yield line
            line = ""
        line = f"{line} {word}".strip()
    yield line


def _edges() -> list[float]:
    return [LEFT + sum(WIDTHS[:at]) for at in range(len(WIDTHS) + 1)]


def _rules() -> list[float]:
    return [510.0 - ROW * at for at in range(len(ROWS) + 2)]


def by_pdfium() -> bytes:
    """Return the page as pdfium writes it: a text object for each line, a path for each rule."""
    document = pypdfium2.PdfDocument.new()
    page = document.new_page(*PAGE)
    data = FACE.read_bytes()
    held = (ctypes.c_uint8 * len(data)).from_buffer_copy(data)
    font = pdfium.FPDFText_LoadFont(document, held, len(data), pdfium.FPDF_FONT_TRUETYPE, True)
    for left, base, size, text in words():
        item = pdfium.FPDFPageObj_CreateTextObj(document, font, size)
        coded = (text + "\0").encode("utf-16-le")
        wide = ctypes.cast(ctypes.create_string_buffer(coded), ctypes.POINTER(ctypes.c_ushort))
        pdfium.FPDFText_SetText(item, wide)
        pdfium.FPDFPageObj_Transform(item, 1, 0, 0, 1, left, base)
        pdfium.FPDFPage_InsertObject(page, item)
    for (x0, y0), (x1, y1) in _lines():
        path = pdfium.FPDFPageObj_CreateNewPath(x0, y0)
        pdfium.FPDFPath_LineTo(path, x1, y1)
        pdfium.FPDFPageObj_SetStrokeWidth(path, 0.6)
        pdfium.FPDFPath_SetDrawMode(path, pdfium.FPDF_FILLMODE_NONE, True)
        pdfium.FPDFPage_InsertObject(page, path)
    page.gen_content()
    out = io.BytesIO()
    document.save(out)
    document.close()
    return out.getvalue()


def _lines() -> Iterator[tuple[tuple[float, float], tuple[float, float]]]:
    rules, edges = _rules(), _edges()
    yield from (((edges[0], y), (edges[-1], y)) for y in rules)
    yield from (((x, rules[0]), (x, rules[-1])) for x in edges)


def by_operators() -> bytes:
    """Return the page in operators: a whole face, glyphs by number, rules as filled boxes.

    The columns are written one after the other, each from the bottom to the top, and a word's
    letters one by one.
    """
    face = TTFont(FACE)
    glyphs, widths = face.getBestCmap(), face["hmtx"].metrics
    scale = 1000 / face["head"].unitsPerEm
    used = {char for *_, text in words() for char in text}
    numbers = {char: face.getGlyphID(glyphs[ord(char)]) for char in used}
    shown = "\n".join(_shown(one, numbers) for one in reversed([*words()]))
    boxes = "\n".join(
        f"{min(x0, x1) - 0.3} {min(y0, y1) - 0.3} {abs(x1 - x0) + 0.6} {abs(y1 - y0) + 0.6} re f"
        for (x0, y0), (x1, y1) in _lines()
    )
    advances = " ".join(
        f"{numbers[char]} [{widths[glyphs[ord(char)]][0] * scale:.0f}]" for char in sorted(used)
    )
    mapped = "\n".join(
        f"<{numbers[char]:04x}> <{char.encode('utf-16-be').hex()}>" for char in sorted(used)
    )
    return _file(
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        b"/Resources << /Font << /F 5 0 R >> >> >>",
        _stream(f"{boxes}\nBT\n{shown}\nET".encode()),
        b"<< /Type /Font /Subtype /Type0 /BaseFont /Tinos /Encoding /Identity-H "
        b"/DescendantFonts [6 0 R] /ToUnicode 9 0 R >>",
        f"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Tinos /CIDToGIDMap /Identity "
        f"/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> "
        f"/FontDescriptor 7 0 R /W [{advances}] >>".encode(),
        b"<< /Type /FontDescriptor /FontName /Tinos /Flags 4 /FontBBox [-200 -300 1200 1000] "
        b"/ItalicAngle 0 /Ascent 891 /Descent -216 /CapHeight 650 /StemV 80 /FontFile2 8 0 R >>",
        _stream(FACE.read_bytes()),
        _stream(
            f"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /A def "
            f"1 begincodespacerange <0000> <ffff> endcodespacerange\n"
            f"{len(used)} beginbfchar\n{mapped}\nendbfchar endcmap end end".encode()
        ),
    )


def _shown(one: Words, numbers: dict[str, int]) -> str:
    left, base, size, text = one
    coded = " 0 ".join(f"<{numbers[char]:04x}>" for char in text)
    return f"/F {size} Tf 1 0 0 1 {left} {base} Tm [{coded}] TJ"


def _stream(content: bytes) -> bytes:
    return b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content)


def _file(*objects: bytes) -> bytes:
    out, offsets = b"%PDF-1.5\n%\xe2\xe3\xcf\xd3\n", []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    size, start = len(objects) + 1, len(out)
    end = f"trailer << /Size {size} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n"
    return out + f"xref\n0 {size}\n0000000000 65535 f \n{table}{end}".encode()
