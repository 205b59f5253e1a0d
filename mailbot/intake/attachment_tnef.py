"""The files inside a TNEF stream, Outlook's winmail.dat ([MS-OXTNEF]).

tnefparse reads the same format but loops for hours on a forged property count; this reader takes
every length against the bytes that are left.
"""

from __future__ import annotations

import struct
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from mailbot.intake.header_text import decode_bytes

_SIGNATURE = 0x223E9F78
_ATTACHMENT_LEVEL = 2
_OEM_CODEPAGE = 0x9007
_REND_DATA = 0x9002
_TITLE = 0x8010
_DATA = 0x800F
_PROPERTIES = 0x9005
_LONG_NAME = 0x3707
_SHORT_NAME = 0x3704
_DATA_OBJECT = 0x3701
_FIXED = {1: 0, 2: 4, 3: 4, 4: 4, 5: 8, 6: 8, 7: 8, 0xA: 4, 0xB: 4, 0x14: 8, 0x40: 8, 0x48: 16}
_VARIABLE = {0x0D, 0x1E, 0x1F, 0x102}
_STREAM_AFTER_IID = 16
_MAX_OBJECTS = 5000
_MAX_PROPERTIES = 2000
_MAX_EMBEDDED = 5


class TnefError(ValueError):
    """The bytes are no readable TNEF stream."""


@dataclass(frozen=True, slots=True)
class TnefFile:
    """One file of the stream; the name is in NFC."""

    name: str
    data: bytes


@dataclass(slots=True)
class _Entry:
    title: bytes = b""
    data: bytes = b""
    long_name: str = ""


def tnef_files(data: bytes, depth: int = _MAX_EMBEDDED) -> tuple[TnefFile, ...]:
    """Return the files of the stream, those of embedded messages too; TnefError otherwise."""
    if len(data) < 6 or struct.unpack_from("<I", data)[0] != _SIGNATURE:
        raise TnefError("no TNEF signature")
    charset = ""
    entries: list[_Entry] = []
    for level, name, value in _objects(data):
        if name == _OEM_CODEPAGE and len(value) >= 4:
            charset = f"cp{struct.unpack_from('<I', value)[0]}"
        elif name == _REND_DATA:
            entries.append(_Entry())
        elif level == _ATTACHMENT_LEVEL and entries:
            _fill(entries[-1], name, value, charset)
    return tuple(_files(entries, charset, depth))


def _objects(data: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Yield level, name and bytes of each object; a cut-off last one is yielded as it is."""
    offset = 6
    for _ in range(_MAX_OBJECTS):
        if offset + 9 > len(data):
            return
        level, name, _, size = struct.unpack_from("<BHHI", data, offset)
        yield level, name, data[offset + 9 : offset + 9 + size]
        offset += 11 + size


def _fill(entry: _Entry, name: int, value: bytes, charset: str) -> None:
    if name == _TITLE:
        entry.title = value
    elif name == _DATA:
        entry.data = value
    elif name == _PROPERTIES:
        for number, kind, content in _properties(value):
            if number == _LONG_NAME:
                entry.long_name = _text(kind, content, charset)
            elif number == _SHORT_NAME and not entry.title:
                entry.title = _text(kind, content, charset).encode()
            elif number == _DATA_OBJECT and content:
                entry.data = content


def _properties(data: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Yield number, type and first value of each MAPI property; stop where the bytes end."""
    try:
        count = struct.unpack_from("<I", data)[0]
        offset = 4
        for _ in range(min(count, _MAX_PROPERTIES)):
            kind, number = struct.unpack_from("<HH", data, offset)
            offset = _after_name(data, offset + 4, number)
            value, offset = _value(data, offset, kind)
            yield number, kind & ~0x1000, value
    except struct.error:
        return


def _after_name(data: bytes, offset: int, number: int) -> int:
    if number < 0x8000:
        return offset
    kind, size = struct.unpack_from("<II", data, offset + 16)
    return offset + 24 + (_padded(size) if kind else 0)


def _value(data: bytes, offset: int, kind: int) -> tuple[bytes, int]:
    """Return the first value and the offset behind all of them."""
    base = kind & ~0x1000
    if base not in _VARIABLE:
        size = _FIXED.get(base)
        if size is None:
            raise struct.error("unknown property type")
        if kind & 0x1000:
            count = struct.unpack_from("<I", data, offset)[0]
            return b"", offset + 4 + size * count
        return data[offset : offset + size], offset + size
    count = struct.unpack_from("<I", data, offset)[0]
    offset += 4
    first = b""
    for index in range(min(count, _MAX_PROPERTIES)):
        size = struct.unpack_from("<I", data, offset)[0]
        first = data[offset + 4 : offset + 4 + size] if index == 0 else first
        offset += 4 + _padded(size)
    return first, offset


def _padded(size: int) -> int:
    return (size + 3) // 4 * 4


def _text(kind: int, content: bytes, charset: str) -> str:
    text = decode_bytes(content, "utf-16-le" if kind == 0x1F else charset)
    return unicodedata.normalize("NFC", text.split("\0")[0])


def _files(entries: list[_Entry], charset: str, depth: int) -> Iterator[TnefFile]:
    for entry in entries:
        name = entry.long_name or decode_bytes(entry.title.split(b"\0")[0], charset)
        stream = entry.data[_STREAM_AFTER_IID:]
        if depth and stream[:4] == struct.pack("<I", _SIGNATURE):
            yield from tnef_files(stream, depth - 1)
        elif entry.data or name:
            yield TnefFile(unicodedata.normalize("NFC", name), entry.data)
