"""The objects of one revision of a PDF, each told from its bytes (`plain_object`)."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.decode_limits import DecodePurpose
from pyhanko.pdf_utils.reader import HistoricalResolver
from pyhanko.pdf_utils.xref import ObjStreamRef

from signing.plain_object import NotPlainError, Ref, object_at, value_at

_NUMBERS = re.compile(rb"(?>(?:[\0\t\n\f\r ]*+\d{1,10}+(?!\d))*)")
_COMMENT = re.compile(rb"[\0\t\n\f\r ]*%")


class PlainRevision:
    """Objects by their references; NotPlainError for one that is not there or not plain."""

    def __init__(self, revision: HistoricalResolver) -> None:
        self._reader, self._number = revision.reader, revision.revision
        self._known: dict[Ref, Any] = {}
        self._packs: dict[int, tuple[bytes, list[int], list[int]]] = {}
        if "/Encrypt" in self._reader.trailer or not isinstance(self._reader.stream, BytesIO):
            raise NotPlainError
        self._data = self._reader.stream.getvalue()
        self.trailer = _told(revision.trailer_view)

    def resolved(self, value: Any) -> Any:
        """Return what a reference refers to; any other value as it is."""
        if not isinstance(value, Ref):
            return value
        if value not in self._known:
            self._known[value] = self._read(value)
        return self._known[value]

    def dictionary(self, value: Any) -> dict[str, Any]:
        """Return the dictionary that this is, or refers to."""
        found = self.resolved(value)
        if not isinstance(found, dict):
            raise NotPlainError
        return found

    def array(self, value: Any) -> list[Any]:
        """Return the array that this is, or refers to."""
        found = self.resolved(value)
        if not isinstance(found, list):
            raise NotPlainError
        return found

    def _read(self, ref: Ref) -> Any:
        place = self._reader.xrefs.get_historical_ref(generic.Reference(*ref), self._number)
        if place is None:
            raise NotPlainError
        if isinstance(place, ObjStreamRef):
            return self._packed(ref.number, place)
        return object_at(self._data, place, ref)

    def _packed(self, number: int, place: ObjStreamRef) -> Any:
        """Return an object of an object stream (ISO 32000-1 §7.5.7)."""
        if place.obj_stream_id not in self._packs:
            self._packs[place.obj_stream_id] = self._pack(place.obj_stream_id)
        data, numbers, begins = self._packs[place.obj_stream_id]
        if number not in numbers or numbers.index(number) != place.ix_in_stream:
            raise NotPlainError
        value, end = value_at(data, begins[place.ix_in_stream])
        if _COMMENT.match(data, end):
            raise NotPlainError
        return value

    def _pack(self, number: int) -> tuple[bytes, list[int], list[int]]:
        """Return an object stream's content, the numbers of its objects, and where each begins."""
        stream = generic.Reference(number, 0, self._reader).get_object()
        if not isinstance(stream, generic.StreamObject) or stream.get("/Type") != "/ObjStm":
            raise NotPlainError
        data = stream.read_data(DecodePurpose.OBJECT_STREAM)
        count, first = stream.get("/N"), stream.get("/First")
        if not isinstance(count, int) or not isinstance(first, int):
            raise NotPlainError
        found = _NUMBERS.match(data)
        told = [int(one) for one in found[0].replace(b"\0", b" ").split()] if found else []
        if not 0 < 2 * count <= len(told):
            raise NotPlainError
        begins = [first + begin for begin in told[1 : 2 * count : 2]]
        return data + b"\n", told[: 2 * count : 2], begins


def _told(value: Any) -> Any:
    """Return an object of pyHanko's as `plain_object` tells one."""
    if isinstance(value, generic.IndirectObject):
        return Ref(value.idnum, value.generation)
    if isinstance(value, generic.DictionaryObject):
        return {str(key): _told(one) for key, one in value.items()}
    return [_told(one) for one in value] if isinstance(value, generic.ArrayObject) else None
