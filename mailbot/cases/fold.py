"""Folding: the words of a text as a search looks for them, without diacritics."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable

# The marks of Vietnamese letters, and their neighbours: they go at once, others one by one.
_MARKS = dict.fromkeys(range(0x300, 0x34F))
_BETWEEN_WORDS = re.compile(r"[^a-z0-9]+")
# What may be a national ID in running text: 9 digits or more, however they are set apart.
_LONG_NUMBER = re.compile(r"\d(?:[\s.\-]*\d){8,}")
# A national ID in what somebody searches for, whatever stands between its digits, and what has as
# many digits and is none.
_NATIONAL_ID = re.compile(r"(?<!\d)\d(?:[\W_]*\d){8}(?:(?:[\W_]*\d){3})?(?!\d)")
_CASE_NUMBER = re.compile(
    r"(?<!\d)(?<!\d[\W_])(?:hs[\W_]*20\d\d[\W_]*|20\d\d-)\d{5}(?!-?\d)", re.IGNORECASE
)
_WORD = re.compile(r"\S+")


def fold(text: str) -> str:
    """Return the text without marks, `đ` as `d`, in lower case, words one blank apart."""
    decomposed = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    plain = decomposed.translate(_MARKS)
    if not plain.isascii():
        plain = "".join(char for char in plain if not unicodedata.combining(char))
    return " ".join(plain.split())


def words_of(text: str) -> tuple[str, ...]:
    """Return the words of the text, folded, each once, in their order; signs part words."""
    return tuple(dict.fromkeys(_BETWEEN_WORDS.sub(" ", fold(text)).split()))


def search_key(*texts: str) -> str:
    """Return what a search in memory looks through: the folded words, each after a blank."""
    return " " + " ".join(words_of(" ".join(texts)))


def matches(query: str, key: str) -> bool:
    """Return whether every word of the query begins a word of the key."""
    return all(f" {word}" in key for word in words_of(query))


def without_ids(texts: Iterable[str]) -> str:
    """Return the texts as one, without any number that could be a national ID."""
    return " ".join(_LONG_NUMBER.sub(" ", text) for text in texts)


def harmless_words(query: str) -> str:
    """Return the words of a query, one blank apart, without those that spell a national ID."""
    marked = _NATIONAL_ID.sub(_struck("\0"), _CASE_NUMBER.sub(_struck("x"), query))
    kept = (
        word[0] for word in _WORD.finditer(query) if "\0" not in marked[word.start() : word.end()]
    )
    return " ".join(kept)


def asks_for_an_id(query: str) -> bool:
    """Return whether words of the query spell a national ID."""
    return harmless_words(query) != " ".join(query.split())


def _struck(sign: str) -> Callable[[re.Match[str]], str]:
    return lambda found: sign * len(found[0])
