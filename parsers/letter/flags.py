"""What a person must look at in the covering letter itself."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain, pairwise

from parsers.flag import Flag, FlagCode
from parsers.letter.annex_heading import annex_headings
from parsers.letter.facts import Letter
from parsers.letter.unmarked import unmarked_flags
from parsers.meaning.instruction import (
    is_draft,
    letter_exceptions,
    letter_instructions,
    limits,
    told,
)
from parsers.reading import Line
from parsers.request import LetterHead
from parsers.source import Place
from parsers.text.words import bare, clean

RECIPIENTS = re.compile(r"\W*noi nhan\b")
END = Line("", Place())
OPENING = re.compile(r"\W*kính gửi\s*:", re.IGNORECASE)


def letter_flags(letter: Letter, lines: Sequence[Line], begin: Place | None) -> list[Flag]:
    """Return what is missing in the letter, contradicts itself or its annex, or limits it.

    `begin` is the page or sheet on which a letter should stand.
    """
    head = letter.head
    if not letter.is_letter:
        return [Flag(FlagCode.LETTER_MISSING, place=begin)]
    flags = [
        Flag(code, place=letter.page)
        for code, value in (
            (FlagCode.NUMBER_MISSING, head.number),
            (FlagCode.DATE_MISSING, head.date),
            (FlagCode.AGENCY_MISSING, head.agency),
        )
        if not value
    ]
    if not head.signer:
        place = head.places.get("signer", letter.page)
        flags.append(Flag(FlagCode.SIGNER_UNCLEAR, place=place))
    for code, quote in (
        (FlagCode.COUNT_CONTRADICTS, head.contradiction),
        (FlagCode.COUNT_UNCLEAR, letter.counts.unclear),
    ):
        if quote:
            place = letter.running.place_of(quote) or letter.page
            flags.append(Flag(code, (("text", quote),), place))
    flags += [*_other_letters(lines), *_limits(letter)]
    flags += _instructions_outside(lines)
    flags += unmarked_flags(letter, after_letter(lines))
    flags += [
        Flag(FlagCode.LETTER_DRAFT, place=line.place) for line in lines if is_draft(line.text)
    ]
    return flags + list(_annex_flags(head, lines))


def _limits(letter: Letter) -> Iterator[Flag]:
    """Flag what the letter itself says beyond its list, or against it."""
    for code, quotes in (
        (FlagCode.EXCEPTION_STATED, chain(*map(letter_exceptions, (letter.subject, letter.body)))),
        (FlagCode.INSTRUCTION_STATED, letter_instructions(letter.subject, letter.body)),
    ):
        for quote in quotes:
            yield told(code, quote, letter.running.place_of(quote))


def _instructions_outside(lines: Sequence[Line]) -> Iterator[Flag]:
    """Flag what is said beside a list, or below the letter: a sentence goes on in the next line."""
    for line, below in pairwise(chain(after_letter(lines), [END])):
        if not any(limits(below.text, None)):
            yield from limits(f"{line.text} {below.text}", line.place)


def after_letter(lines: Sequence[Line]) -> Iterator[Line]:
    """Yield the lines that follow the letter's recipients in its file, and those of other files."""
    opening = next((line for line in lines if OPENING.match(clean(line.text))), None)
    if opening is None:
        return
    own = [line for line in lines if line.place.file == opening.place.file]
    signed = next((i for i, one in enumerate(own) if RECIPIENTS.match(bare(one.text))), len(own))
    yield from own[signed:]
    yield from (line for line in lines if line.place.file != opening.place.file)


def _other_letters(lines: Sequence[Line]) -> Iterator[Flag]:
    """Flag a letter beside the one that was read: its list would pass for the first one's."""
    opening = [line for line in lines if OPENING.match(clean(line.text))]
    yield from (Flag(FlagCode.LETTER_SEVERAL, place=line.place) for line in opening[1:2])


def _annex_flags(head: LetterHead, lines: Sequence[Line]) -> Iterator[Flag]:
    """Flag an annex heading that names another letter; a blank one is no error."""
    for heading in annex_headings(lines, list(after_letter(lines))):
        if heading.number and head.number and not heading.is_of(head.number):
            fields = (("annex", heading.number), ("letter", head.number))
            against = head.places.get("number")
            yield Flag(FlagCode.ANNEX_NUMBER_DIFFERS, fields, heading.place, against=against)
        if heading.on and head.date and heading.on != head.date:
            fields = (("annex", f"ngày {heading.on:%d/%m/%Y}"), ("letter", f"{head.date:%d/%m/%Y}"))
            against = head.places.get("date")
            yield Flag(FlagCode.ANNEX_DATE_DIFFERS, fields, heading.place, against=against)
