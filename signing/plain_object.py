"""Objects of a PDF told from their bytes at once, as far as their references need it.

pyHanko reads objects letter by letter. What is written plainly (ISO 32000-1 §7.3, without comments
or escapes in names) is told here by a pattern; all else is NotPlainError, and pyHanko's to read.
A dictionary is a dict, an array a list, a name its text, a whole number an int, the rest None.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple

_DEEPEST = 50


class Ref(NamedTuple):
    """A reference to an object."""

    number: int
    generation: int


class NotPlainError(Exception):
    """Something that only pyHanko's own reader can tell."""


# Possessive throughout, so that nothing is tried twice. pyHanko looks for a reference within 20
# bytes, and tells its end by a letter that does not follow.
_SPACE = rb"[\0\t\n\f\r ]*+"
_ENDS = rb"(?=[\0\t\n\f\r ()<>\[\]{}/%])"
_ESCAPE = rb"\\(?:[nrtbf()\\]|[0-3][0-7][0-7])"
STRING = rb"\((?>(?:[^()\\]++|%b|\((?>(?:[^()\\]++|%b)*)\))*)\)" % (_ESCAPE, _ESCAPE)
_TOKEN = re.compile(
    rb"%b(?:(<<)|(>>)|(\[)|(\])|([1-9]\d{0,6}) (\d{1,5}) R%b|(/[A-Za-z0-9_.+*:,-]++)%b"
    rb"|([-+]?\d{1,10}+)%b|([-+]?\d*\.\d++|true|false|null)%b|(%b|<(?>(?:[0-9A-Fa-f]{2})*)>))"
    % (_SPACE, _ENDS, _ENDS, _ENDS, _ENDS, STRING)
)
_DICTIONARY, _DICTIONARY_END, _ARRAY, _ARRAY_END, _REFERENCE, _NAME, _INTEGER = 1, 2, 3, 4, 6, 7, 8
_BEGIN = re.compile(rb"(\d{1,10}) (\d{1,5}) obj")
_STREAM = re.compile(rb"%bstream\r?\n" % _SPACE)
_STREAM_END = re.compile(rb"%bendstream" % _SPACE)
_END = re.compile(rb"%bendobj" % _SPACE)


class Extent(NamedTuple):
    """An object, where its value stands, and where a stream's content does."""

    value: Any
    begin: int
    end: int
    content: slice | None = None


def object_at(data: bytes, at: int, ref: Ref) -> Any:
    """Return the object that begins there; its number, its end and a stream's length must fit."""
    return extent_at(data, at, ref).value


def extent_at(data: bytes, at: int, ref: Ref) -> Extent:
    """Return the object that begins there with its extent, as `object_at` does."""
    begin = _BEGIN.match(data, at)
    if begin is None or (int(begin[1]), int(begin[2])) != ref:
        raise NotPlainError
    value, end = value_at(data, begin.end())
    extent, at = Extent(value, begin.end(), end), end
    stream = _STREAM.match(data, end)
    if stream is not None:
        at = _end_of_stream(data, stream.end(), value)
        extent = extent._replace(content=slice(stream.end(), stream.end() + value["/Length"]))
    if _END.match(data, at) is None:
        raise NotPlainError
    return extent


def value_at(data: bytes, at: int) -> tuple[Any, int]:
    """Return the value that begins there, and where it ends; a reference alone is not plain."""
    held: list[tuple[int, list[Any]]] = []
    inside: list[Any] = []
    while found := _TOKEN.match(data, at):
        at, kind = found.end(), found.lastindex or 0
        if kind in {_DICTIONARY, _ARRAY} and len(held) < _DEEPEST:
            held.append((kind + 1, inside))
            inside = []
            continue
        value: Any = None
        if kind == _REFERENCE:
            value = Ref(int(found[5]), int(found[6]))
        elif kind == _NAME:
            value = found[7].decode("ascii")
        elif kind == _INTEGER:
            value = int(found[8])
        elif kind in {_DICTIONARY_END, _ARRAY_END}:
            value = _dictionary(inside) if kind == _DICTIONARY_END else inside
            ending, inside = held.pop() if held else (0, [])
            if ending != kind:
                break
        if held:
            inside.append(value)
        elif not isinstance(value, Ref):
            return value, at
        else:
            break
    raise NotPlainError


def _dictionary(inside: list[Any]) -> dict[str, Any]:
    keys = inside[::2]
    is_paired = len(inside) % 2 == 0 and all(type(key) is str for key in keys)
    if not is_paired or len(set(keys)) < len(keys):
        raise NotPlainError
    return dict(zip(keys, inside[1::2], strict=True))


def _end_of_stream(data: bytes, begin: int, dictionary: Any) -> int:
    length = dictionary.get("/Length") if isinstance(dictionary, dict) else None
    end = _STREAM_END.match(data, begin + length) if isinstance(length, int) else None
    if end is None or end.start() < begin:
        raise NotPlainError
    return end.end()
