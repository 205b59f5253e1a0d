"""The header of a mail as raw fields, read by a rule stricter than any public reader.

Public readers disagree with each other on crooked headers; whoever picks one of them picks a
sender. So the rule here reads only what has exactly one reading (RFC 5322 §2.2, without the
obsolete syntax of §4.5) and names everything else as a fault.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

MAX_HEADER_BYTES = 128 * 1024

_FIELD = re.compile(rb"([!-9;-~]{1,76}):(.*)\Z", re.DOTALL)
_CONTROL = re.compile(rb"[\x01-\x08\x0b\x0c\x0e-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Field:
    """One header field: lower-case name, value unfolded and without outer white space.

    `start` and `end` are offsets of the whole field, line end included, in the raw mail.
    """

    name: str
    value: bytes
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Header:
    """Fields in their order, and faults: codes of what has no single reading (none: sound).

    `body_start` is the offset of the body in the raw bytes.
    """

    fields: tuple[Field, ...]
    faults: tuple[str, ...]
    body_start: int

    def values(self, name: str) -> tuple[bytes, ...]:
        """Return the values of every field with this lower-case name, from the top."""
        return tuple(field.value for field in self.fields if field.name == name)

    def first(self, name: str) -> bytes:
        """Return the value of the topmost field with this name, or nothing."""
        return next(iter(self.values(name)), b"")

    def count(self, name: str) -> int:
        """Return how many fields have this name."""
        return len(self.values(name))


def read_header(raw: bytes) -> Header:
    """Return the header of a mail or of a MIME part; any bytes give a value.

    Lines end with CRLF; a header without a single CRLF is taken as a file saved with LF ends.
    Faults: `header_empty`, `header_too_large`, `nul_byte`, `control_character`, `bare_line_end`,
    `bad_line`, `bad_continuation`.
    """
    line_end = b"\r\n" if b"\r\n" in raw[: raw.find(b"\n") + 1] else b"\n"
    region, body_start, faults = _region(raw, line_end)
    fields, line_faults = _fields(region, line_end)
    faults.extend(_byte_faults(region, line_end))
    faults.extend(line_faults)
    if not fields:
        faults.append("header_empty")
    return Header(tuple(fields), tuple(dict.fromkeys(faults)), body_start)


def _region(raw: bytes, line_end: bytes) -> tuple[bytes, int, list[str]]:
    if raw.startswith(line_end):
        return b"", len(line_end), []
    end = raw.find(line_end * 2)
    region_end = len(raw) if end < 0 else end + len(line_end)
    body_start = len(raw) if end < 0 else region_end + len(line_end)
    if region_end <= MAX_HEADER_BYTES:
        return raw[:region_end], body_start, []
    cut = raw.rfind(line_end, 0, MAX_HEADER_BYTES) + len(line_end)
    return raw[: max(cut, 0)][:MAX_HEADER_BYTES], body_start, ["header_too_large"]


def _byte_faults(region: bytes, line_end: bytes) -> list[str]:
    faults = []
    if b"\0" in region:
        faults.append("nul_byte")
    if _CONTROL.search(region):
        faults.append("control_character")
    rest = region.replace(line_end, b"")
    if b"\r" in rest or b"\n" in rest:
        faults.append("bare_line_end")
    return faults


def _fields(region: bytes, line_end: bytes) -> tuple[list[Field], list[str]]:
    """Return the fields of the region; lines that are none are left out and named as faults."""
    fields: list[Field] = []
    faults: list[str] = []
    for start, end in _logical_lines(region, line_end, faults):
        match = _FIELD.match(region[start:end])
        if match is None:
            faults.append("bad_line")
            continue
        value = match[2].replace(line_end, b"").strip(b" \t\r\n")
        fields.append(Field(match[1].decode("ascii").lower(), value, start, end))
    return fields, faults


def _logical_lines(region: bytes, line_end: bytes, faults: list[str]) -> list[tuple[int, int]]:
    """Return (start, end) of each field with its continuation lines."""
    spans: list[tuple[int, int]] = []
    position = 0
    for line in region.split(line_end):
        if position >= len(region):
            break
        end = min(position + len(line) + len(line_end), len(region))
        if line[:1] in {b" ", b"\t"}:
            if not spans or not line.strip(b" \t"):
                faults.append("bad_continuation")
            spans[-1:] = [(spans[-1][0] if spans else position, end)]
        else:
            spans.append((position, end))
        position = end
    return spans
