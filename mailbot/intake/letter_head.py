"""The names at the head of a letter: who writes, and whom it addresses."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from mailbot.cases.agency import Agency, Registry
from mailbot.cases.finding import Finding, Severity
from mailbot.cases.name import name_key, without_marks
from mailbot.intake.request import place_of
from parsers import LetterHead

# What begins an authority's name; "Quý cơ quan" and "Bộ phận một cửa" are nobody in particular.
_AUTHORITY = re.compile(
    r"\b(?:so|ubnd|uy ban|hdnd|hoi dong|phong|trung tam|ban|van phong|chi cuc|cuc|cong an|"
    r"bo(?! phan)|truong|thanh tra|vien|benh vien|kho bac|bao hiem|ngan hang|cong ty|tap doan)\b"
)
_AND = re.compile(r"\bva\b|&")


def agency_findings(
    letter: LetterHead, agency: Agency | None, registry: Registry
) -> Iterator[Finding]:
    """Yield that the letter's head names somebody else than the asker."""
    head = letter.agency
    if agency is None or not head:
        return
    if any(named.code == agency.code for named in registry.by_name(head)):
        return
    if name_key(agency.name) in name_key(head):
        return
    fields, place = {"letter": head, "asker": agency.name}, place_of(letter.places.get("agency"))
    yield Finding("request.letter_of_another_agency", Severity.LOOK, fields, place=place)


def addressee_findings(letter: LetterHead, own_names: Collection[str]) -> Iterator[Finding]:
    """Yield that a letter addresses another authority and none of our names, old or new: it may
    have reached us as a copy, or by mistake.
    """
    words = _words(letter.addressee)
    if not own_names or not _AUTHORITY.search(words):
        return
    if not any(_is_called(words, _words(name)) for name in own_names):
        fields, place = {"addressee": letter.addressee}, place_of(letter.places.get("addressee"))
        yield Finding("request.addressed_to_another", Severity.LOOK, fields, place=place)


def _is_called(words: str, name: str) -> bool:
    """Return whether a name stands in these words, in full or as people shorten it: the words of
    its kind ("Sở", "Trung tâm") and the initials of the rest ("Sở TTTT", "Sở TT&TT").
    """
    if name in words:
        return True
    kind = _AUTHORITY.match(name)
    if kind is None:
        return False
    initials = "".join(word[0] for word in name[kind.end() :].split())
    return len(initials) > 2 and f"{kind[0]} {initials}" in _squeezed(words)


def _squeezed(words: str) -> str:
    """Return the words with initials that stand apart ("tt tt") as one."""
    return re.sub(r"\b([a-z]{2,4}) (?=[a-z]{2,4}\b)", _joined, words)


def _joined(match: re.Match[str]) -> str:
    return match[1] if not re.search("[aeiouy]", match[1]) else match[0]


def _words(text: str) -> str:
    """Return a text in small letters without marks, signs and the word "và"."""
    plain = without_marks(text).casefold()
    return " ".join(re.sub(r"[^\w]+", " ", _AND.sub(" ", plain)).split())
