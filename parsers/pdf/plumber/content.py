"""Page content as operands and operators: plain tokens taken many at once, the rest by pdfminer.

pdfminer reads content letter by letter, which is a third of what a page costs it. What is plain
(numbers, names, strings, operators, flat arrays and dictionaries) is told here by a pattern; all
else is left to pdfminer's own parser, so that both see the same.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from typing import Any

from pdfminer.pdfinterp import PDFContentParser
from pdfminer.psexceptions import PSEOF
from pdfminer.psparser import KWD, LIT, literal_name

# Possessive throughout, so that nothing is tried twice. At the end of a piece a token may go on in
# the next one: only what something follows is plain.
_NUMBER = rb"[-+]?(?:\d++(?:\.\d*+|(?!\.))|\.\d++)"
_STRING = rb"\((?>(?:[^()\\]++|\\[0-3][0-7][0-7]|\\[0-7][0-7]?(?![0-7])|\\[btnfr()\\])*)\)"
_HEX = rb"<(?>(?:[0-9A-Fa-f]{2})*)>(?!>)"
_WORD = rb"[^#/%\[\]()<>{}\s]*+(?!#)"
_ONE = rb"(?:%b|%b|%b|/%b)" % (_NUMBER, _STRING, _HEX, _WORD)
_TOLD = rb"(%b)|(%b)|(%b)|/(%b)" % (_NUMBER, _STRING, _HEX, _WORD)
_PLAIN = re.compile(
    rb"\s*+(?:%b|([A-Za-z]%b)|\[((?>(?:\s++|%b)*))\]|<<((?>(?:\s*+/%b\s*+%b)*))\s*+>>)(?=[\s\S])"
    % (_TOLD, _WORD, _ONE, _WORD, _ONE)
)
_INSIDE = re.compile(_TOLD)
_ESCAPE = re.compile(rb"\\(?:[0-7]{1,3}|.)")
_MEANT = {b"\\b": b"\b", b"\\t": b"\t", b"\\n": b"\n", b"\\f": b"\f", b"\\r": b"\r"}
_MEANT |= {b"\\(": b"(", b"\\)": b")", b"\\\\": b"\\"}
_MEANT |= {b"\\%0*o" % (width, code): b"%c" % code for width in (1, 2, 3) for code in range(256)}
_TRUTHS = {b"true": True, b"false": False}
_OPERATOR = 5
_OF_PICTURES = frozenset({b"BI", b"ID", b"EI"})


class Content(PDFContentParser):
    """pdfminer's parser of content, with a way to take what is plain many at once."""

    BUFSIZ = 1 << 16

    def plain_ones(self) -> Iterator[Any]:
        """Yield what is plain from where the parser stands, which then stands behind it."""
        if self.context or self.results or self._tokens or self._parse1 != self._parse_main:
            return
        while found := _PLAIN.match(self.buf, self.charpos):
            kind = found.lastindex or 0
            text = found[kind]
            if kind == _OPERATOR and text in _OF_PICTURES:
                return
            self.charpos = found.end()
            yield _VALUES[kind](text)


def objects_of(streams: Sequence[object]) -> Iterator[Any]:
    """Yield operands and operators (keywords) of the streams, one after the other."""
    with suppress(PSEOF):
        content = Content(streams)
        while True:
            yield from content.plain_ones()
            yield content.nextobject()[1]


def _number(text: bytes) -> float:
    return float(text) if b"." in text else int(text)


def _string(text: bytes) -> bytes:
    body = text[1:-1]
    return _ESCAPE.sub(lambda found: _MEANT[found[0]], body) if b"\\" in body else body


def _hex(text: bytes) -> bytes:
    return bytes.fromhex(text[1:-1].decode("ascii"))


def _name(text: bytes) -> Any:
    try:
        return LIT(text.decode("utf-8"))
    except UnicodeDecodeError:
        return LIT(text)


def _word(text: bytes) -> Any:
    return _TRUTHS[text] if text in _TRUTHS else KWD(text)


def _array(text: bytes) -> list[Any]:
    found = ((one.lastindex or 0, one) for one in _INSIDE.finditer(text))
    return [_VALUES[kind](one[kind]) for kind, one in found]


def _dictionary(text: bytes) -> dict[str, Any]:
    inside = _array(text)
    return dict(zip(map(literal_name, inside[::2]), inside[1::2], strict=True))


_VALUES: dict[int, Callable[[bytes], Any]] = {
    1: _number, 2: _string, 3: _hex, 4: _name, 5: _word, 6: _array, 7: _dictionary,
}  # fmt: skip
