"""What can be one Vietnamese syllable: tells a word broken over two lines from two words."""

from __future__ import annotations

import re

from parsers.text.words import clean, markless, toneless

_ONSET = r"(?:ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdđghklmnpqrstvx])?"
_OPEN = (
    r"(?:oai|oay|oeo|uây|uôi|uya|uyu|iêu|yêu|ươi|ươu|ai|ao|au|ay|âu|ây|eo|êu|ia|iu|oa|oe|oi|ôi|ơi|"
    r"ua|uê|ui|uơ|uy|ưa|ưi|ưu|a|e|ê|i|o|ô|ơ|u|ư|y)"
)
# Not every vowel goes before every end: there is "ương" and no "ơng", "ênh" and no "êng".
_CLOSED = (
    r"(?:(?:a|oa)(?:ch|ng|nh|[cmnpt])|(?:ă|oă|â|uâ|e|oe|o|ô|uô|u|ư|iê|yê|ươ)(?:ng|[cmnpt])|"
    r"(?:ê|uê|i|y|uy)(?:ch|nh|[mnpt])|ơ[mnpt]|oo(?:ng|c)|uyê[nt])"
)
_SYLLABLE = re.compile(rf"^{_ONSET}(?:{_OPEN}|{_CLOSED})$")
_BARE_SYLLABLE = re.compile(markless(_SYLLABLE.pattern))


def is_syllable(word: str) -> bool:
    """Return whether the word, in any case and with any tone, is built like a syllable."""
    letters, tones = toneless(clean(word).lower())
    return len(tones) <= 1 and bool(_SYLLABLE.match(letters))


def is_broken_syllable(first: str, rest: str) -> bool:
    """Return whether two pieces are one syllable that a line's end broke, and not two."""
    return is_syllable(first + rest) and not (is_syllable(first) and is_syllable(rest))


def is_bare_syllable(word: str) -> bool:
    """Return whether the word, in any case, is built like a syllable typed without any mark."""
    return word.isascii() and bool(_BARE_SYLLABLE.match(word.lower()))
