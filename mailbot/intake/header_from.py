"""The one address a mail says it is from, or why none can be named.

The rule of notes on hostile mail: `addr` or `phrase <addr>`, read by one anchored expression;
no group, route, comment, list, second address, encoded address or international domain.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from mailbot.intake.header import Header
from mailbot.intake.header_text import decode_text, has_hidden_characters

_ATEXT = rb"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL = rb"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_ADDRESS = _ATEXT + rb"(?:\." + _ATEXT + rb")*@" + _LABEL + rb"(?:\." + _LABEL + rb")+"
_QUOTED = rb'"(?:[^"\\]|\\["\\])*"'
_WORDS = rb"[A-Za-z0-9 \t.!#$%&'*+/=?^_`{|}~\x80-\xff-]*"
_MAILBOX = re.compile(
    rb"(?:(?P<bare>" + _ADDRESS + rb")|(?P<phrase>" + _QUOTED + rb"[ \t]*|" + _WORDS + rb")"
    rb"<(?P<angle>" + _ADDRESS + rb")>)\Z"
)
_MAX_VALUE = 1000
_ADDRESS_IN_TEXT = re.compile(
    r"[^\s<>\"'(),;:\[\]]+@[^\s<>\"'(),;:\[\].]+(?:\.[^\s<>\"'(),;:\[\].]+)+"
)


@dataclass(frozen=True, slots=True)
class FromAddress:
    """The address in lower case ("" when none can be named) and the faults of the field."""

    address: str
    faults: tuple[str, ...] = ()


def read_from(header: Header) -> FromAddress:
    """Return the one From address; faults `from_missing`, `from_repeated`, `from_malformed`,
    `from_international`, `name_hides_characters`, `name_holds_address`.
    """
    values = header.values("from")
    if len(values) != 1:
        return FromAddress("", ("from_repeated" if values else "from_missing",))
    return read_mailbox(values[0])


def read_mailbox(value: bytes) -> FromAddress:
    """Return the address of a field that holds exactly one mailbox, by the strict rule."""
    match = _MAILBOX.match(value) if len(value) <= _MAX_VALUE else None
    if match is None:
        return FromAddress("", ("from_malformed",))
    address = (match["bare"] or match["angle"]).decode("ascii").lower()
    if len(address) > 254 or address.index("@") > 64:
        return FromAddress("", ("from_malformed",))
    if any(label.startswith("xn--") for label in address.split("@")[1].split(".")):
        return FromAddress("", ("from_international",))
    return FromAddress(address, tuple(_name_faults(match["phrase"] or b"", address)))


def _name_faults(phrase: bytes, address: str) -> list[str]:
    name = decode_text(phrase)
    faults = ["name_hides_characters"] if has_hidden_characters(name) else []
    plain = unicodedata.normalize("NFKC", name).lower()
    if any(found != address for found in _ADDRESS_IN_TEXT.findall(plain)):
        faults.append("name_holds_address")
    return faults
