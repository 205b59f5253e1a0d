"""The facts of the covering letter, from its lines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from parsers.counts.stated import StatedCounts, stated_counts
from parsers.letter.addressee import read_addressee
from parsers.letter.body import body_of
from parsers.letter.grounds import read_grounds
from parsers.letter.issuer import read_issuer
from parsers.letter.number_and_date import read_date, read_number
from parsers.letter.running_text import RunningText
from parsers.letter.signer import read_signer
from parsers.letter.subject import read_subject
from parsers.meaning.procedure import named_procedures
from parsers.reading import Line
from parsers.request import LetterHead
from parsers.source import Place, first_page
from parsers.text.words import SENTENCES, bare, clean

ADDRESSES = "kinh gui"
ANNEX = re.compile(r"(?:phu luc|danh sach)\b")
MOSTLY = 0.6
"""Of the letters of a title, how many are capitals at least."""


@dataclass(frozen=True, slots=True)
class Letter:
    """The letter's head and its words: what it asks for in its subject and in its body, and for
    how many.
    """

    head: LetterHead
    subject: str
    body: str
    counts: StatedCounts
    is_letter: bool
    running: RunningText

    @property
    def page(self) -> Place | None:
        """Return the page on which the letter begins: where what it lacks is missed."""
        return first_page(self.running.places)


def read_letter(lines: Sequence[Line]) -> Letter:
    """Return the letter that the lines hold; an empty head if they hold none."""
    own = _letter_lines(lines)
    texts = [clean(line.text) for line in own]
    number, on, addressee = read_number(texts), read_date(texts), read_addressee(texts)
    issuer, signed = read_issuer(own, number.at), read_signer(own)
    subject, body, running = read_subject(own, texts), body_of(own), RunningText.of(own)
    stated, asking = stated_counts(subject, body), _asking(body)
    counts = stated.asked
    lines_of = {
        "number": number.at,
        "date": on.at,
        "agency": issuer.at,
        "addressee": addressee.at,
    }
    quoted = {
        "subject": subject,
        "asked": subject if named_procedures(subject) else next(iter(asking), ""),
        "counted": stated.contradiction or counts.written.split(", ")[0],
    }
    places = {
        **{name: own[at].place for name, at in lines_of.items() if at is not None},
        "signer": signed.place,
        **{name: running.place_of(quote) for name, quote in quoted.items()},
    }
    head = LetterHead(
        number=number.value,
        date=on.value,
        agency=issuer.agency,
        superior=issuer.superior,
        subject=subject,
        addressee=addressee.value,
        signer=signed.name,
        signer_title=signed.title,
        grounds=read_grounds(body, " ".join(asking)),
        counted_people=counts.people,
        counted_organisations=counts.organisations,
        counted_rows=counts.rows,
        counted=counts.written,
        contradiction=stated.contradiction,
        places={name: place for name, place in places.items() if place is not None},
    )
    is_letter = bool(head.addressee or (head.number and head.agency))
    return Letter(head, subject, body, stated, is_letter, running)


def _letter_lines(lines: Sequence[Line]) -> list[Line]:
    """Return the lines of the file and pages that hold the letter: those before the annex."""
    first = next((one for one in lines if ADDRESSES in bare(one.text)), None)
    if first is None:
        return []
    own = [line for line in lines if line.place.file == first.place.file]
    addressed = own.index(first)
    annex = (
        at
        for at, line in enumerate(own)
        if at > addressed and ANNEX.match(bare(line.text)) and _is_title(line.text)
    )
    return own[: next(annex, len(own))]


def _is_title(text: str) -> bool:
    letters = [char for char in text if char.isalpha()]
    return bool(letters) and sum(char.isupper() for char in letters) > MOSTLY * len(letters)


def _asking(body: str) -> list[str]:
    """Return the sentences that ask, without the legal grounds before them."""
    return [part for part in SENTENCES.split(body) if named_procedures(part)]
