"""Whether a cell names two units of one rank: which of them somebody belongs to, a person asks.

A unit with the agency above it is one ("Phòng Kế toán, Sở Xây dựng"), and so is a name of several
fields ("Phòng Hành chính - Tổ chức").
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from parsers.flag import FlagCode
from parsers.joining import join_cell
from parsers.meaning.telling import Phrases
from parsers.tables import Entry
from parsers.text.agency_word import begins_like_unit
from parsers.text.remembered import remembered
from parsers.text.words import CAPITAL, clean

_ROOM = (
    r"phòng(?= )(?! khám\b| chống\b| cháy\b| ngừa\b| bệnh\b)|p\. ?|khoa(?! học\b| giáo\b)|"
    r"thanh tra (?=sở|tỉnh|thành phố|huyện|quận|thị xã)"
)
_OFFICE = r"văn phòng|vp"
_RANKS = (
    r"tổ(?! chức\b| quốc\b| hợp\b)|bộ (?:phận|môn)|đội(?! ngũ\b)|nhóm",
    rf"{_ROOM}|(?:{_OFFICE})(?=\W*$| sở\b)",
    r"trạm",
    r"ban(?! hành\b)",
    r"trung tâm|chi cục|trường|bệnh viện|bv",
    r"sở",
)
"""What stands on one step, from the lowest. An office of something greater may hold rooms."""

_RANKED = tuple(Phrases.of(rf"^\W*(?:{words})\b") for words in _RANKS)
_BEGINS_WITH_OFFICE = Phrases.of(rf"^\W*(?:{_OFFICE})(?=\W*$| sở\b| hđnd\b)")
_NUMBER = r"(?<![\d.])\d{1,2}[.)]\s"
_LISTED = re.compile(rf"[;+→⇒]|[-=]+>|{_NUMBER}")
_BETWEEN = re.compile(
    rf"[/,;+&(→⇒\n]|[-=]+>|\s[-–—]\s|\s(?:và|VÀ|hoặc|HOẶC)\s|{_NUMBER}|"
    rf"\s(?=(?:Phòng|Khoa|Tổ|Trung tâm|Chi cục|Sở)\s[{CAPITAL}])"
)
_ROOMS = 1

_COLUMNS = {"individual": ("parent_agency", "unit"), "organisation": ("parent_agency", "name")}
"""Columns that name one unit, by the shape of the table."""


def unit_doubts(entry: Entry, shape: str) -> Iterator[tuple[FlagCode, str]]:
    """Yield the columns of a row whose cell names two units."""
    for column in _COLUMNS[shape]:
        if names_two_units(_typed(entry, column)):
            yield FlagCode.UNIT_SEVERAL, column


def _typed(entry: Entry, column: str) -> str:
    """Return a cell's text with the line breaks that somebody typed."""
    if column not in entry.pieces:
        return entry.texts.get(column, "")
    lines = join_cell(*entry.pieces[column]).typed
    return "\n".join(lines) or entry.texts[column]


@remembered
def names_two_units(text: str) -> bool:
    """Return whether two units of one rank, or any two that are listed, stand in a text of one
    cell; its typed lines are parted as such.
    """
    listed = [part for part in _LISTED.split(text) if begins_like_unit(clean(part))]
    ranks = list(_ranks(text))
    return len(listed) > 1 or len(ranks) > len(set(ranks))


def _ranks(text: str) -> Iterator[int]:
    """Yield the rank of each part of a text that begins as a unit's name does."""
    first, *others = _BETWEEN.split(text)
    rank = _ROOMS if _BEGINS_WITH_OFFICE.stand_in(clean(first)) else _rank(first)
    yield from (one for one in (rank, *map(_rank, others)) if one is not None)


def _rank(part: str) -> int | None:
    plain = clean(part)
    return next((at for at, words in enumerate(_RANKED) if words.stand_in(plain)), None)
