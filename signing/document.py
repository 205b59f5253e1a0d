"""A PDF opened for verification, with every signature field it holds."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.crypt.api import AuthStatus
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import enumerate_sig_fields

from signing import hex_string
from signing.report import Reason

MAX_REVISIONS = 50
MAX_FIELDS = 200
MAX_SIGNATURES = 20

hex_string.install()

# pyHanko tells on its loggers, with tracebacks, what the report says in its reasons.
logging.getLogger("pyhanko").setLevel(logging.CRITICAL)
logging.getLogger("pyhanko_certvalidator").setLevel(logging.CRITICAL)


class UnreadableError(Exception):
    """The file cannot be judged at all; `reason` says why."""

    def __init__(self, reason: Reason) -> None:
        self.reason = reason
        super().__init__(reason.code)


@dataclass(frozen=True, slots=True)
class Field:
    """A filled signature field: its name, its object, its value."""

    name: str
    field: generic.DictionaryObject
    value: generic.DictionaryObject

    @property
    def is_document_timestamp(self) -> bool:
        """Return whether the value is a time stamp over the document, not a signature."""
        return bool(
            self.value.get("/Type") == "/DocTimeStamp"
            or self.value.get("/SubFilter") == "/ETSI.RFC3161"
        )


@dataclass(frozen=True, slots=True)
class Document:
    """The bytes, a reader over them, and what is odd about the file as a whole."""

    data: bytes
    reader: PdfFileReader
    oddities: tuple[Reason, ...]


def end_of_pdf(data: bytes) -> int:
    """Return where the PDF ends: with the data, unless its last end-of-file marker stands further
    back than any reader looks (1024 bytes, ISO 32000-1 Annex H.3.18).
    """
    marker = data.rfind(b"%%EOF")
    return len(data) if marker < 0 or marker >= len(data) - 1024 else marker + len(b"%%EOF")


def open_document(data: bytes, why_lenient: Reason | None = None) -> Document:
    """Read the PDF strictly, or leniently for the reason given. Raises UnreadableError, and
    whatever pyHanko raises for a file that does not keep to the standard.
    """
    if b"%PDF-" not in data[:1024]:
        raise UnreadableError(Reason("not_a_pdf"))
    if b"%%EOF" not in data[-1024:]:
        # pyHanko would look for it byte by byte through a line of any length.
        raise UnreadableError(Reason("pdf_unreadable", "no end-of-file marker"))
    oddities = [why_lenient] if why_lenient is not None else []
    reader = _read(data, strict=why_lenient is None)
    if reader.xrefs.hybrid_xrefs_present:
        # Strict reading refuses to judge these at all; most are genuine, so a person looks.
        oddities.append(Reason("hybrid_reference"))
        reader = _read(data, strict=False)
    if reader.xrefs.total_revisions > MAX_REVISIONS:
        raise UnreadableError(Reason("too_many_revisions", str(reader.xrefs.total_revisions)))
    return Document(data, reader, tuple(oddities))


def signature_fields(document: Document) -> tuple[Field, ...]:
    """Return every filled signature field, whatever its SubFilter. Raises UnreadableError."""
    found: list[Field] = []
    for number, (name, value, field) in enumerate(_all_fields(document), start=1):
        if number > MAX_FIELDS or len(found) > MAX_SIGNATURES:
            raise UnreadableError(Reason("too_many_fields"))
        if value is not None:
            found.append(Field(name, field.get_object(), value.get_object()))
    return tuple(found)


def _all_fields(document: Document) -> Iterator[tuple[str, Any, Any]]:
    yield from enumerate_sig_fields(document.reader)


def _read(data: bytes, *, strict: bool) -> PdfFileReader:
    reader = PdfFileReader(BytesIO(data), strict=strict)
    if reader.encrypted and reader.decrypt(b"").status == AuthStatus.FAILED:
        raise UnreadableError(Reason("encrypted"))
    reader.root.get("/AcroForm")
    return reader
