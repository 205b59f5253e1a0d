"""Folding: how a search finds words without diacritics."""

from __future__ import annotations

import re
import unicodedata

_BETWEEN_WORDS = re.compile(r"[^a-z0-9]+")


def fold(text: str) -> str:
    """Return the text without marks, `đ` as `d`, in lower case, words one blank apart."""
    decomposed = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    plain = "".join(char for char in decomposed if not unicodedata.combining(char))
    return " ".join(plain.split())


def search_key(*texts: str) -> str:
    """Return what a search looks through: the folded texts, and their words alone."""
    folded = fold(" ".join(texts))
    return f" {folded} {_BETWEEN_WORDS.sub(' ', folded)}"


def matches(query: str, key: str) -> bool:
    """Return whether every word of the query begins a word of the key; marks alone are ignored."""
    return all(_stands(word, key) for word in fold(query).split())


def _stands(word: str, key: str) -> bool:
    return f" {word}" in key or f" {_BETWEEN_WORDS.sub(' ', word).strip()}" in key
