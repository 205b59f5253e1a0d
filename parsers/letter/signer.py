"""Who signs the letter: the block of title and name below its words.

Law: Nghị định 30/2020/NĐ-CP, Phụ lục I, mục II, khoản 7 (TM., Q., KT., TL., TUQ. before what is
signed for, the title in capitals, the full name below it).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from parsers.flag import FlagCode
from parsers.meaning.telling import Phrases
from parsers.reading import Line
from parsers.source import Box, Place
from parsers.text.agency_word import begins_like_agency
from parsers.text.words import bare, clean, markless
from parsers.values.office import HEAD
from parsers.values.person_name import (
    looks_like_name,
    may_be_of_family_ong,
    read_person_name,
)
from parsers.values.somebody import person_at_start

FOR = re.compile(r"(?:(?:T/?M|K/?T|T/?L|T/?UQ)[.\s]|Q\s*\.)\s*\w")
TITLE = Phrases.of(rf"\b{HEAD}\b")
WHOLE_TITLE = re.compile(rf"(?:\w{{1,3}}\. ?)?{markless(HEAD)}")
RANK = re.compile(r"^(?:(?:đại|thượng|trung|thiếu)\s+(?:tướng|tá|úy|uý)\s+)", re.IGNORECASE)
APART = re.compile(r"\t+| {4,}")
"""What parts the two halves of a foot that was typed in one paragraph."""

MARK = re.compile(r"\(.*\)|[\W_]+")
"""A remark between title and name ("(Đã ký)"), or a rule."""

ENDS = re.compile(r"\W*(?:noi nhan|kinh gui|phu luc|danh sach)\b")
SHARED, BLOCK_HEIGHT, MOST_LINES, MOST_WORDS = 0.5, 0.3, 12, 10


@dataclass(frozen=True, slots=True)
class Signed:
    """Title and name under a letter. Both are "" where it is open whose name it is; `place` is
    then where a block begins.
    """

    title: str = ""
    name: str = ""
    place: Place | None = None


def read_signer(lines: Sequence[Line]) -> Signed:
    """Return who signs the letter that these lines are: one person, or nobody."""
    halves = [half for line in _below_address(lines) for half in _halves(line)]
    blocks = [_signed(block) for block in _blocks(halves)]
    if not blocks:
        return Signed()
    if len({block.name for block in blocks}) > 1 or not blocks[0].name:
        return Signed(place=blocks[0].place)
    return blocks[0]


@dataclass(frozen=True, slots=True)
class _Half:
    """One line, or the part of one that stands in a half of its own, with its column in a table."""

    line: Line
    text: str
    column: str

    @property
    def begins_block(self) -> bool:
        titled = FOR.match(self.text) is not None or TITLE.words_before(self.text) == 0
        return self.text.isupper() and titled


def _below_address(lines: Sequence[Line]) -> Sequence[Line]:
    start = next((i for i, one in enumerate(lines) if "kinh gui" in bare(one.text)), len(lines))
    return lines[start + 1 :]


def _halves(line: Line) -> Iterator[_Half]:
    parts = [line.text] if line.box else APART.split(line.text.strip())
    for number, part in enumerate(parts):
        column = re.sub(r"\d+$" if line.place.cell[:1].isalpha() else r"^\d+", "", line.place.cell)
        apart = f"part {number}" if number else ""
        if text := clean(part):
            yield _Half(line, text, column or apart)


def _blocks(halves: Sequence[_Half]) -> Iterator[list[_Half]]:
    """Yield each title with what stands below it in its column."""
    taken: set[int] = set()
    for index, half in enumerate(halves):
        if index in taken or not half.begins_block:
            continue
        block = [(index, half)]
        for below in _column(halves, index):
            named = any(_name(one.text) for _, one in block)
            if ENDS.match(bare(below[1].text)) or (named and below[1].begins_block):
                break
            block.append(below)
        taken |= {number for number, _ in block}
        yield [one for _, one in block]


def _column(halves: Sequence[_Half], index: int) -> list[tuple[int, _Half]]:
    """Return the halves that stand below one in its column, from top to bottom."""
    top, first = halves[index], halves[index].line
    after = [(number, half) for number, half in enumerate(halves) if number != index]
    if first.box is None:
        sheet = first.place.sheet
        return [
            (number, half)
            for number, half in after
            if number > index and half.column == top.column and half.line.place.sheet == sheet
        ][:MOST_LINES]
    below = [
        (number, half)
        for number, half in after
        if half.line.place.page == first.place.page
        and half.line.box is not None
        and _stands_below(first.box, half.line.box)
        and (number > index or half.line.box[1] > first.box[1])
    ]
    return sorted(below, key=lambda one: one[1].line.box[1] if one[1].line.box else 0.0)


def _stands_below(above: Box, box: Box) -> bool:
    shared = min(above[0] + above[2], box[0] + box[2]) - max(above[0], box[0])
    close = 0 <= box[1] - above[1] < BLOCK_HEIGHT
    return close and shared > SHARED * min(above[2], box[2])


def _signed(block: Sequence[_Half]) -> Signed:
    """Return the block's title and the one name below it; no name where there are several."""
    begin = block[0].line.place
    block = [half for half in block if not MARK.fullmatch(half.text)]
    names = {_name(half.text): half for half in block if not half.text.isupper()}
    names.pop("", None)
    if not names:
        names = _in_capitals(block)
    if len(names) != 1:
        return Signed(place=begin)
    ((name, half),) = names.items()
    above = block[: block.index(half)]
    if any(_is_running(one.text) for one in above):
        return Signed(place=begin)
    title = " ".join(one.text for one in above if one.text.isupper())
    return Signed(title, name, half.line.place)


def _in_capitals(block: Sequence[_Half]) -> dict[str, _Half]:
    """Return a name in capitals, if it stands below a whole title: below another it may be the
    rest of that ("CHỦ TỊCH ỦY BAN NHÂN DÂN THÀNH PHỐ" above "HỒ CHÍ MINH").
    """
    for above, half in pairwise(block):
        if _name(half.text) and WHOLE_TITLE.fullmatch(bare(above.text)):
            return {_name(half.text): half}
    return {}


def _is_running(text: str) -> bool:
    return len(text.split()) > MOST_WORDS and not text.isupper()


def _name(text: str) -> str:
    """Return the person's name that a line is, without rank and degree; "" for another line."""
    read = read_person_name(RANK.sub("", text))
    odd = FlagCode.NAME_ODD in read.doubts and not may_be_of_family_ong(read.name)
    if odd or read.position or not looks_like_name(read.name):
        return ""
    if not read.name[:1].isalpha():
        return ""
    if TITLE.words_before(read.name) == 0:
        return ""
    # "Trương Văn An" and "Đoàn Thị Lan" are people, "Trường Mầm non" and "Đoàn Thanh niên" none.
    agency = begins_like_agency(read.name) and not person_at_start(read.name)
    return "" if agency else read.name
