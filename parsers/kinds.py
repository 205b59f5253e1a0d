"""What kind of file the bytes are, whatever the name says."""

from __future__ import annotations

import io
import zipfile
from enum import StrEnum

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*", b"GIF8", b"BM", b"RIFF")
# ISO/IEC 23008-12, annex B, and AVIF: what a telephone keeps its photographs in.
PHONE_PICTURES = frozenset((b"heic", b"heix", b"heim", b"heis", b"mif1", b"msf1", b"avif", b"avis"))
PACKERS = (b"Rar!", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b", b"BZh", b"\xfd7zXZ")


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
    OTHER = "other"


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
            names = set(archive.namelist()[:2000])
            mimetype = archive.read("mimetype")[:80] if "mimetype" in names else b""
    except Exception:  # noqa: BLE001 - a crooked archive is no archive
        return FileKind.OTHER
    if any(name.startswith("xl/") for name in names):
        return FileKind.XLSX
    if "word/document.xml" in names:
        return FileKind.DOCX
    if b"spreadsheet" in mimetype:
        return FileKind.ODS
    if b"opendocument" in mimetype:
        return FileKind.OTHER
    return FileKind.ZIP


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
