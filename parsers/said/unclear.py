"""What a letter says, or the lines beside its list say, that nobody knows for a letter's custom.

Whatever other rules tell of is told once.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby, islice

from parsers.acts.left_over import act_of
from parsers.custom.customary import is_customary
from parsers.flag import Flag, FlagCode, without_numbers
from parsers.letter.facts import Letter
from parsers.letter.signer import RANK
from parsers.letter.unmarked import is_unmarked
from parsers.meaning.instruction import LONGEST, told
from parsers.meaning.limiting_words import LIMITING
from parsers.meaning.opening import cites, is_address, own_words
from parsers.meaning.procedure import named_procedures
from parsers.reading import Line
from parsers.request import LetterHead
from parsers.said.subset import subset_named
from parsers.source import Place
from parsers.text.words import SENTENCES, bare, clean
from parsers.values.to_come import begins_to_come

_MOST_TOLD = 3
_UNSURE = frozenset(
    {
        FlagCode.SCAN,
        FlagCode.SCAN_TEXT_LAYER,
        FlagCode.UNMAPPED_TEXT,
        FlagCode.LEGACY_ENCODING,
        FlagCode.LIST_IN_SENTENCES,
    }
)
"""Where a letter's words may be misread, or are rows: a person reads it all."""

_FILED = re.compile(r"\W*luu\b(?! y\b)")
"""Who keeps a copy, down to who wrote the letter: "Lưu: VT, Hạnh"."""

_LETTERS = re.compile(r"[^\W\d_]+(?: [^\W\d_]+)*")

_GUIDE = re.compile(r"huong dan (?:lap ho so|sua danh sach)$")
"""What heads the page that tells how to fill in a form; nothing of the request follows it."""

Said = tuple[str, Place | None]


def unclear_flags(
    letter: Letter, outside: Iterable[Line], titles: Sequence[str], known: Sequence[Flag]
) -> Iterator[Flag]:
    """Yield a flag for the first few sentences, or lines outside the letter, that are of no known
    kind, or ask for some of the list alone, and of which no flag tells yet.
    """
    if any(flag.code in _UNSURE for flag in known):
        return
    head, above = letter.head, (letter.subject, *titles)
    heard = (one for one in _said(letter, outside) if not _is_told(one, known))
    unclear = (_unclear(one, head, above) for one in heard if not is_unmarked(one[0]))
    yield from islice((flag for flag in unclear if flag), _MOST_TOLD)


def _unclear(said: Said, head: LetterHead, above: Sequence[str]) -> Flag | None:
    """Return a flag for a text that is of no known kind, a part of which no act takes, or that
    tells against a list.
    """
    text, place = said
    if not (head.date and begins_to_come(text, head.date)):
        if _is_part_of_name(text, head) or _ends_title(text, head.signer_title):
            return None
        if subset := subset_named(text, head.agency, above):
            return _part_told(text, subset, place)
        act = act_of(text, _parties(head))
        if act.left:
            return _part_told(text, act.left_over, place)
        if act.is_whole or is_customary(text, _names(head)):
            return _part_told(text, act.said_against, place) if act.against else None
    return told(FlagCode.SENTENCE_UNCLEAR, text, place)


def _part_told(text: str, part: str, place: Place | None) -> Flag:
    flag = told(FlagCode.PART_UNCLEAR, text, place)
    left = without_numbers(part)[:LONGEST]
    return replace(flag, fields=(*flag.fields, ("left", left)))


def _parties(head: LetterHead) -> tuple[str, ...]:
    """Return what who writes is called, and who is written to."""
    return (head.agency, head.superior, *head.addressee.split("; "))


def _names(head: LetterHead) -> tuple[str, ...]:
    """Return what the agencies of a letter and its signer are called, as its text may call them."""
    signs = (head.signer, head.signer_title)
    return (head.agency, head.superior, *head.addressee.split("; "), *signs)


def _is_part_of_name(text: str, head: LetterHead) -> bool:
    """Return whether a text is a part of a name that goes on in other lines."""
    words = bare(RANK.sub("", text))
    return " " in words and any(f" {words} " in f" {bare(name)} " for name in _names(head))


def _ends_title(text: str, title: str) -> bool:
    """Return whether a lone word is the last of the signer's title, for which its line had no room:
    "HỢP" of "TRƯỞNG PHÒNG HÀNH CHÍNH - TỔNG HỢP".
    """
    lone = text.isalpha() and text.isupper() and text.lower() not in LIMITING
    return lone and title.endswith(f" {text}")


def _said(letter: Letter, outside: Iterable[Line]) -> Iterator[Said]:
    """Yield what the asker says: of a legal ground only what follows it."""
    for sentence in SENTENCES.split(letter.body):
        own = own_words(sentence) if cites(sentence) else sentence
        if own and not is_address(own):
            yield own, letter.running.place_of(own)
    for text, place in _paragraphs(_before_guides(outside)):
        if not _FILED.match(bare(text)):
            yield from ((one, place) for one in SENTENCES.split(text))
        elif not all(map(is_customary, _small_words(text))):
            yield text, place


def _small_words(text: str) -> Iterator[str]:
    """Yield what is said between names in capitals; a word alone may be a name typed small."""
    for letters in _LETTERS.findall(text):
        for is_small, words in groupby(letters.split(" "), str.islower):
            said = list(words)
            if is_small and len(said) > 1:
                yield " ".join(said)


def _before_guides(lines: Iterable[Line]) -> Iterator[Line]:
    """Yield the lines but for each file's, or sheet's, from its guide on."""
    guided: set[tuple[str, str]] = set()
    for line in lines:
        part = (line.place.file, line.place.sheet)
        if _GUIDE.fullmatch(bare(line.text)):
            guided.add(part)
        if part not in guided:
            yield line


def _paragraphs(lines: Iterable[Line]) -> Iterator[tuple[str, Place]]:
    """Yield the lines, those that go on in small letters together."""
    text, place = "", Place()
    for line in lines:
        if text and line.text.lstrip()[:1].islower() and line.place.page == place.page:
            text = f"{text} {line.text}"
            continue
        if text:
            yield text, place
        text, place = clean(line.text), line.place
    if text:
        yield text, place


def _is_told(said: Said, known: Iterable[Flag]) -> bool:
    """Return whether a flag quotes this, or a part of it, tells of its place without words, or of
    the procedure it names.
    """
    quote = without_numbers(clean(said[0]))[:LONGEST].lower()
    for flag in known:
        text = dict(flag.fields).get("text", "").lower()
        if (text and (text in quote or quote in text)) or (not text and flag.place == said[1]):
            return True
        if flag.code is FlagCode.PROCEDURE_UNPUBLISHED and named_procedures(said[0]):
            return True
    return False
