"""Which bytes a signature covers, checked against the bytes themselves.

pyHanko computes the gap of /ByteRange from the length of /Contents and never looks at it; a
literal string in a widened gap hides a forged page there. ISO 32000-2 §12.8.1 leaves nothing in
the gap but the hexadecimal string of /Contents, so nothing else is accepted here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from pyhanko.pdf_utils import generic

from signing.report import Reason


@dataclass(frozen=True, slots=True)
class ByteRange:
    """The two covered stretches `[0, first)` and `[second, end)`."""

    first: int
    second: int
    end: int


def read_byte_range(
    value: generic.DictionaryObject, contents: bytes, data: bytes
) -> ByteRange | Reason:
    """Return the covered range, or the reason why it proves nothing about the file."""
    numbers = _numbers(value)
    if numbers is None or numbers[0] != 0:
        return Reason("byte_range_unusual", str(value.get("/ByteRange"))[:100])
    _, first, second, length = numbers
    if not 0 < first < second or length <= 0 or second + length > len(data):
        return Reason("byte_range_unusual", f"{numbers}")
    if not _holds_only(data[first:second], contents):
        return Reason("byte_range_forged", "the gap holds more than /Contents")
    return ByteRange(first, second, second + length)


def _numbers(value: generic.DictionaryObject) -> tuple[int, int, int, int] | None:
    array = value.get("/ByteRange")
    if isinstance(array, generic.DecryptedObjectProxy):
        array = array.decrypted
    if not isinstance(array, generic.ArrayObject) or len(array) != 4:
        return None
    numbers = [array[index] for index in range(4)]
    if not all(isinstance(number, generic.NumberObject) for number in numbers):
        return None
    return (int(numbers[0]), int(numbers[1]), int(numbers[2]), int(numbers[3]))


def _holds_only(gap: bytes, contents: bytes) -> bool:
    if re.fullmatch(rb"<[0-9A-Fa-f]*>", gap) is None or len(gap) % 2:
        return False
    return bytes.fromhex(gap[1:-1].decode("ascii")) == contents
