"""Vietnamese names and texts made comparable; the spelling given is never changed."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import filterfalse

# Look-alikes of Đ and đ that real lists carry; Unicode normalisation leaves them as they are.
_LOOKALIKES = str.maketrans({"\u00d0": "Đ", "\u00f0": "đ", "\u0189": "Đ", "\u0256": "đ"})
_BARE_D = str.maketrans({"Đ": "D", "đ": "d"})
_INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufeff]")
_SHORT = 200
_TONES = {"\u0300", "\u0301", "\u0303", "\u0309", "\u0323"}


def clean_text(text: str) -> str:
    """Return the text in NFC, without invisible characters, white space folded to single spaces."""
    visible = text if text.isprintable() else _INVISIBLE.sub("", text)
    return " ".join(unicodedata.normalize("NFC", visible).split())


def without_marks(text: str) -> str:
    """Return the text without Vietnamese marks: `Đỗ Thị Hòa` becomes `Do Thi Hoa`."""
    decomposed = unicodedata.normalize("NFD", text.translate(_LOOKALIKES).translate(_BARE_D))
    return "".join(filterfalse(unicodedata.combining, decomposed))


def letters_key(text: str) -> str:
    """Return a key under which spellings of one name meet: no mark, no case, no spacing counts."""
    return _letters_once(text) if len(text) <= _SHORT else _letters(text)


def name_key(text: str) -> str:
    """Return a key under which spellings of one name meet: case, spacing, Đ look-alikes and the
    place of the tone mark (`Hoà`/`Hòa`) do not count; every other mark does.
    """
    return _key_once(text) if len(text) <= _SHORT else _key(text)


def _key(text: str) -> str:
    words = clean_text(text.translate(_LOOKALIKES)).casefold().split()
    return " ".join(_word_key(word) for word in words)


def spelling_key(text: str) -> str:
    """Return the name's key with y written i (`Quy`/`Qui`, `Mỹ`/`Mĩ`); tones and marks count."""
    return name_key(text).replace("y", "i")


def _word_key(word: str) -> str:
    decomposed = unicodedata.normalize("NFD", word)
    letters = "".join(char for char in decomposed if char not in _TONES)
    tones = "".join(sorted(char for char in decomposed if char in _TONES))
    return unicodedata.normalize("NFC", letters) + tones


def _letters(text: str) -> str:
    return without_marks(clean_text(text)).casefold()


# Every row is held against the names of all agencies, every request against all its mailboxes.
_key_once = lru_cache(maxsize=8192)(_key)
_letters_once = lru_cache(maxsize=8192)(_letters)
