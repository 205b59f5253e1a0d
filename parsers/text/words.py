"""Vietnamese text made clean (NFC) and made comparable."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from parsers.text.remembered import remembered

_LOOKALIKES = (("\u00d0", "Đ"), ("\u00f0", "đ"), ("\u0189", "Đ"))
_BARE_D = str.maketrans({"Đ": "D", "đ": "d"})
_TONES = str.maketrans({"\u0300": "f", "\u0301": "s", "\u0303": "r", "\u0309": "r", "\u0323": "j"})
SENTENCES = re.compile(r"(?<=[.;])\s+|\n")
"""What lies between two sentences, or two clauses of one, or between two lines of a letter's."""

BROKEN_AT_STROKE = re.compile(r"\w/$")
"""How a line ends whose layout broke it within a word: "đ/" above "c"."""

_OWN, _LETTERS = "Đđ", frozenset({"Lu", "Ll", "Lt", "Lo"})
CAPITAL = "A-ZĐ" + "".join(
    filter(str.isupper, map(chr, (*range(0xC0, 0x1B1), *range(0x1E00, 0x1EFA))))
)
"""What stands in a pattern's brackets for a capital: a range as À-Ỹ holds small letters, too."""

_MARKED_WORD = re.compile(r"[a-zA-Z]*+[^\W\d_a-zA-Z][^\W\d_]*")
_MARKED_PART, _NO_WORD = re.compile(r"[!-~]*+[^\x00-\x7f]\S*"), re.compile(r"[^\w@./ -]+")
# Cyrillic and Greek letters that look like Latin ones.
_ALIKE = "асеіорухкАСЕІОРУХКМНТВοΟΑΒΕΗΙΚΜΝΡΤΧ"
_LATIN = str.maketrans(_ALIKE, "aceiopyxkACEIOPYXKMHTBoOABEHIKMNPTX")
_IS_ALIKE = re.compile(f"[{_ALIKE}]")
_INVISIBLE = re.compile("[\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff\u0000-\u0008\u000e-\u001f]")


@remembered
def clean(text: str) -> str:
    """Return the text in NFC on one line: single spaces, nothing invisible, true Đ and đ."""
    plain = unicodedata.normalize("NFC", text)
    for alike, letter in _LOOKALIKES:
        plain = plain.replace(alike, letter)
    return " ".join(_INVISIBLE.sub("", plain).split())


@remembered
def foreign_letters(text: str) -> str:
    """Return the letters of other alphabets: many look like ours. Marks on a letter do not count,
    nor do signs made of letters, such as a Roman number.
    """
    parts = unicodedata.normalize("NFKD", clean(text))
    return "".join(
        char
        for char in parts
        if not char.isascii() and char not in _OWN and unicodedata.category(char) in _LETTERS
    )


@remembered
def bare(text: str) -> str:
    """Return the text in lower case without marks, words separated by single spaces."""
    letters = markless(clean(text)).lower()
    return " ".join(_NO_WORD.sub(" ", letters).split())


def toneless(text: str) -> tuple[str, str]:
    """Return the letters without their tones (NFC), and the tones as combining marks."""
    letters = unicodedata.normalize("NFD", text)
    plain = "".join(char for char in letters if ord(char) not in _TONES)
    tones = "".join(char for char in letters if ord(char) in _TONES)
    return unicodedata.normalize("NFC", plain), tones


@remembered
def spelled(text: str) -> str:
    """Return the text in small letters with each tone behind its word, as Telex types it.

    "Huỷ", "hủy" and "hũy" become "huyr": the tone's place is custom, and hỏi and ngã are confused.
    """
    plain = clean(text).replace("\u00ad", "")
    latin = plain.translate(_LATIN) if _IS_ALIKE.search(plain) else plain
    return pattern_spelled(latin.lower())


def pattern_spelled(pattern: str) -> str:
    """Return a pattern in small letters that finds in spelled text what it says itself."""
    return _MARKED_WORD.sub(_with_tone_behind, unicodedata.normalize("NFC", pattern))


def markless(text: str) -> str:
    """Return the text as it is typed without any mark; of a pattern, one that finds it so."""
    return text if text.isascii() else _MARKED_PART.sub(_without_marks, text)


def _without_marks(part: re.Match[str]) -> str:
    return _markless(part.group())


@lru_cache(maxsize=8192)
def _markless(part: str) -> str:
    plain = unicodedata.normalize("NFD", part.translate(_BARE_D))
    return "".join(char for char in plain if not unicodedata.combining(char))


def _with_tone_behind(word: re.Match[str]) -> str:
    return _typed(word.group())


@lru_cache(maxsize=8192)
def _typed(word: str) -> str:
    letters, tones = toneless(word)
    return letters + tones.translate(_TONES)
