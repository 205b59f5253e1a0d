"""Writes TNEF streams the way Outlook does ([MS-OXTNEF]), for tests only."""

from __future__ import annotations

import struct


def tnef_stream(files: list[tuple[str, str, bytes]], codepage: int = 1258) -> bytes:
    """Return a stream with these files: (long name or "", short name, bytes)."""
    out = struct.pack("<IH", 0x223E9F78, 1)
    out += tnef_object(1, 0x9006, 8, struct.pack("<I", 0x10000))
    out += tnef_object(1, 0x9007, 6, struct.pack("<II", codepage, 0))
    out += tnef_object(1, 0x8008, 7, b"IPM.Microsoft Mail.Note\0")
    for long_name, short_name, data in files:
        out += tnef_object(2, 0x9002, 6, struct.pack("<HIHHI", 1, 0xFFFFFFFF, 32, 32, 0))
        out += tnef_object(2, 0x8010, 1, short_name.encode() + b"\0")
        out += tnef_object(2, 0x800F, 6, data)
        if long_name:
            out += tnef_object(2, 0x9005, 6, _properties(long_name))
    return out


def _properties(long_name: str) -> bytes:
    name = long_name.encode("utf-16-le") + b"\0\0"
    properties = [
        struct.pack("<HHI", 0x0003, 0x3705, 1),
        struct.pack("<HHhh", 0x000B, 0x7FFE, 0, 0),
        struct.pack("<HHII", 0x001F, 0x3707, 1, len(name)) + name + b"\0" * (-len(name) % 4),
    ]
    return struct.pack("<I", len(properties)) + b"".join(properties)


def tnef_object(level: int, name: int, kind: int, data: bytes) -> bytes:
    """Return one object with its checksum."""
    head = struct.pack("<BHHI", level, name, kind, len(data))
    return head + data + struct.pack("<H", sum(data) & 0xFFFF)
