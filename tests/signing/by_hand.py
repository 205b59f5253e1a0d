"""Updates of a PDF written by hand, byte by byte, as no library would write them."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.reader import PdfFileReader

Objects = dict[int, bytes]
Table = Callable[[dict[int, int]], bytes]

OTHER_TEXT = b"<</Length 39>>\nstream\nBT /F1 12 Tf 72 600 Td (0909 999) Tj ET\nendstream"
_STREAM, _TABLE = 900, 901


def read(data: bytes) -> PdfFileReader:
    return PdfFileReader(BytesIO(data))


def table_of(reader: PdfFileReader) -> int:
    """Return where the last table of the file stands."""
    assert reader.last_startxref is not None
    return reader.last_startxref


def place_of(data: bytes, number: int) -> int:
    """Return where an object stood before anything was signed."""
    place = read(data).xrefs.get_historical_ref(generic.Reference(number, 0), 0)
    assert isinstance(place, int)
    return place


def first_page(data: bytes) -> generic.IndirectObject:
    page = read(data).root["/Pages"]["/Kids"].raw_get(0)
    assert isinstance(page, generic.IndirectObject)
    return page


def shown(data: bytes) -> int:
    """Return the number of the object that is shown on the first page."""
    return int(first_page(data).get_object().raw_get("/Contents").idnum)


def font(data: bytes) -> int:
    """Return the number of the font of the first page."""
    fonts = first_page(data).get_object()["/Resources"]["/Font"]
    return int(next(fonts.raw_get(key) for key in fonts).idnum)


def written(value: generic.PdfObject) -> bytes:
    output = BytesIO()
    value.write_to_stream(output, None)
    return output.getvalue()


def catalog_with(data: bytes, key: str, value: bytes) -> Objects:
    """Return the catalog with one entry more, under its number."""
    reader = read(data)
    inside = written(reader.root).rstrip().removesuffix(b">>")
    return {reader.root_ref.idnum: inside + key.encode() + b" " + value + b">>"}


def appended(
    data: bytes,
    objects: Objects,
    *,
    table: Table | None = None,
    before: bytes = b"",
    trailer: bytes = b"",
) -> bytes:
    """Return the PDF with an update: objects, table (of the objects unless given), trailer."""
    body, places = before, {}
    for number, text in objects.items():
        places[number] = len(data) + len(body)
        body += b"%d 0 obj\n%s\nendobj\n" % (number, text)
    rows = table(places) if table else b"".join(row(*place) for place in places.items())
    reader = read(data)
    end = b"trailer\n<</Size 1000 /Root %d 0 R /Prev %d %s>>\nstartxref\n%d\n%%%%EOF\n" % (
        reader.root_ref.idnum,
        table_of(reader),
        trailer,
        len(data) + len(body),
    )
    return data + body + b"xref\n" + (rows or b"0 0\n") + end


def row(number: int, place: int, generation: int = 0, kind: bytes = b"n") -> bytes:
    """Return the table's section of one object."""
    return b"%d 1\n%010d %05d %s\r\n" % (number, place, generation, kind)


def compressed(
    data: bytes, members: Objects, named: set[int], stream: int = _STREAM, table: int = _TABLE
) -> bytes:
    """Return the PDF with an update by an object stream, of whose members only some are named."""
    reader = read(data)
    pairs, body = b"", b""
    for number, text in members.items():
        pairs += b"%d %d " % (number, len(body))
        body += text + b" "
    head = b"/Type/ObjStm/N %d/First %d" % (len(members), len(pairs))
    held = _stream(stream, head, pairs + body)
    at = len(data) + len(held)
    entries = {stream: (1, len(data), 0), table: (1, at, 0)}
    entries |= {one: (2, stream, index) for index, one in enumerate(members) if one in named}
    index = b" ".join(b"%d 1" % number for number in sorted(entries))
    rows = b"".join(_entry(*entries[number]) for number in sorted(entries))
    head = b"/Type/XRef/Size 1000/W[1 4 2]/Index[%s]/Root %d 0 R/Prev %d" % (
        index,
        reader.root_ref.idnum,
        table_of(reader),
    )
    return data + held + _stream(table, head, rows) + b"startxref\n%d\n%%%%EOF\n" % at


def _entry(kind: int, place: int, index: int) -> bytes:
    return bytes([kind]) + place.to_bytes(4, "big") + index.to_bytes(2, "big")


def _stream(number: int, head: bytes, content: bytes) -> bytes:
    start = b"%d 0 obj\n<<%s/Length %d>>\nstream\n" % (number, head, len(content))
    return start + content + b"\nendstream\nendobj\n"
