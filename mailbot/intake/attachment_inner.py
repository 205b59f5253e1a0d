"""What is inside a container: zip, TNEF (winmail.dat), opaque CMS (.p7m, RFC 8551 §3.5.2).

Nothing is verified here; the signatures room judges what was unwrapped.
"""

from __future__ import annotations

from dataclasses import dataclass

from asn1crypto import cms, pem

from mailbot.intake.attachment_tnef import TnefError, tnef_files
from mailbot.intake.header_text import decode_base64
from parsers import SourceFile
from parsers.archive import unpacked

# TnefError is a ValueError; the others are what asn1crypto raises for bytes that are no CMS.
_DAMAGED = (ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError)


@dataclass(frozen=True, slots=True)
class Inner:
    """A file found inside; `is_mime` marks a MIME entity to be read in its turn."""

    name: str
    data: bytes
    is_mime: bool = False


def unwrap_tnef(data: bytes) -> tuple[Inner, ...]:
    """Return the attachments of a TNEF stream; nothing where it cannot be read."""
    try:
        return tuple(Inner(found.name, found.data) for found in tnef_files(data))
    except TnefError:
        return ()


def unwrap_zip(data: bytes, name: str) -> tuple[Inner, ...]:
    """Return the files of a zip archive; nothing for an office file, which is one too, and where
    not all could be opened: the archive is then read as it is, and what is wrong is told.
    """
    found = unpacked([SourceFile(name, data)])
    if found.flags or any(file.data is data for file in found.files):
        return ()
    return tuple(Inner(file.name.rsplit("/", 1)[-1], file.data) for file in found.files)


def unwrap_cms(data: bytes, name: str) -> tuple[Inner, ...]:
    """Return the content of an opaque signed CMS; nothing where there is none (encrypted,
    detached, unreadable). `letter.pdf.p7m` holds the file `letter.pdf`, `smime.p7m` an entity.
    """
    content = _cms_content(data)
    if not content:
        return ()
    stem = name[: -len(".p7m")] if name.lower().endswith(".p7m") else ""
    if "." in stem or content.startswith(b"PK\x03\x04"):
        return (Inner(stem or "content", content),)
    if content.startswith(b"%PDF-"):
        return (Inner(f"{stem or 'content'}.pdf", content),)
    return (Inner("", content, is_mime=True),)


def is_shut(data: bytes, name: str) -> bool:
    """Return whether nobody knows what a container holds: it is damaged, or encrypted."""
    try:
        if name.lower().endswith(".dat"):
            tnef_files(data)
            return False
        return bool(cms.ContentInfo.load(_der(data))["content_type"].native != "signed_data")
    except _DAMAGED:
        return True


def _cms_content(data: bytes) -> bytes:
    try:
        info = cms.ContentInfo.load(_der(data))
        if info["content_type"].native != "signed_data":
            return b""
        content = info["content"]["encap_content_info"]["content"].native
    except _DAMAGED:
        return b""
    return content if isinstance(content, bytes) else b""


def _der(data: bytes) -> bytes:
    if data.lstrip()[:10] == b"-----BEGIN":
        return bytes(pem.unarmor(data.lstrip())[2])
    return data if data[:1] == b"\x30" else decode_base64(data)
