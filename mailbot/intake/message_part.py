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

_CARRIAGE_RETURN, _LINE_FEED = b"\r\n"
_INK = re.compile(rb"\S")
_BLANK_LINE = re.compile(rb"\A\r?\n|\r?\n[ \t]*\r?\n")
_DELIMITER = re.compile(rb"^--([^\r\n]{1,70}?)[ \t]*\r?$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Part:
    """One part. `raw` is header and body together; the body begins at `body_at`.

    `children` are empty for a leaf. `cut` tells that a limit ended the reading here.
    """

    header: Header
    content_type: str
    type_parameters: Parametrised
    disposition: Parametrised
    raw: bytes
    body_at: int
    children: tuple[Part, ...] = ()
    cut: bool = False

    @property
    def body(self) -> bytes:
        """Return the body, still encoded for transfer; cut out each time, since it may be large."""
        return self.raw[self.body_at :]

    @property
    def has_body(self) -> bool:
        """Return whether anything but white space stands in the body."""
        return _INK.search(self.raw, self.body_at) is not None

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
    header, body_at = _header_of(raw)
    return header, raw[body_at:]


def _header_of(raw: bytes) -> tuple[Header, int]:
    """Return the header, and where the body begins."""
    found = _BLANK_LINE.search(raw)
    start, end = found.span() if found else (len(raw), len(raw))
    return read_header(raw[:start].replace(b"\r\n", b"\n") + b"\n"), end


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
    header, body_at = _header_of(raw)
    kind = read_parametrised(header.first("content-type"))
    content_type = kind.value if kind.value.count("/") == 1 else default_type
    disposition = read_parametrised(header.first("content-disposition"))
    part = Part(header, content_type, kind, disposition, raw, body_at)
    pieces = _pieces(part)
    if not pieces:
        return part
    if depth == 0 or budget.parts < len(pieces):
        return Part(header, content_type, kind, disposition, raw, body_at, cut=True)
    inner_default = "message/rfc822" if content_type == "multipart/digest" else "text/plain"
    children = tuple(_read(piece, inner_default, depth - 1, budget) for piece in pieces)
    return Part(header, content_type, kind, disposition, raw, body_at, children)


def _pieces(part: Part) -> list[bytes]:
    if part.content_type in {"message/rfc822", "message/global"}:
        return [part.data] if part.has_body else []
    if part.content_type.startswith("multipart/"):
        boundary = part.type_parameters.raw("boundary")
        return (
            _split(body := memoryview(part.raw)[part.body_at :], boundary)
            or _split(memoryview(part.data), boundary)
            or _split(body, _guessed_boundary(part.body))
        )
    return []


def _guessed_boundary(body: bytes) -> bytes:
    """Return the boundary of a body whose header names none or a wrong one, or nothing."""
    first = _DELIMITER.search(body)
    if first is None or b"\n--" + first[1] + b"--" not in body:
        return b""
    return first[1]


def _split(body: memoryview, boundary: bytes) -> list[bytes]:
    """Return what stands between the delimiter lines; the line end before one is its own. A view,
    so that of a large mail only the pieces are copied.
    """
    if not boundary:
        return []
    # Without its line end, so that the search runs for a fixed text.
    delimiter = re.compile(rb"--" + re.escape(boundary.rstrip(b" ")) + rb"(--)?[ \t]*(?=\r?\n|\Z)")
    pieces: list[bytes] = []
    start = -1
    for match in delimiter.finditer(body):
        line_end = _line_end_before(body, match.start())
        if line_end < 0:
            continue
        if start >= 0:
            pieces.append(_after_line_end(body, start, line_end))
        start = match.end()
        if match[1]:
            return pieces
        if len(pieces) > MAX_PARTS:
            break
    if start >= 0:
        pieces.append(_after_line_end(body, start, len(body)))
    return pieces


def _line_end_before(body: memoryview, at: int) -> int:
    """Return where the line end just before begins; negative where no line begins there."""
    if at == 0:
        return 0
    if body[at - 1] != _LINE_FEED:
        return -1
    return at - 2 if at > 1 and body[at - 2] == _CARRIAGE_RETURN else at - 1


def _after_line_end(body: memoryview, start: int, end: int) -> bytes:
    """Return the piece without the rest of its delimiter line."""
    skip = 2 if bytes(body[start : start + 2]) == b"\r\n" else 1
    return bytes(body[min(start + skip, end) : end])
