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


def sloppy_pdf() -> bytes:
    """Return a PDF that only a lenient reader takes: a form field names a key twice."""
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [4 0 R] >> >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>",
        b"<< /FT /Sig /T (Empty) /T (Empty) >>",
    )
    data, offsets = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(data))
        data += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    table = b"xref\n0 5\n0000000000 65535 f \n"
    table += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    trailer = b"trailer\n<< /Size 5 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % len(data)
    return data + table + trailer
