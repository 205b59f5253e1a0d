"""Values with parameters: Content-Type and Content-Disposition (RFC 2045 §5.1, RFC 2231)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import groupby
from urllib.parse import unquote_to_bytes

from mailbot.intake.header_text import decode_bytes, decode_text

_PARAMETER = re.compile(
    rb"[ \t]*([^\s=;\"]+)[ \t]*=[ \t]*(?:\"((?:[^\"\\]|\\.)*)\"?|([^;]*))[^;]*(?:;|\Z)", re.DOTALL
)
_SECTION = re.compile(r"(?P<name>[^*]+)(?:\*(?P<number>\d{1,3}))?(?P<extended>\*)?")
_MAX_VALUE = 32 * 1024


@dataclass(frozen=True, slots=True)
class Parametrised:
    """The value in lower case and its parameters as they stand: lower-case name and raw bytes."""

    value: str
    parameters: tuple[tuple[str, bytes], ...] = ()

    def raw(self, name: str) -> bytes:
        """Return the first parameter of exactly this name, or nothing."""
        return next((value for known, value in self.parameters if known == name), b"")

    def text(self, name: str) -> str:
        """Return the parameter's text in NFC, "" if missing.

        The extended form (`name*`, `name*0*`) wins over the plain one, which is only a fallback
        for old readers (RFC 2231, RFC 6266 §4.3).
        """
        sections = [_section(known, value) for known, value in self.parameters]
        own = [section for section in sections if section[0] == name]
        single = [value for _, number, extended, value in own if extended and number is None]
        if single:
            return _extended(single[0])
        numbered = sorted(
            {
                number: (extended, value)
                for _, number, extended, value in own
                if number is not None
            }.items()
        )
        if numbered:
            return _continued([section for _, section in numbered])
        return decode_text(self.raw(name))


def read_parametrised(value: bytes) -> Parametrised:
    """Return the value with its parameters; whatever cannot be read is left out."""
    main, _, rest = value[:_MAX_VALUE].partition(b";")
    found = tuple(
        (match[1].decode("latin-1").lower(), _plain(match)) for match in _PARAMETER.finditer(rest)
    )
    return Parametrised(main.strip().decode("latin-1").lower(), found)


def _plain(match: re.Match[bytes]) -> bytes:
    if match[2] is not None:
        return re.sub(rb"\\([\"\\])", rb"\1", match[2])
    return (match[3] or b"").strip()


def _section(name: str, value: bytes) -> tuple[str, int | None, bool, bytes]:
    match = _SECTION.fullmatch(name)
    if match is None:
        return name, None, False, value
    number = int(match["number"]) if match["number"] else None
    return match["name"], number, bool(match["extended"]), value


def _extended(value: bytes) -> str:
    charset, quote, rest = value.partition(b"'")
    _, second, text = rest.partition(b"'")
    if not (quote and second):
        return decode_bytes(unquote_to_bytes(value))
    return decode_bytes(unquote_to_bytes(text), charset.decode("latin-1"))


def _continued(sections: list[tuple[bool, bytes]]) -> str:
    """Return the joined sections; the charset stands in the first (RFC 2231 §4.1)."""
    charset = b""
    extended, first = sections[0]
    if extended and first.count(b"'") >= 2:
        charset, _, first = first.partition(b"'")
        first = first.partition(b"'")[2]
    pieces = [(extended, first), *sections[1:]]
    runs = groupby(pieces, key=lambda piece: piece[0])
    joined = [_run(is_extended, [value for _, value in run]) for is_extended, run in runs]
    whole = b"".join(joined)
    return decode_bytes(whole, charset.decode("latin-1")) if charset else decode_text(whole)


def _run(is_extended: bool, values: list[bytes]) -> bytes:  # noqa: FBT001 -- RFC 2231's own flag
    """Return neighbouring sections of one form; an escape may be cut between two of them."""
    whole = b"".join(values)
    return unquote_to_bytes(whole) if is_extended else whole
