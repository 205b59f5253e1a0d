"""The bytes after a signature: all of them must belong to revisions, and hide nothing.

A reader that finds a file damaged searches it for objects, so nothing may lie there that the
cross-reference sections do not name: neither between objects nor within an object stream.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.xref import ObjStreamRef

from signing.report import Reason

# White space and comments part the words of PDF (ISO 32000-2 §7.2.3 and §7.2.4).
_APART = rb"(?:[\x00\t\n\f\r ]|%[^\r\n]{0,200}[\r\n])+"
_OBJECT = re.compile(rb"(?<![0-9])(\d{1,10})" + _APART + rb"(\d{1,5})" + _APART + rb"obj\b")
_END = re.compile(rb"startxref[\x00\t\n\f\r ]+(\d+)[\x00\t\n\f\r ]+%%EOF(.*)\Z", re.DOTALL)
_WHITE = b"\x00\t\n\f\r "
_LINE_ENDS = (b"", b"\n", b"\r", b"\r\n")


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
    for number in _unnamed_members(reader, revision):
        return Reason("data_after_end", f"object {number} hidden in an object stream")
    return None


def _offsets(reader: PdfFileReader, revision: int) -> set[int]:
    found = {place for _, _, place in _objects(reader, revision)}
    for later in range(revision + 1, reader.xrefs.total_revisions):
        found.add(reader.xrefs.get_startxref_for_revision(later))
    return found


def _unnamed_members(reader: PdfFileReader, revision: int) -> Iterator[int]:
    """Yield the numbers that object streams hold and their revision's cross-reference does not."""
    for later, ref, _ in _objects(reader, revision):
        stream = reader.get_object(ref, revision=later)
        if isinstance(stream, generic.StreamObject) and stream.get("/Type") == "/ObjStm":
            for index, number in enumerate(_members(stream)):
                member = generic.Reference(number, 0)
                place = reader.xrefs.get_historical_ref(member, later)
                if place != ObjStreamRef(ref.idnum, index):
                    yield number


def _members(stream: generic.StreamObject) -> list[int]:
    """Return the numbers of the objects in an object stream (ISO 32000-2 §7.5.7)."""
    pairs = stream.data[: int(stream["/First"])].split()
    return [int(number) for number in pairs[::2]]


def _objects(reader: PdfFileReader, revision: int) -> Iterator[tuple[int, generic.Reference, int]]:
    """Yield revision, reference and offset of what stands by itself in the later revisions."""
    for later in range(revision + 1, reader.xrefs.total_revisions):
        for ref in reader.xrefs.explicit_refs_in_revision(later):
            place = reader.xrefs.get_historical_ref(ref, later)
            if isinstance(place, int):
                yield later, ref, place
