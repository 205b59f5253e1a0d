"""What of a header line comes from elsewhere: on one line, in ASCII, or refused.

Nothing foreign can add a line or a field (RFC 5322 §2.2, RFC 2047).
"""

from __future__ import annotations

import base64
import re
from unicodedata import category

from mailbot.cases.name import clean_text

_MAX_ID = 250
_ADDRESS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,252})")
_MESSAGE_ID = re.compile(
    r"<[A-Za-z0-9!#$%&'*+/=?^_`{|}~.:-]+@[A-Za-z0-9!#$%&'*+/=?^_`{|}~.:\[\]-]+>"
)


def display_name(name: str) -> str:
    """Return a person's or an office's name as it stands before an address."""
    clean = on_one_line(name)
    if clean.isascii() and re.fullmatch(r"[A-Za-z0-9 .-]+", clean) and "." not in clean:
        return clean
    return _encoded_word(clean, len("From: "))


def unstructured(text: str, used: int) -> str:
    """Return an unstructured field value, as encoded words (RFC 2047) unless it is plain."""
    if text.isascii() and "=?" not in text and len(text) + used <= 76:
        return text
    return _encoded_word(text, used)


def _encoded_word(text: str, used: int) -> str:
    """Return encoded words (RFC 2047), folded, cut after a space where there is one: readers that
    wrongly show the fold then show a space where one stands.
    """
    words: list[str] = []
    room = _word_room(used)
    piece = ""
    for part in re.findall(r"\S+\s*|\s+", text):
        for char in [part] if len(part.encode()) <= _word_room(1) else part:
            if piece and len((piece + char).encode()) > room:
                words.append(piece)
                room, piece = _word_room(1), ""
            piece += char
    words.append(piece)
    return "\r\n ".join(f"=?utf-8?b?{base64.b64encode(w.encode()).decode()}?=" for w in words)


def _word_room(used: int) -> int:
    """Return how many octets an encoded word may hold on a line of 76 with `used` columns taken."""
    return min(45, (76 - used - len("=?utf-8?b??=")) // 4 * 3)


def on_one_line(text: str) -> str:
    """Return the text on one line, NFC, without control, bidirectional or other hidden signs."""
    spaced = "".join(" " if char.isspace() else char for char in text)
    return clean_text("".join(char for char in spaced if category(char)[0] != "C"))


def checked_address(address: str) -> str:
    """Return the address; ValueError where it could be anything else."""
    if not _ADDRESS.fullmatch(address) or ".." in address:
        raise ValueError(f"not a mail address: {address!r}")
    return address


def checked_id(identifier: str) -> str:
    """Return the Message-ID; ValueError where it could be anything else."""
    if not is_message_id(identifier):
        raise ValueError(f"not a Message-ID: {identifier!r}")
    return identifier


def is_message_id(text: str) -> bool:
    """Return whether the text is one Message-ID and nothing beside it."""
    return len(text) <= _MAX_ID and _MESSAGE_ID.fullmatch(text) is not None
