"""How many a whole letter asks for, by every sentence that says so."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from parsers.counts.counted import PARTS, Counts, read_counts, repeated_counts, unclear_count
from parsers.counts.parted import parts_alone, parts_that_differ
from parsers.meaning.opening import is_address, is_ground
from parsers.meaning.procedure import named_procedures
from parsers.text.remembered import remembered
from parsers.text.words import SENTENCES, clean

# What a sentence tells of why it asks, without asking: who lacks what the letter asks for.
REASON = re.compile(
    r"\b(?:quên|nhớ|sai|(?:không|chưa) (?:thay )?đổi) (?:mật khẩu|mật mã)|"
    r"\b(?:chưa|đã)(?: được| từng)* (?:cấp|tạo|mở)\b"
)
# Who is there already, and who is to help: nobody of these is asked for.
BACKGROUND = re.compile(
    r"\b(?:hiện (?:nay|có|tại|đang)|toàn (?:trường|cơ quan|đơn vị|ngành|phường|xã|sở)|được giao"
    r"|biên chế|đã (?:được )?(?:cấp|có|nghỉ|chuyển|sử dụng|hoàn thành)|đầu mối|phụ trách|phối hợp"
    r"|liên hệ|mỗi|tham gia|tập huấn|quản lý \d+|với tổng số"
    r"|(?:đơn vị|trường|cơ quan|phường|xã|sở|phòng|trung tâm|chi cục) (?:\w+ ){0,3}?có)\b"
)
# What tells that it speaks of who is asked for nevertheless, and what does so unless all are meant.
STILL_WITHOUT = re.compile(
    r"\b(?:chưa|không có hộp thư|đề nghị|quên|cần(?! thơ)|mới|danh sách|nhu cầu)\b"
)
TOTALS = re.compile(r"\b(?:số lượng|tổng số|tổng cộng)\b")
ALL_THERE = re.compile(
    r"\bhiện (?:nay |tại )?(?:đang )?có\b|\b(?:biên chế|được giao|với tổng số)\b"
)
SOME_OF_THEM = re.compile(
    r"\b(?:trong đó|trong số (?:đó|này)|còn|riêng)\b|, (?:hiện|nay|đến nay|tuy nhiên|nhưng)\b"
)
# A list in brackets is no end of a sentence: "03 người (02 công chức; 01 viên chức)".
IN_BRACKET, CLOSED = re.compile(r"\([^()]*$"), re.compile(r"[^()]{0,200}\)")
# What a sentence must speak of to count mailboxes, offices, or what follows its legal ground.
OF_THE_LIST = re.compile(
    r"\b(?:danh sách|đề nghị|kính gửi|xin|số (?:lượng|người|cán bộ|cá nhân|đơn vị|hộp thư"
    r"|tài khoản)|số (?:công|viên) chức|tổng số|tổng cộng)\b"
)


@dataclass(frozen=True, slots=True)
class Difference:
    """A count of the letter that is not the list's; `quote` are the words it is said in."""

    stated: int
    listed: int
    quote: str


@dataclass(frozen=True, slots=True)
class StatedCounts:
    """What the letter counts, in the sentences that ask; `also` is every other count, each of
    which the list must agree with; `unclear` the first that is no number ("05-06 người"); `parted`
    the first whose parts do not make it up.
    """

    asked: Counts
    also: tuple[Counts, ...] = ()
    unclear: str = ""
    parted: str = ""

    @property
    def contradiction(self) -> str:
        """Return the first count whose figures and words differ, "" for none."""
        return next(
            (one.contradiction for one in (self.asked, *self.also) if one.contradiction), ""
        )

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
    sentences = _sentences(body)
    asking = [one for one in sentences if _asks(one)]
    asked = read_counts(" ".join(asking))
    said = [*_telling(sentences), *([subject] if named_procedures(subject) else [])]
    found = [count for count in map(_counted_in, said) if count != Counts()]
    if asked == Counts() and (told := found or _parted_alone(sentences)):
        asked, *found = told
    also = (*repeated_counts(" ".join(asking)), *found)
    unclear = next(filter(None, map(unclear_count, [*asking, *said])), "")
    parted = next(filter(None, map(parts_that_differ, _with_parts(sentences))), "")
    return StatedCounts(asked, also, unclear, parted)


def _parted_alone(sentences: Sequence[str]) -> list[Counts]:
    """Return what all parts come to, where no sentence says what they are parts of."""
    return [read_counts(one) for one in sentences if parts_alone(one)][:1]


def _with_parts(sentences: Sequence[str]) -> Iterator[str]:
    """Yield the sentences that ask, each with the one behind it that only parts its count."""
    for sentence, behind in pairwise([*sentences, ""]):
        if _asks(sentence):
            goes_on = PARTS.match(clean(behind).lower().lstrip(" -+"))
            yield f"{sentence} {behind}" if goes_on else sentence


def _counted_in(sentence: str) -> Counts:
    """Return what a sentence counts that asks for nothing by itself."""
    counts = read_counts(sentence)
    plain = clean(sentence).lower()
    if OF_THE_LIST.search(plain) or REASON.search(plain):
        return counts
    return Counts(counts.people, None, counts.contradiction, counts.written)


def _telling(sentences: Sequence[str]) -> Iterator[str]:
    """Yield what of the sentences that ask for nothing by themselves may count who is asked for."""
    for sentence in sentences:
        plain = clean(sentence).lower()
        if _asks(sentence) or PARTS.match(plain.lstrip(" -+")):
            continue
        if is_ground(plain) or is_address(plain):
            plain = plain.partition(", ")[2]
            if not (OF_THE_LIST.search(plain) or REASON.search(plain)):
                continue
        yield _of_who_is_asked_for(plain)


def _of_who_is_asked_for(plain: str) -> str:
    """Return what of a sentence may count these: not what counts who is there already."""
    for some in reversed([*SOME_OF_THEM.finditer(plain)]):
        there, rest = plain[: some.start()], plain[some.end() :]
        if _is_there(there):
            return rest if STILL_WITHOUT.search(rest) else ""
    return "" if _is_there(plain) else plain


def _is_there(plain: str) -> bool:
    if STILL_WITHOUT.search(plain) or not BACKGROUND.search(plain):
        return False
    return not TOTALS.search(plain) or ALL_THERE.search(plain) is not None


def _sentences(body: str) -> list[str]:
    begin, whole = 0, []
    for end in SENTENCES.finditer(body):
        inside = IN_BRACKET.search(body, begin, end.start()) and CLOSED.match(body, end.end())
        if not inside:
            whole.append(body[begin : end.start()])
            begin = end.end()
    return [*whole, body[begin:]]


@remembered
def _asks(sentence: str) -> bool:
    """Return whether a sentence asks by itself, and does not only tell why."""
    return bool(named_procedures(REASON.sub(" ", clean(sentence).lower())))
