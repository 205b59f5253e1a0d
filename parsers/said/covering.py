"""What a mail says of the signed request it carries: nobody obeys it, and a person is told."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from parsers.custom.customary import is_customary
from parsers.flag import without_numbers
from parsers.meaning.instruction import LONGEST, limits
from parsers.request import Row
from parsers.said.listed_people import ListedPeople
from parsers.said.named import of_somebody
from parsers.text.words import SENTENCES, clean
from parsers.unread import NATIONAL_ID

MOST_READ = 20_000
"""Letters of a mail's text; what goes on for longer is no covering note."""

# What mail programs and offices put under every mail, whatever it carries.
_DISCLAIMS = re.compile(
    r"\b(?:không phải (?:là )?người (?:được )?nhận|nhận nhầm (?:e?-?mail|thư|tin)|"
    r"(?:e?-?mail|thư) này (?:\w+ ){0,8}có thể chứa)\b",
    re.IGNORECASE,
)

_PAPER = re.compile(
    r"\b(?:danh sách|phụ lục|bảng|biểu|công văn|văn bản|tờ trình|tệp|file)\b", re.IGNORECASE
)
_FAMILIAR = re.compile(r"\b(?:dạ|ạ|em|anh|chị|nhé|giúp|giùm)\b,?", re.IGNORECASE)
"""How people address each other in a mail, and no letter does."""


def said_of_request(text: str, rows: Sequence[Row]) -> Iterator[str]:
    """Yield the sentences that limit, bend or take back what is asked, speak of somebody in the
    list, name somebody by a national ID, or say of the papers what nobody says by custom; their
    long numbers left out.
    """
    if len(text) > MOST_READ:
        yield _quoted(text[:LONGEST])
        return
    people = ListedPeople.of(rows)
    for sentence in map(clean, _sentences(text)):
        if not _DISCLAIMS.search(sentence) and _speaks(sentence, people):
            yield _quoted(sentence)


def _sentences(text: str) -> Iterator[str]:
    """Yield the sentences; a line that begins small goes on with the one before."""
    whole = ""
    for line in map(str.strip, text.splitlines()):
        if not line[:1].islower():
            yield from SENTENCES.split(whole)
            whole = ""
        whole = f"{whole} {line}"
    yield from SENTENCES.split(whole)


def _speaks(sentence: str, people: ListedPeople) -> bool:
    return (
        NATIONAL_ID.search(sentence) is not None
        or any(limits(sentence, None))
        or any(of_somebody(sentence, people))
        or (_PAPER.search(sentence) is not None and not is_customary(_FAMILIAR.sub("", sentence)))
    )


def _quoted(text: str) -> str:
    return without_numbers(clean(text))[:LONGEST]
