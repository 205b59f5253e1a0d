"""The tree of MIME parts of a mail (RFC 2045, 2046), as slices of the raw bytes.

Our own reader, because public ones lose attachments, rewrite bytes, or recurse without limit on
hostile mail. Leaves keep their bytes exactly; depth and number of parts are bounded.
"""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from mailbot.intake.header import Header, read_header
from mailbot.intake.header_parameters import Parametrised, read_parametrised
from mailbot.intake.header_text import decode_base64

MAX_DEPTH = 30
MAX_PARTS = 1000

_BLANK_LINE = re.compile(rb"\A\r?\n|\r?\n[ \t]*\r?\n")
_DELIMITER = re.compile(rb"^--([^\r\n]{1,70}?)[ \t]*\r?$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Part:
    """One part. `raw` is header and body together; `body` is still encoded for transfer.

    `children` are empty for a leaf. `cut` tells that a limit ended the reading here.
    """

    header: Header
    content_type: str
    type_parameters: Parametrised
    disposition: Parametrised
    raw: bytes
    body: bytes
    children: tuple[Part, ...] = ()
    cut: bool = False

    @property
    def data(self) -> bytes:
        """Return the bytes the part carries, transfer encoding undone."""
        return decode_transfer(self.body, self.header.first("content-transfer-encoding"))

    def walk(self, depth: int = 0) -> Iterator[tuple[int, Part]]:
        """Yield this part and all below it, with their depth, in their order."""
        yield depth, self
        for child in self.children:
            yield from child.walk(depth + 1)


@dataclass(slots=True)
class _Budget:
    parts: int = field(default=MAX_PARTS)


def read_parts(raw: bytes) -> Part:
    """Return the tree of parts of a mail or of any MIME entity; any bytes give a tree."""
    return _read(raw, "text/plain", MAX_DEPTH, _Budget())


def split_header(raw: bytes) -> tuple[Header, bytes]:
    """Return header and body, however the lines end: for reading content, never for judging."""
    found = _BLANK_LINE.search(raw)
    region = raw[: found.start()] if found else raw
    body = raw[found.end() :] if found else b""
    return read_header(region.replace(b"\r\n", b"\n") + b"\n"), body


def decode_transfer(body: bytes, encoding: bytes) -> bytes:
    """Return the bytes of a body by its Content-Transfer-Encoding; an unknown one changes
    nothing (RFC 2045 §6).
    """
    name = encoding.split(b";")[0].strip(b' \t"').lower()
    if name == b"base64":
        return decode_base64(body)
    if name == b"quoted-printable":
        return binascii.a2b_qp(body)
    if name in {b"x-uuencode", b"uuencode", b"x-uue"}:
        return decode_uu(body)
    return body


def decode_uu(text: bytes) -> bytes:
    """Return the bytes of a uuencoded text, from its `begin` line to its `end`."""
    chunks = []
    for line in text.partition(b"begin ")[2].splitlines()[1:]:
        if line.strip() in {b"end", b"`", b""}:
            break
        try:
            chunks.append(binascii.a2b_uu(line))
        except binascii.Error:
            size = (((line[0] - 32) & 63) * 4 + 5) // 3
            chunks.append(_uu_loosely(line[:size]))
    return b"".join(chunks)


def _uu_loosely(line: bytes) -> bytes:
    try:
        return binascii.a2b_uu(line)
    except binascii.Error:
        return b""


def _read(raw: bytes, default_type: str, depth: int, budget: _Budget) -> Part:
    budget.parts -= 1
    header, body = split_header(raw)
    kind = read_parametrised(header.first("content-type"))
    content_type = kind.value if kind.value.count("/") == 1 else default_type
    disposition = read_parametrised(header.first("content-disposition"))
    part = Part(header, content_type, kind, disposition, raw, body)
    pieces = _pieces(part)
    if not pieces:
        return part
    if depth == 0 or budget.parts < len(pieces):
        return Part(header, content_type, kind, disposition, raw, body, cut=True)
    inner_default = "message/rfc822" if content_type == "multipart/digest" else "text/plain"
    children = tuple(_read(piece, inner_default, depth - 1, budget) for piece in pieces)
    return Part(header, content_type, kind, disposition, raw, body, children)


def _pieces(part: Part) -> list[bytes]:
    if part.content_type in {"message/rfc822", "message/global"}:
        return [part.data] if part.body.strip() else []
    if part.content_type.startswith("multipart/"):
        boundary = part.type_parameters.raw("boundary")
        return (
            _split(part.body, boundary)
            or _split(part.data, boundary)
            or _split(part.body, _guessed_boundary(part.body))
        )
    return []


def _guessed_boundary(body: bytes) -> bytes:
    """Return the boundary of a body whose header names none or a wrong one, or nothing."""
    first = _DELIMITER.search(body)
    if first is None or b"\n--" + first[1] + b"--" not in body:
        return b""
    return first[1]


def _split(body: bytes, boundary: bytes) -> list[bytes]:
    """Return what stands between the delimiter lines; the line end before one is its own."""
    if not boundary:
        return []
    delimiter = re.compile(
        rb"(?:\A|\r?\n)--" + re.escape(boundary.rstrip(b" ")) + rb"(--)?[ \t]*(?=\r?\n|\Z)"
    )
    pieces: list[bytes] = []
    start = -1
    for match in delimiter.finditer(body):
        if start >= 0:
            pieces.append(_after_line_end(body, start, match.start()))
        start = match.end()
        if match[1]:
            return pieces
        if len(pieces) > MAX_PARTS:
            break
    if start >= 0:
        pieces.append(_after_line_end(body, start, len(body)))
    return pieces


def _after_line_end(body: bytes, start: int, end: int) -> bytes:
    """Return the piece without the rest of its delimiter line."""
    skip = 2 if body.startswith(b"\r\n", start) else 1
    return body[min(start + skip, end) : end]
