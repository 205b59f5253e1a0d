"""Which bytes a signature covers, checked against the bytes themselves.

pyHanko computes the gap of /ByteRange from the length of /Contents and never looks at it; a
literal string in a widened gap hides a forged page there. ISO 32000-2 §12.8.1 leaves nothing in
the gap but the hexadecimal string of /Contents, so nothing else is accepted here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.reader import PdfFileReader

from signing.report import Reason

_OBJECT = re.compile(rb"(?<![0-9])(\d{1,10})[\x00\t\n\f\r ]+(\d{1,5})[\x00\t\n\f\r ]+obj\b")
_END = re.compile(rb"startxref[\x00\t\n\f\r ]+(\d+)[\x00\t\n\f\r ]+%%EOF(.*)\Z", re.DOTALL)
_WHITE = b"\x00\t\n\f\r "
_LINE_ENDS = (b"", b"\n", b"\r", b"\r\n")


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


def examine_tail(data: bytes, start: int, reader: PdfFileReader, revision: int) -> Reason | None:
    """Return what speaks against the bytes after a signature, None if all belongs to a revision.

    Every object in them must be one the cross-reference sections of the later revisions name,
    and nothing may follow the last end-of-file marker.
    """
    end = _END.match(data, data.rfind(b"startxref"))
    rest = data[start:] if reader.xrefs.total_revisions == revision + 1 else None
    if rest is not None:
        white = not rest.strip(_WHITE)
        return Reason("white_space_after_end" if white else "data_after_end")
    if end is None or int(end[1]) != reader.last_startxref:
        return Reason("data_after_end")
    if end[2] not in _LINE_ENDS:
        return Reason("data_after_end" if end[2].strip(_WHITE) else "white_space_after_end")
    return _hidden_object(data, start, reader, revision)


def _hidden_object(data: bytes, start: int, reader: PdfFileReader, revision: int) -> Reason | None:
    known = _offsets(reader, revision)
    for match in _OBJECT.finditer(data, start):
        if match.start() not in known:
            return Reason("data_after_end", f"object {match[1].decode()} in no cross-reference")
    return None


def _offsets(reader: PdfFileReader, revision: int) -> set[int]:
    xrefs = reader.xrefs
    found = set()
    for later in range(revision + 1, xrefs.total_revisions):
        found.add(xrefs.get_startxref_for_revision(later))
        for ref in xrefs.explicit_refs_in_revision(later):
            place = xrefs.get_historical_ref(ref, later)
            if isinstance(place, int):
                found.add(place)
    return found
