"""Reading hexadecimal strings in one go.

pyHanko 0.38 reads them letter by letter, and a signature's container has tens of thousands: more
than half the CPU time of verifying. Where the string is plain, this reads it at once; for anything
else pyHanko's own function is asked, so that its answer and its errors stay the same.
"""

from __future__ import annotations

import re
from typing import BinaryIO

from pyhanko.pdf_utils import generic

_LETTER_BY_LETTER = generic.read_hex_string_from_stream
_PLAIN = re.compile(rb"[0-9A-Fa-f]*")
_FIRST_BYTES = 256


def read_hex_string(
    stream: BinaryIO,
) -> generic.ByteStringObject | generic.TextStringObject:
    """Return the hexadecimal string that starts here; the stream stands behind its `>`."""
    start = stream.tell()
    digits = _digits(stream)
    if digits is None or len(digits) % 2:
        stream.seek(start)
        return _LETTER_BY_LETTER(stream)
    stream.seek(start + 1 + len(digits) + 1)
    return generic.pdf_string(bytes.fromhex(digits.decode("ascii")))


def _digits(stream: BinaryIO) -> bytes | None:
    """Return what stands between `<` and `>`, None unless it is hexadecimal digits alone."""
    if stream.read(1) != b"<":
        return None
    found, size = b"", _FIRST_BYTES
    while piece := stream.read(size):
        digits, end, _ = piece.partition(b">")
        if _PLAIN.fullmatch(digits) is None:
            return None
        found += digits
        if end:
            return found
        size *= 4
    return None


def install() -> None:
    """Have pyHanko's reader use this function."""
    generic.read_hex_string_from_stream = read_hex_string
