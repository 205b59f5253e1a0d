"""How many a whole letter asks for, by every sentence that says so."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from parsers.letter_count import PARTS, Counts, read_counts, repeated_counts, unclear_count
from parsers.procedure import named_procedures
from parsers.words import clean

SENTENCES = re.compile(r"(?<=[.;])\s+")
GROUND = re.compile(r"^\W*(?:căn cứ|thực hiện|theo|xét|thi hành|kính gửi)\b")
# Who is there already, and who is to help: nobody of these is asked for.
BACKGROUND = re.compile(
    r"\b(?:hiện (?:nay|có|tại|đang)|toàn (?:trường|cơ quan|đơn vị|ngành|phường|xã|sở)|được giao"
    r"|biên chế|đã (?:được )?(?:cấp|có|nghỉ|chuyển|sử dụng|hoàn thành)|đầu mối|phụ trách|phối hợp"
    r"|liên hệ|mỗi|tham gia|tập huấn)\b"
)
STILL_WITHOUT = re.compile(r"\bchưa\b|\bkhông có hộp thư|\bđề nghị\b|\bquên\b")


@dataclass(frozen=True, slots=True)
class Difference:
    """A count of the letter that is not the list's; `quote` are the words it is said in."""

    stated: int
    listed: int
    quote: str


@dataclass(frozen=True, slots=True)
class StatedCounts:
    """What the letter counts, in the sentences that ask; `also` is every other count, each of
    which the list must agree with; `unclear` the first that is no number ("05-06 người").
    """

    asked: Counts
    also: tuple[Counts, ...] = ()
    unclear: str = ""

    def differing(self, people: int, organisations: int) -> Iterator[Difference]:
        """Yield what is not so with this many rows. Other sentences may count them in parts."""
        yield from _differing(self.asked, people, organisations)
        if not any(_differing(_sum(self.also), people, organisations)):
            return
        for count in self.also:
            yield from _differing(count, people, organisations)


def _differing(counts: Counts, people: int, organisations: int) -> Iterator[Difference]:
    for stated, listed in (
        (counts.people, people),
        (counts.organisations, organisations),
        (counts.rows, people + organisations),
    ):
        if stated is not None and stated != listed:
            yield Difference(stated, listed, counts.written.split(", ")[0])


def _sum(counts: Sequence[Counts]) -> Counts:
    people, organisations, rows = (
        sum(said) if (said := [one for one in column if one is not None]) else None
        for column in (
            [one.people for one in counts],
            [one.organisations for one in counts],
            [one.rows for one in counts],
        )
    )
    return Counts(people, organisations, rows=rows)


def stated_counts(subject: str, body: str) -> StatedCounts:
    """Return what the letter counts; legal grounds and who is there already are left out."""
    sentences = SENTENCES.split(body)
    asking = [one for one in sentences if named_procedures(one)]
    asked = read_counts(" ".join(asking))
    said = [*_telling(sentences), *([subject] if named_procedures(subject) else [])]
    found = [count for count in map(read_counts, said) if count != Counts()]
    if asked == Counts() and found:
        asked, *found = found
    also = (*repeated_counts(" ".join(asking)), *found)
    unclear = next(filter(None, map(unclear_count, [*asking, *said])), "")
    return StatedCounts(asked, also, unclear)


def _telling(sentences: Sequence[str]) -> Iterator[str]:
    """Yield the sentences that ask for nothing by themselves and may count who is asked for."""
    for sentence in sentences:
        plain = clean(sentence).lower()
        if named_procedures(sentence) or GROUND.match(plain) or PARTS.match(plain.lstrip(" -+")):
            continue
        if not BACKGROUND.search(plain) or STILL_WITHOUT.search(plain):
            yield sentence
