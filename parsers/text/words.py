"""Vietnamese text made clean (NFC) and made comparable."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_LOOKALIKES = str.maketrans({"\u00d0": "Đ", "\u00f0": "đ", "\u0189": "Đ", "\u0110": "Đ"})
_BARE_D = str.maketrans({"Đ": "D", "đ": "d"})
_TONES = str.maketrans({"\u0300": "f", "\u0301": "s", "\u0303": "r", "\u0309": "r", "\u0323": "j"})
SENTENCES = re.compile(r"(?<=[.;])\s+|\n")
"""What lies between two sentences, or two clauses of one, or between two lines of a letter's."""

_OWN, _LETTERS = "Đđ", frozenset({"Lu", "Ll", "Lt", "Lo"})
CAPITAL = "A-ZĐ" + "".join(
    filter(str.isupper, map(chr, (*range(0xC0, 0x1B1), *range(0x1E00, 0x1EFA))))
)
"""What stands in a pattern's brackets for a capital: a range as À-Ỹ holds small letters, too."""

_WORD, _PART = re.compile(r"[^\W\d_]+"), re.compile(r"\S+")
# Cyrillic and Greek letters that look like Latin ones.
_LATIN = str.maketrans("асеіорухкАСЕІОРУХКМНТВοΟΑΒΕΗΙΚΜΝΡΤΧ", "aceiopyxkACEIOPYXKMHTBoOABEHIKMNPTX")
_SHORT = 200
_INVISIBLE = re.compile("[\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff\u0000-\u0008\u000e-\u001f]")


def clean(text: str) -> str:
    """Return the text in NFC on one line: single spaces, nothing invisible, true Đ and đ."""
    return _clean_once(text) if len(text) <= _SHORT else _clean(text)


def _clean(text: str) -> str:
    visible = _INVISIBLE.sub("", unicodedata.normalize("NFC", text).translate(_LOOKALIKES))
    return " ".join(visible.split())


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


def bare(text: str) -> str:
    """Return the text in lower case without marks, words separated by single spaces."""
    return _bare_once(text) if len(text) <= _SHORT else _bare(text)


def _bare(text: str) -> str:
    letters = markless(clean(text)).lower()
    return " ".join(re.sub(r"[^\w@./-]+", " ", letters).split())


def toneless(text: str) -> tuple[str, str]:
    """Return the letters without their tones (NFC), and the tones as combining marks."""
    letters = unicodedata.normalize("NFD", text)
    plain = "".join(char for char in letters if ord(char) not in _TONES)
    tones = "".join(char for char in letters if ord(char) in _TONES)
    return unicodedata.normalize("NFC", plain), tones


def spelled(text: str) -> str:
    """Return the text in small letters with each tone behind its word, as Telex types it.

    "Huỷ", "hủy" and "hũy" become "huyr": the tone's place is custom, and hỏi and ngã are confused.
    """
    return pattern_spelled(clean(text).replace("\u00ad", "").translate(_LATIN).lower())


def pattern_spelled(pattern: str) -> str:
    """Return a pattern in small letters that finds in spelled text what it says itself."""
    return _WORD.sub(_with_tone_behind, unicodedata.normalize("NFC", pattern))


def markless(text: str) -> str:
    """Return the text as it is typed without any mark; of a pattern, one that finds it so."""
    return text if text.isascii() else _PART.sub(_without_marks, text)


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


# Cells repeat, two readers see each, and several questions are asked of one.
_clean_once = lru_cache(maxsize=4096)(_clean)
_bare_once = lru_cache(maxsize=4096)(_bare)
