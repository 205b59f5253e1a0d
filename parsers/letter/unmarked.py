"""Vietnamese typed without its marks: most rules cannot hear what it says, so a person is told.

"Ba Oanh nghi viec tu thang 11" is hardly ever written so in a letter, and means nothing for sure.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby, islice

from parsers.flag import Flag, FlagCode
from parsers.letter.facts import Letter
from parsers.meaning.instruction import told
from parsers.reading import Line
from parsers.text.syllable import is_bare_syllable
from parsers.text.words import SENTENCES, clean

_ADDRESSES = re.compile(r"(?<!\S)\S*(?:@|://|www\.|\.(?:vn|com|net|org)\b)\S*")
_WORD = re.compile(r"[^\W\d_]+")
_PARTS = re.compile(r"[^\w\s]+|_")
_LEAST, _LEAST_IN_NAMES, _LEAST_IN_A_ROW = 3, 6, 5
"""How many words tell it: of a sentence without marks, of one that may be no more than names or
offices in capitals ("PHAN MINH NAM"), and in a row within a sentence that has marks elsewhere.
Real sentences have four such in a row at most ("sau khi tham gia").
"""


def unmarked_flags(letter: Letter, outside: Iterable[Line]) -> Iterator[Flag]:
    """Yield a flag for the first sentence typed without marks in the letter, and the first such
    line outside it.
    """
    said = (one for one in (letter.subject, *SENTENCES.split(letter.body)) if is_unmarked(one))
    for quote in islice(said, 1):
        yield told(FlagCode.TEXT_WITHOUT_MARKS, quote, letter.running.place_of(quote))
    for line in islice((line for line in outside if is_unmarked(line.text)), 1):
        yield told(FlagCode.TEXT_WITHOUT_MARKS, line.text, line.place)


def is_unmarked(text: str) -> bool:
    """Return whether a text, or a part of it, is Vietnamese typed without marks: no mere address,
    no name, no English.
    """
    plain = _ADDRESSES.sub(" ", clean(text))
    if any(_longest_row(part) >= _LEAST_IN_A_ROW for part in _PARTS.split(plain)):
        return True
    words = _WORD.findall(plain)
    if not plain.isascii() or sum(map(is_bare_syllable, words)) < 0.8 * len(words):
        return False
    told_apart = any(word.islower() for word in words[1:])
    return len(words) >= (_LEAST if told_apart else _LEAST_IN_NAMES)


def _longest_row(part: str) -> int:
    """Return how many words in small letters follow each other without marks; names and figures
    break no row.
    """
    words = [word for word in part.split() if not word.isdigit()]
    rows = (list(row) for unmarked, row in groupby(words, key=is_bare_syllable) if unmarked)
    return max((sum(map(str.islower, row)) for row in rows), default=0)
