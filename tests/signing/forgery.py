"""Ways to spoil a signed PDF, as published attacks and broken tools do it."""

from __future__ import annotations

import re
from collections.abc import Callable
from io import BytesIO

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name, pdf_string
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import PageObject
from pyhanko.sign.fields import SigFieldSpec, append_signature_field

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
    hidden = b" /Forged (the objects of another page) "
    assert len(literal) + len(hidden) <= gap
    return data[:first] + (literal + hidden).ljust(gap) + data[second:]


def _octal(char: bytes) -> bytes:
    return b"%03o" % char[0]


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

    stream = generic.StreamObject(stream_data=b"q Q")
    page = PageObject(contents=writer.add_object(stream), media_box=(0, 0, 595, 842))
    writer.insert_page(page)


def visible_empty_field(writer: IncrementalPdfFileWriter) -> None:
    """Add an unsigned signature field whose appearance covers the page."""
    append_signature_field(writer, SigFieldSpec("Cover", on_page=0, box=(72, 700, 400, 740)))


def orphan(writer: IncrementalPdfFileWriter) -> None:
    """Add an object nothing refers to."""
    writer.add_object(generic.DictionaryObject({pdf_name("/Hidden"): pdf_string("x")}))


def no_form(writer: IncrementalPdfFileWriter) -> None:
    """Take the form away: the signature is in the file and in no field (USF)."""
    del writer.root["/AcroForm"]
    writer.update_root()


def changed_form(key: str, value: generic.PdfObject) -> Change:
    """Return a change of what the form as a whole says."""

    def change(writer: IncrementalPdfFileWriter) -> None:
        form = writer.root["/AcroForm"]
        form[pdf_name(key)] = value
        writer.update_container(form)

    return change


def changed_catalog(key: str, value: generic.PdfObject) -> Change:
    """Return a change of what the document as a whole says."""

    def change(writer: IncrementalPdfFileWriter) -> None:
        writer.root[pdf_name(key)] = value
        writer.update_root()

    return change


def another_title(writer: IncrementalPdfFileWriter) -> None:
    """Give the document a title it did not have."""
    writer.set_info(generic.DictionaryObject({pdf_name("/Title"): pdf_string("Other")}))


def invisible_empty_field(writer: IncrementalPdfFileWriter) -> None:
    """Add an unsigned signature field that shows nothing."""
    append_signature_field(writer, SigFieldSpec("Later"))


def another_appearance(writer: IncrementalPdfFileWriter) -> None:
    """Have the first signature show something else."""
    field = writer.root["/AcroForm"]["/Fields"][0].get_object()
    shown = generic.StreamObject(stream_data=b"BT (0909 999 999) Tj ET")
    field["/AP"] = generic.DictionaryObject({pdf_name("/N"): writer.add_object(shown)})
    writer.mark_update(field.container_ref)


def shared_value(writer: IncrementalPdfFileWriter) -> None:
    """Add a field that holds the very signature of the last one."""
    form = writer.root["/AcroForm"]
    value = form["/Fields"][-1].get_object().raw_get("/V")
    field = {"/FT": pdf_name("/Sig"), "/T": pdf_string("Second"), "/V": value}
    made = generic.DictionaryObject({pdf_name(key): one for key, one in field.items()})
    form["/Fields"].append(writer.add_object(made))
    writer.update_container(form["/Fields"])


def without_history(data: bytes) -> bytes:
    """Append an update whose table leads past the signatures, listing their objects anew."""
    reader = PdfFileReader(BytesIO(data))
    xrefs = reader.xrefs
    places = [
        (ref.idnum, place)
        for revision in range(1, xrefs.total_revisions)
        for ref in xrefs.explicit_refs_in_revision(revision)
        if isinstance(place := xrefs.get_historical_ref(ref, revision), int)
    ]
    page = reader.root["/Pages"]["/Kids"][0]
    shown = page.raw_get("/Contents").idnum
    forged = b"<</Length 38>>\nstream\nBT /F1 12 Tf 72 600 Td (0909 999) Tj ET\nendstream"
    body = b"%d 0 obj\n%s\nendobj\n" % (shown, forged)
    lines = [
        b"%d 1\n%010d 00000 n\r\n" % one for one in (*dict(places).items(), (shown, len(data)))
    ]
    trailer = b"trailer\n<</Size %d /Root %d 0 R /Prev %d>>\nstartxref\n%d\n%%%%EOF\n" % (
        1000,
        reader.root_ref.idnum,
        xrefs.get_startxref_for_revision(0),
        len(data) + len(body),
    )
    return b"".join((data, body, b"xref\n", *lines, trailer))


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


def with_text_field(data: bytes) -> bytes:
    """Return the PDF with a text field to be filled."""

    def change(writer: IncrementalPdfFileWriter) -> None:
        page_ref = writer.find_page_for_modification(0)[0]
        field = generic.DictionaryObject(
            {
                pdf_name("/Type"): pdf_name("/Annot"),
                pdf_name("/Subtype"): pdf_name("/Widget"),
                pdf_name("/FT"): pdf_name("/Tx"),
                pdf_name("/T"): pdf_string("Phone"),
                pdf_name("/V"): pdf_string("0901 234 567"),
                pdf_name("/Rect"): numbers(72, 600, 300, 620),
            }
        )
        ref = writer.add_object(field)
        page = page_ref.get_object()
        page["/Annots"] = generic.ArrayObject([ref])
        writer.mark_update(page_ref)
        form = generic.DictionaryObject({pdf_name("/Fields"): generic.ArrayObject([ref])})
        writer.root["/AcroForm"] = writer.add_object(form)
        writer.update_root()

    return updated(data, change)


def numbers(*numbers: int) -> generic.ArrayObject:
    return generic.ArrayObject([generic.NumberObject(number) for number in numbers])


def fill_text_field(writer: IncrementalPdfFileWriter) -> None:
    """Put another telephone number into the field."""
    field = writer.root["/AcroForm"]["/Fields"][0].get_object()
    field["/V"] = pdf_string("0909 999 999")
    writer.mark_update(field.container_ref)


def saved_times(data: bytes, times: int) -> bytes:
    """Return the PDF saved again and again, changing nothing that matters."""
    for _ in range(times):
        data = updated(data, lambda writer: writer.update_root())
    return data


def many_fields(data: bytes, count: int) -> bytes:
    """Return a PDF with this many signature fields, none signed."""

    def change(writer: IncrementalPdfFileWriter) -> None:
        fields = generic.ArrayObject(
            writer.add_object(
                generic.DictionaryObject(
                    {pdf_name("/FT"): pdf_name("/Sig"), pdf_name("/T"): pdf_string(f"F{number}")}
                )
            )
            for number in range(count)
        )
        form = generic.DictionaryObject({pdf_name("/Fields"): fields})
        writer.root["/AcroForm"] = writer.add_object(form)
        writer.update_root()

    return updated(data, change)


def circular_field(data: bytes) -> bytes:
    """Return the PDF with a form field among its own kids."""

    def change(writer: IncrementalPdfFileWriter) -> None:
        node = generic.DictionaryObject({pdf_name("/T"): pdf_string("Loop")})
        ref = writer.add_object(node)
        node["/Kids"] = generic.ArrayObject([ref])
        fields = writer.root["/AcroForm"]["/Fields"]
        fields.append(ref)
        writer.update_container(fields)

    return updated(data, change)
