"""PDFs of other make: object streams, typst, encrypted."""

from __future__ import annotations

from functools import lru_cache
from io import BytesIO

import typst
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import PdfFileWriter, copy_into_new_writer

from tests.pki.pdf import simple_pdf


def compressed_pdf() -> bytes:
    """Return a PDF with a cross-reference stream."""
    writer = copy_into_new_writer(
        PdfFileReader(BytesIO(simple_pdf())), writer_kwargs={"stream_xrefs": True}
    )
    return _written(writer)


def encrypted_pdf(password: bytes) -> bytes:
    """Return a PDF encrypted with AES-256."""
    writer = copy_into_new_writer(PdfFileReader(BytesIO(simple_pdf())))
    writer.encrypt(owner_pass=b"owner", user_pass=password, pdf_mac=False)
    return _written(writer)


@lru_cache
def linear_typst_pdf() -> bytes:
    """Return a PDF as our own letters are made."""
    return bytes(typst.compile(b"Kinh gui: So Thong tin va Truyen thong"))


def _written(writer: PdfFileWriter) -> bytes:
    output = BytesIO()
    writer.write(output)
    return output.getvalue()


def hybrid_pdf() -> bytes:
    """Return a hybrid-reference PDF: a table, and a stream (/XRefStm) beside it."""
    data = simple_pdf()
    offset = len(data)
    body = b"99 0 obj\n<< /Type /XRef /Size 1 /W [1 2 1] /Length 4 >>\nstream\n"
    stream = body + b"\x00\x00\x00\xff\nendstream\nendobj\n"
    trailer_at = data.index(b"trailer")
    table_at = int(data[data.rindex(b"startxref") + 9 :].split()[0])
    trailer = data[trailer_at : data.rindex(b"startxref")]
    inside = trailer[trailer.index(b"<<") + 2 : trailer.rindex(b">>")]
    update = offset + len(stream)
    return (
        data
        + stream
        + b"xref\n0 0\ntrailer\n<<"
        + inside
        + b"/Prev %d /XRefStm %d >>\nstartxref\n%d\n%%%%EOF\n" % (table_at, offset, update)
    )
