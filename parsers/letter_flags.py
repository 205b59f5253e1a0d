"""What a person must look at in the covering letter itself."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain, pairwise

from parsers.flag import Flag, FlagCode
from parsers.instruction import is_draft, letter_exceptions, letter_instructions, limits, told
from parsers.letter import Letter, date_in
from parsers.reading import Line
from parsers.request import LetterHead
from parsers.source import Place
from parsers.words import bare, clean

WITH = r"(?:ban hành |gửi )?(?:kèm(?: theo)?|đính kèm)\b"
ANNEX = re.compile(
    rf"{WITH}[^\d/.;()]{{0,80}}(?<!ngày\s)(\d+[a-z]?\s*/\s*[\wĐđ&.]+(?:\s*-\s*[\wĐđ&.]+)*)",
    re.IGNORECASE,
)
BLANK_NUMBER = re.compile(rf"{WITH}[^\d;()]{{1,120}}?(?=ngày\s*\d)", re.IGNORECASE)
"""A heading that leaves the number out, to be filled in, or names the day alone."""

RECIPIENTS = re.compile(r"\W*noi nhan\b")
END = Line("", Place())
OPENING = re.compile(r"\W*kính gửi\s*:", re.IGNORECASE)
BEGINS_ANNEX = re.compile(
    rf"^\s*(?:ban hành )?(?:kèm theo|đính kèm)|\(\s*{WITH}"
    r"|^(?:danh sách|phụ lục)\b.{0,120}?\b(?:kèm theo|đính kèm)",
    re.IGNORECASE,
)


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
    if head.contradiction:
        fields = (("text", head.contradiction),)
        flags.append(Flag(FlagCode.COUNT_CONTRADICTS, fields, head.places.get("counted")))
    flags += [*_other_letters(lines), *_limits(letter)]
    flags += _instructions_outside(lines)
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
    for line, below in pairwise(chain(_after_letter(lines), [END])):
        if not any(limits(below.text, None)):
            yield from limits(f"{line.text} {below.text}", line.place)


def _after_letter(lines: Sequence[Line]) -> Iterator[Line]:
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
    for index, line in enumerate(lines):
        if not BEGINS_ANNEX.search(clean(line.text)):
            continue
        text = clean(" ".join(part.text for part in lines[index : index + 2]))
        numbered = ANNEX.search(text)
        found = numbered or BLANK_NUMBER.search(text)
        if found is None:
            continue
        number = re.sub(r"\s+", "", numbered.group(1)) if numbered else ""
        if number and head.number and bare(number) != bare(head.number):
            fields = (("annex", number), ("letter", head.number))
            against = head.places.get("number")
            yield Flag(FlagCode.ANNEX_NUMBER_DIFFERS, fields, line.place, against=against)
        stated = date_in(text[found.end() :])
        if stated and head.date and stated != head.date:
            fields = (("annex", f"ngày {stated:%d/%m/%Y}"), ("letter", f"{head.date:%d/%m/%Y}"))
            against = head.places.get("date")
            yield Flag(FlagCode.ANNEX_DATE_DIFFERS, fields, line.place, against=against)
