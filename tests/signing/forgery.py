"""Ways to spoil a signed PDF, as published attacks and broken tools do it."""

from __future__ import annotations

import re
from collections.abc import Callable
from io import BytesIO

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name, pdf_string
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader

Change = Callable[[IncrementalPdfFileWriter], None]


def updated(data: bytes, change: Change) -> bytes:
    """Return the PDF with an incremental update."""
    writer = IncrementalPdfFileWriter(BytesIO(data))
    change(writer)
    output = BytesIO()
    writer.write(output)
    return output.getvalue()


def byte_range(data: bytes, which: int = -1) -> tuple[int, int, int, int]:
    found = re.findall(rb"/ByteRange\s*\[\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s*\]", data)[which]
    first, second, third, fourth = (int(number) for number in found)
    return first, second, third, fourth


def with_byte_range(data: bytes, text: bytes) -> bytes:
    """Return the PDF with another /ByteRange of the same length in the file."""
    match = re.search(rb"/ByteRange\s*\[[^\]]*\] *", data)
    assert match is not None
    new = b"/ByteRange " + text
    assert len(new) <= len(match[0])
    return data[: match.start()] + new.ljust(len(match[0])) + data[match.end() :]


def literal_contents_wrapping(data: bytes) -> bytes:
    """Widen the gap and write /Contents as a literal string, then hide a forged page beside it.

    pyHanko 0.38 takes the result for untouched: it derives the gap from the length of /Contents.
    """
    _, first, second, _length = byte_range(data)
    contents = bytes.fromhex(data[first + 1 : second - 1].decode())
    literal = b"(" + re.sub(rb"([()\\\r])", lambda m: b"\\" + _octal(m[1]), contents) + b")"
    gap = second - first
    room = gap - len(literal)
    assert room > 700
    head, tail = data[:first], data[second:]
    filler = _forged_objects(data, first + len(literal), room)
    return head + literal + filler + tail


def _octal(char: bytes) -> bytes:
    return b"%03o" % char[0]


def _forged_objects(data: bytes, offset: int, room: int) -> bytes:
    del data, offset
    body = b" /Forged (" + b"A" * 64 + b") "
    return body.ljust(room)


def widened_gap(data: bytes) -> bytes:
    """Return the PDF whose gap reaches beyond the hexadecimal string."""
    _, first, second, length = byte_range(data)
    return with_byte_range(data, b"[0 %d %d %d]" % (first, second + 8, length - 8))


def other_text(writer: IncrementalPdfFileWriter) -> None:
    """Put another text on the first page."""
    page = writer.root["/Pages"]["/Kids"][0].get_object()
    stream = generic.StreamObject(stream_data=b"BT /F1 12 Tf 72 600 Td (0909 999 999) Tj ET")
    page["/Contents"] = generic.ArrayObject([page.raw_get("/Contents"), writer.add_object(stream)])
    writer.mark_update(page.container_ref)


def annotation(writer: IncrementalPdfFileWriter) -> None:
    """Cover a part of the page with a note."""
    page = writer.root["/Pages"]["/Kids"][0].get_object()
    note = generic.DictionaryObject(
        {
            pdf_name("/Type"): pdf_name("/Annot"),
            pdf_name("/Subtype"): pdf_name("/FreeText"),
            pdf_name("/Rect"): generic.ArrayObject(
                [generic.NumberObject(n) for n in (72, 700, 400, 740)]
            ),
            pdf_name("/Contents"): pdf_string("0909 999 999"),
        }
    )
    annots = generic.ArrayObject([*page.get("/Annots", ()), writer.add_object(note)])
    page["/Annots"] = annots
    writer.mark_update(page.container_ref)


def new_page(writer: IncrementalPdfFileWriter) -> None:
    """Append a page."""
    from pyhanko.pdf_utils.content import RawContent
    from pyhanko.pdf_utils.layout import BoxConstraints
    from pyhanko.pdf_utils.writer import PageObject

    stream = generic.StreamObject(stream_data=RawContent(b"q Q", box=BoxConstraints(9, 9)).render())
    page = PageObject(contents=writer.add_object(stream), media_box=(0, 0, 595, 842))
    writer.insert_page(page)


def visible_empty_field(writer: IncrementalPdfFileWriter) -> None:
    """Add an unsigned signature field whose appearance covers the page."""
    from pyhanko.sign.fields import SigFieldSpec, append_signature_field

    append_signature_field(writer, SigFieldSpec("Cover", on_page=0, box=(72, 700, 400, 740)))


def orphan(writer: IncrementalPdfFileWriter) -> None:
    """Add an object nothing refers to."""
    writer.add_object(generic.DictionaryObject({pdf_name("/Hidden"): pdf_string("x")}))


def no_form(writer: IncrementalPdfFileWriter) -> None:
    """Take the form away: the signature is in the file and in no field (USF)."""
    del writer.root["/AcroForm"]
    writer.update_root()


def changed_value(key: str, value: generic.PdfObject) -> Change:
    """Return a change of the last signature's dictionary."""

    def change(writer: IncrementalPdfFileWriter) -> None:
        field = writer.root["/AcroForm"]["/Fields"][-1].get_object()
        signature = field["/V"]
        signature[pdf_name(key)] = value
        writer.mark_update(signature.container_ref)

    return change


def contents(data: bytes) -> bytes:
    """Return the CMS of the last signature, with its padding."""
    _, first, second, _length = byte_range(data)
    return bytes.fromhex(data[first + 1 : second - 1].decode())


def with_contents(data: bytes, cms: bytes) -> bytes:
    """Return the PDF with another CMS in the last signature, padded to the same length."""
    _, first, second, _length = byte_range(data)
    room = second - first - 2
    assert len(cms) * 2 <= room
    return data[: first + 1] + cms.hex().encode().ljust(room, b"0") + data[second - 1 :]


def with_subfilter(data: bytes, name: bytes) -> bytes:
    """Return the PDF with another /SubFilter name of no more letters."""
    return re.sub(
        rb"/SubFilter */[A-Za-z0-9.]+", lambda m: (b"/SubFilter /" + name).ljust(len(m[0])), data
    )


def revisions(data: bytes) -> int:
    return PdfFileReader(BytesIO(data), strict=False).xrefs.total_revisions
