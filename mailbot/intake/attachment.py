"""The attachments of a mail, every one byte for byte."""

from __future__ import annotations

import hashlib
import mimetypes
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import count

from mailbot.intake.attachment_inner import Inner, unwrap_cms, unwrap_tnef, unwrap_zip
from mailbot.intake.header_text import decode_bytes, has_hidden_characters
from mailbot.intake.message_part import Part, decode_uu, read_parts

_SIGNATURES = {
    "application/pkcs7-signature",
    "application/x-pkcs7-signature",
    "application/pgp-signature",
}
_CMS = {"application/pkcs7-mime", "application/x-pkcs7-mime"}
_TNEF = {"application/ms-tnef", "application/vnd.ms-tnef"}
_UU_BEGIN = re.compile(rb"^begin [0-7]{3,4} ([^\r\n]{1,255})\r?\n", re.MULTILINE)
_UU_END = re.compile(rb"^end[ \t]*\r?$", re.MULTILINE)
_PATH = re.compile(r"[A-Za-z]:\\|\\\\|/|\.\.?[/\\]|file:")
_ZIP = b"PK\x03\x04"
_MAX_INNER_DEPTH = 4


class AttachmentKind(StrEnum):
    """What an attachment is to the mail."""

    ATTACHMENT = "attachment"
    INLINE = "inline"
    SIGNATURE = "signature"
    CONTAINER = "container"
    INNER = "inner"


@dataclass(frozen=True, slots=True)
class Attachment:
    """One file of the mail; `size` in bytes.

    `given_name` is theirs, in NFC, never a path of ours. `name` is the same, except that it names
    one file of this mail only: two files called alike must not lend each other their signatures.
    `container` is the name of the container an `inner` file was found in.
    """

    name: str
    data: bytes
    sha256: str
    size: int
    kind: AttachmentKind
    content_type: str
    container: str = ""
    given_name: str = ""


def attachments_of(root: Part) -> tuple[Attachment, ...]:
    """Return every file of the mail: each leaf that has a name, is marked as an attachment, or
    is no text; containers are listed together with what is inside them.
    """
    return tuple(_distinctly_named(_walk(root, "", _MAX_INNER_DEPTH)))


def signed_entity_of(root: Part) -> Part:
    """Return the entity inside an opaque S/MIME mail, else the mail itself: for its text."""
    if not _is_cms(root, _name(root)):
        return root
    inner = next(iter(unwrap_cms(root.data, _name(root))), None)
    return read_parts(inner.data) if inner and inner.is_mime else root


def _walk(part: Part, container: str, depth: int) -> Iterator[Attachment]:
    if part.children:
        inside = container
        if part.content_type in {"message/rfc822", "message/global"}:
            inside = _name(part) or "message.eml"
            yield _attachment(inside, part.data, AttachmentKind.CONTAINER, part, container)
        for child in part.children:
            yield from _walk(child, inside, depth)
    elif _is_file(part):
        yield from _files(part, container, depth)
    elif part.content_type == "text/plain":
        yield from _uuencoded(part, container)


def _is_file(part: Part) -> bool:
    if part.cut or _name(part) or part.disposition.value == "attachment":
        return True
    return (
        not part.content_type.startswith("text/")
        and part.has_body
        and not (part.content_type.startswith("multipart/"))
    )


def _files(part: Part, container: str, depth: int) -> Iterator[Attachment]:
    data, name = part.data, _name(part)
    if _is_tnef(part, name):
        box = _attachment(name or "winmail.dat", data, AttachmentKind.CONTAINER, part, container)
        yield from _unwrapped(box, unwrap_tnef(data), depth)
    elif _is_cms(part, name):
        box = _attachment(name or "smime.p7m", data, AttachmentKind.CONTAINER, part, container)
        yield from _unwrapped(box, unwrap_cms(data, name), depth)
    elif depth and data.startswith(_ZIP) and (inner := unwrap_zip(data, name)):
        box = _attachment(name, data, AttachmentKind.CONTAINER, part, container)
        yield from _unwrapped(box, inner, depth)
    else:
        yield _attachment(name, data, _kind(part, name, container), part, container)


def _unwrapped(box: Attachment, inner: tuple[Inner, ...], depth: int) -> Iterator[Attachment]:
    yield box
    for found in inner if depth else ():
        if found.is_mime:
            yield from _walk(read_parts(found.data), box.name, depth - 1)
        else:
            yield _file(found.name, found.data, AttachmentKind.INNER, "", box.name)


def _uuencoded(part: Part, container: str) -> Iterator[Attachment]:
    """Yield files that old programs wrote into the text itself."""
    text = part.data
    begin = _UU_BEGIN.search(text)
    while begin and (end := _UU_END.search(text, begin.end())):
        name = decode_bytes(begin[1])
        kind = AttachmentKind.INNER if container else AttachmentKind.ATTACHMENT
        yield _file(name, decode_uu(text[begin.start() : end.end()]), kind, "", container)
        begin = _UU_BEGIN.search(text, end.end())


def _kind(part: Part, name: str, container: str) -> AttachmentKind:
    if part.content_type in _SIGNATURES or name.lower().endswith((".p7s", ".sig", ".asc")):
        return AttachmentKind.SIGNATURE
    if container:
        return AttachmentKind.INNER
    is_embedded = not part.disposition.value and part.header.first("content-id")
    if part.disposition.value == "inline" or is_embedded:
        return AttachmentKind.INLINE
    return AttachmentKind.ATTACHMENT


def _is_tnef(part: Part, name: str) -> bool:
    return part.content_type in _TNEF or name.lower() in {"winmail.dat", "win.dat"}


def _is_cms(part: Part, name: str) -> bool:
    return part.content_type in _CMS or name.lower().endswith((".p7m", ".p7z"))


def _name(part: Part) -> str:
    """Return the file's name; Content-Disposition before Content-Type (RFC 2183 §2.3)."""
    given = part.disposition.text("filename") or part.type_parameters.text("name")
    return _clean_name(given)


def _clean_name(name: str) -> str:
    """Return the name without the path some programs put before it, and without control and
    bidirectional characters; "V/v cấp hộp thư.pdf" is no path.
    """
    last = re.split(r"[/\\]", name.strip())[-1] if _PATH.match(name.strip()) else name
    return "".join(char for char in last if not has_hidden_characters(char)).strip()


def _attachment(
    name: str, data: bytes, kind: AttachmentKind, part: Part, container: str
) -> Attachment:
    return _file(name, data, kind, part.content_type, container)


def _file(
    name: str, data: bytes, kind: AttachmentKind, content_type: str, container: str
) -> Attachment:
    digest = hashlib.sha256(data).hexdigest()
    given = _clean_name(name)
    return Attachment(given, data, digest, len(data), kind, content_type, container, given)


def _distinctly_named(found: Iterable[Attachment]) -> Iterator[Attachment]:
    taken: set[str] = set()
    for number, one in enumerate(found, 1):
        suffix = mimetypes.guess_extension(one.content_type) or ""
        given = one.given_name or f"unnamed-{number}{suffix}"
        name = _free_name(given, taken)
        taken.add(name)
        yield replace(one, name=name, given_name=given)


def _free_name(given: str, taken: set[str]) -> str:
    """Return a name no other file has, and no file in an archive: `a.zip/b.pdf` is b.pdf in it."""
    is_inside = any(given.startswith(f"{other}/") for other in taken)
    plain = given.replace("/", "_") if is_inside else given
    return next(
        name
        for name in _candidates(plain)
        if name not in taken and not any(other.startswith(f"{name}/") for other in taken)
    )


def _candidates(name: str) -> Iterator[str]:
    """Yield `cv.pdf`, `cv (2).pdf`, `cv (3).pdf` and so on."""
    yield name
    stem, dot, suffix = name.rpartition(".")
    for number in count(2):
        yield f"{stem} ({number}){dot}{suffix}" if stem else f"{name} ({number})"
