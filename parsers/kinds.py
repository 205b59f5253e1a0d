"""What kind of file the bytes are, whatever the name says."""

from __future__ import annotations

import io
import zipfile
from enum import StrEnum

from parsers.ooxml import Package

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*", b"GIF8", b"BM", b"RIFF")
# ISO/IEC 23008-12, annex B, and AVIF: what a telephone keeps its photographs in.
PHONE_PICTURES = frozenset((b"heic", b"heix", b"heim", b"heis", b"mif1", b"msf1", b"avif", b"avis"))
PACKERS = (b"Rar!", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b", b"BZh", b"\xfd7zXZ")


RELATIONSHIPS = "_rels/.rels"


class FileKind(StrEnum):
    """The kinds that are told apart."""

    PDF = "pdf"
    XLSX = "xlsx"
    XLS = "xls"
    ODS = "ods"
    DOCX = "docx"
    DOC = "doc"
    ZIP = "zip"
    ENCRYPTED = "encrypted"
    PICTURE = "picture"
    PHONE_PICTURE = "phone_picture"
    PACKED = "packed"
    CROOKED = "crooked"
    OTHER = "other"


OFFICE = {
    "wordprocessingml.document": FileKind.DOCX,
    "wordprocessingml.template": FileKind.DOCX,
    "ms-word.document": FileKind.DOCX,
    "ms-word.template": FileKind.DOCX,
    "spreadsheetml": FileKind.XLSX,
    "ms-excel.sheet.macro": FileKind.XLSX,
    "ms-excel.template.macro": FileKind.XLSX,
}
"""How the content types of what is read begin; the binary workbook's is none of them."""


def file_kind(data: bytes) -> FileKind:
    """Return the kind by the bytes themselves."""
    # First the archives: a PDF stored in one without packing begins within its first bytes.
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip_kind(data)
    if b"%PDF-" in data[:1024]:
        return FileKind.PDF
    if data.startswith(OLE):
        return _ole_kind(data)
    if data.startswith(PICTURES):
        return FileKind.PICTURE
    return _other_kind(data)


def _other_kind(data: bytes) -> FileKind:
    """Return the kind of what cannot be read."""
    if data[4:8] == b"ftyp" and data[8:12] in PHONE_PICTURES:
        return FileKind.PHONE_PICTURE
    return FileKind.PACKED if data.startswith(PACKERS) else FileKind.OTHER


def _zip_kind(data: bytes) -> FileKind:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            mimetype = archive.read("mimetype")[:80] if "mimetype" in names else b""
            office = _office_kind(archive) if RELATIONSHIPS in names else FileKind.ZIP
    except Exception:  # noqa: BLE001 - a crooked archive is no archive
        return FileKind.OTHER
    if b"opendocument" in mimetype:
        is_sheet = b"spreadsheet" in mimetype and office is FileKind.ZIP
        return FileKind.ODS if is_sheet else FileKind.OTHER
    return office


def _office_kind(archive: zipfile.ZipFile) -> FileKind:
    """Return the kind of what an office program opens first, whatever else lies in the archive."""
    try:
        package = Package(archive)
        kind = package.content_type(package.main)
    except Exception:  # noqa: BLE001 - nor is a crooked package one
        return FileKind.CROOKED
    return next((kind_of for name, kind_of in OFFICE.items() if name in kind), FileKind.OTHER)


def _ole_kind(data: bytes) -> FileKind:
    names = {
        FileKind.ENCRYPTED: "EncryptedPackage",
        FileKind.DOC: "WordDocument",
        FileKind.XLS: "Workbook",
    }
    for kind, name in names.items():
        if name.encode("utf-16-le") in data:
            return kind
    return FileKind.OTHER
