"""A plainly written PDF encrypted object by object, from its bytes.

pyHanko builds every object anew to encrypt it. In what our own setter writes (one table of
objects, each plain as `plain_object` has it) only texts and streams change: they are told here by
a pattern. All else is NotPlainError, and pyHanko's to encrypt.
"""

from __future__ import annotations

import re
from io import BytesIO

from pyhanko.pdf_utils.crypt import StandardSecurityHandler

from signing.plain_object import STRING, Extent, NotPlainError, Ref, extent_at, value_at

_HEADER = b"%PDF-2.0\n%\xc2\xa5\xc2\xb1\xc3\xab\n"
_TAIL = re.compile(rb"startxref\s+(\d{1,10})\s+%%EOF\s*\Z")
_TABLE = re.compile(rb"xref\r?\n0 (\d{1,7})\r?\n((?:\d{10} \d{5} [nf](?: \r| \n|\r\n))+)trailer\s+")
_ENTRY = re.compile(rb"(\d{10}) (\d{5}) ([nf])")
_TEXT = re.compile(rb"<<|%b|<(?>(?:[0-9A-Fa-f]{2})*)>" % STRING)
_ESCAPE = re.compile(rb"\\(?:[0-3][0-7][0-7]|.)", re.DOTALL)
_MEANT = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
_LENGTH = re.compile(rb"/Length\s+\d+")
_TRAILER = frozenset({"/Size", "/Root", "/Info", "/ID"})


class PlainFile:
    """The objects of a file that is written plainly, with their numbers; else NotPlainError."""

    def __init__(self, data: bytes) -> None:
        tail = _TAIL.search(data, max(0, len(data) - 100))
        table = _TABLE.match(data, int(tail[1])) if tail else None
        if table is None:
            raise NotPlainError
        trailer, end = value_at(data, table.end())
        entries = [(int(one[1]), int(one[2]), one[3]) for one in _ENTRY.finditer(table[2])]
        known = isinstance(trailer, dict) and set(trailer) <= _TRAILER and "/ID" in trailer
        if not known or not len(entries) == int(table[1]) == trailer["/Size"]:
            raise NotPlainError
        self._data, self._trailer = data, data[table.end() : end]
        self._objects: dict[int, Extent] = {}
        for number, (at, generation, kind) in enumerate(entries):
            if kind == b"n":
                if generation != 0:
                    raise NotPlainError
                self._objects[number] = self._checked(extent_at(data, at, Ref(number, 0)))
        self._size = len(entries)

    def encrypted(self, handler: StandardSecurityHandler) -> bytes:
        """Return the file as the handler encrypts it."""
        output, places = BytesIO(), {}
        output.write(_HEADER)
        for number, extent in self._objects.items():
            places[number] = output.tell()
            output.write(b"%d 0 obj\n%b\nendobj\n" % (number, self._written(extent, handler)))
        places[self._size] = output.tell()
        output.write(b"%d 0 obj\n" % self._size)
        handler.as_pdf_object().write_to_stream(output, None)
        output.write(b"\nendobj\n")
        self._end(output, places)
        return output.getvalue()

    def _checked(self, extent: Extent) -> Extent:
        """Return the object; NotPlainError for a stream that is not encrypted like any other."""
        if extent.content is not None:
            told = self._data[extent.begin : extent.end]
            kind = extent.value.get("/Type")
            if len(_LENGTH.findall(told)) != 1 or b"/Crypt" in told or kind in {"/XRef", "/ObjStm"}:
                raise NotPlainError
        return extent

    def _written(self, extent: Extent, handler: StandardSecurityHandler) -> bytes:
        texts, streams = handler.get_string_filter(), handler.get_stream_filter()

        def hidden(found: re.Match[bytes]) -> bytes:
            if found[0] == b"<<":
                return found[0]
            return b"<%b>" % texts.encrypt(texts.shared_key, _meant(found[0])).hex().encode()

        told = _TEXT.sub(hidden, self._data[extent.begin : extent.end])
        if extent.content is None:
            return told
        content = streams.encrypt(streams.shared_key, self._data[extent.content])
        told = _LENGTH.sub(b"/Length %d" % len(content), told)
        return b"%b\nstream\n%b\nendstream" % (told, content)

    def _end(self, output: BytesIO, places: dict[int, int]) -> None:
        """Write the table of objects and the trailer."""
        begin, size = output.tell(), self._size + 1
        output.write(b"xref\n0 %d\n" % size)
        for number in range(size):
            if number in places:
                output.write(b"%010d 00000 n \n" % places[number])
            else:
                output.write(b"0000000000 65535 f \n")
        trailer = re.sub(rb"/Size\s+\d+", b"/Size %d" % size, self._trailer, count=1)
        trailer = trailer.removesuffix(b">>") + b"/Encrypt %d 0 R>>" % self._size
        output.write(b"trailer\n%b\nstartxref\n%d\n%%%%EOF\n" % (trailer, begin))


def _meant(text: bytes) -> bytes:
    """Return the bytes that a literal or hexadecimal string stands for."""
    if text.startswith(b"<"):
        return bytes.fromhex(text[1:-1].decode("ascii"))
    if b"\r" in text:  # which a reader may take for a line feed
        raise NotPlainError
    return _ESCAPE.sub(lambda found: _unescaped(found[0][1:]), text[1:-1])


def _unescaped(escape: bytes) -> bytes:
    return bytes([int(escape, 8)]) if escape.isdigit() else _MEANT.get(escape, escape)
