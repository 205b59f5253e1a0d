"""Header values as people read them: encoded words and raw eight-bit text, in NFC.

RFC 2047 for encoded words. Nothing decoded here ever decides who the sender is.
"""

from __future__ import annotations

import binascii
import codecs
import re
import string
import unicodedata

_WORD = re.compile(r"=\?([A-Za-z0-9_.:-]{1,40})(?:\*[A-Za-z0-9-]*)?\?([bBqQ])\?([^?]*)\?=")
_BETWEEN = re.compile(r"(\?=)[ \t\r\n]+(?==\?)")
_CONTROLS = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}

_BASE64 = string.ascii_letters + string.digits + "+/="
_NO_BASE64 = bytes(set(range(256)) - set(_BASE64.encode()))

# Codecs of Python that are no character sets of mail, and some that take quadratic time.
_NOT_FOR_MAIL = {"punycode", "idna", "unicode_escape", "raw_unicode_escape", "undefined"}


def decode_bytes(data: bytes, charset: str = "") -> str:
    """Return the text of the bytes in NFC; a wrong or missing charset never loses the rest.

    Tried in this order: the charset given, UTF-8, windows-1258, latin-1.
    """
    for name in (charset, "utf-8", "cp1258"):
        try:
            if name and codecs.lookup(name).name not in _NOT_FOR_MAIL:
                return unicodedata.normalize("NFC", data.decode(name))
        except (LookupError, ValueError):
            continue
    return unicodedata.normalize("NFC", data.decode("latin-1"))


def decode_text(value: bytes) -> str:
    """Return a header value with its encoded words decoded (RFC 2047), in NFC.

    Neighbouring words of one charset are joined before decoding, because many programs cut
    a letter of several bytes in two.
    """
    text = _BETWEEN.sub(r"\1", decode_bytes(value))
    parts: list[str] = []
    pending = b""
    charset = ""
    position = 0
    for match in _WORD.finditer(text):
        between = text[position : match.start()]
        if between or match[1].lower() != charset:
            parts += [decode_bytes(pending, charset), between]
            pending, charset = b"", match[1].lower()
        pending += _word_bytes(match[2], match[3])
        position = match.end()
    parts += [decode_bytes(pending, charset), text[position:]]
    return unicodedata.normalize("NFC", "".join(parts))


def has_hidden_characters(text: str) -> bool:
    """Return whether the text holds control, format (bidirectional) or unassigned characters."""
    return any(unicodedata.category(char) in _CONTROLS for char in text)


def has_control_characters(text: str) -> bool:
    """Return whether the text holds control characters other than the tab (header injection)."""
    return any(unicodedata.category(char) == "Cc" and char != "\t" for char in text)


def _word_bytes(encoding: str, text: str) -> bytes:
    data = text.encode("utf-8", "replace")
    if encoding in "qQ":
        return binascii.a2b_qp(data.replace(b"_", b" "), header=False)
    return decode_base64(data)


def decode_base64(data: bytes) -> bytes:
    """Return the bytes of a base64 text; foreign characters and missing padding are forgiven."""
    letters = data.translate(None, _NO_BASE64)
    for padding in (b"", b"==", b"="):
        try:
            return binascii.a2b_base64(letters + padding)
        except binascii.Error:
            continue
    return _base64_without_last(letters)


def _base64_without_last(letters: bytes) -> bytes:
    bare = letters.split(b"=", 1)[0]
    whole = bare[: len(bare) // 4 * 4]
    return binascii.a2b_base64(whole)
