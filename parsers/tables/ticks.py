"""Columns in which rows are ticked: where not all are ticked alike, some may not be meant."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from parsers.flag import Flag, FlagCode
from parsers.meaning.procedure import NEW_PASSWORD
from parsers.meaning.telling import BENDS, IN_TITLE, Phrases
from parsers.source import Place
from parsers.tables import ListTable
from parsers.text.words import bare, clean
from parsers.values.doubt import is_placeholder

# A tick of Wingdings is read as another letter, or as one of the private use area.
_YES = frozenset(
    (*"xv✓✔☑☒✗✘√+●•■üþ\uf0fc\uf0fe", "xx", "xxx", "có", "yes", "ok", "duyệt", "đồng ý")
)
_NO = frozenset(("không", "ko", "k", "kg", "no"))
_FIGURES = frozenset("01")
# What says who somebody is, and not whether the row is asked for.
_DESCRIBES = re.compile(
    r"\b(?:dang vien|doan vien|bien che|hop dong|cong chuc|vien chuc|can bo|dan toc|ton giao|"
    r"trinh do|dai hoc|thac si|cao dang|trung cap|chung chi|tin hoc|ngoai ngu|chinh tri|"
    r"chuyen mon|khen thuong|ky luat|kiem nhiem|chuyen trach|ky nhan|tap su)\b"
)
_ASSENTS = re.compile(
    r"\b(?:dong y|duyet|chap thuan|thong nhat|dang ky|de nghi|yeu cau|nhu cau|xac nhan|"
    r"du dieu kien|(?<!trung )cap|(?<!dao )tao|mo)\b"
)
_NEGATES = Phrases.of(r"\b(?:không(?! chuyên trách)|chưa(?! có (?:hộp|email|e-mail|thư|tài)))\b")
_EITHER = re.compile(r"có\s*(?:/|hoặc|hay|,|-)\s*không|không\s*(?:/|hoặc|hay|,|-)\s*có")
_ASKS_NEW = re.compile(r"\b(?:cap|tao|dang ky) moi\b")
_ASKS_AGAIN = re.compile(rf"{NEW_PASSWORD}|\b(?:cap|dat) lai\b|\breset\b")


class _Tick(StrEnum):
    YES = "yes"
    NO = "no"
    BLANK = ""
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class _Column:
    """A column of a list: the header, and for each row the text, what it ticks and its place."""

    header: str
    texts: tuple[str, ...]
    ticks: tuple[_Tick, ...]
    places: tuple[Place, ...]

    @classmethod
    def of(cls, table: ListTable, name: str, header: str) -> _Column:
        """Return the column that the table's entries hold under this name."""
        texts = tuple(entry.texts.get(name, "") for entry in table.entries)
        places = tuple(entry.places.get(name, entry.place) for entry in table.entries)
        return cls(header, texts, tuple(_ticks(texts, figures=name != "note")), places)

    @property
    def is_of_ticks(self) -> bool:
        """Return whether nothing else stands in it."""
        return _Tick.OTHER not in self.ticks

    def told(self, wanted: _Tick) -> Iterator[Flag]:
        """Yield a flag for each cell that says this."""
        for tick, text, place in zip(self.ticks, self.texts, self.places, strict=True):
            if tick is wanted:
                fields = (("header", self.header), ("text", text))
                yield Flag(FlagCode.COLUMN_TELLS, fields, place)

    def ticked_in_part(self) -> Iterator[Flag]:
        """Yield a flag, at the first of the fewer cells, where some are ticked and some not."""
        ticked = [tick is _Tick.YES for tick in self.ticks]
        count, listed = sum(ticked), len(ticked)
        if 0 < count < listed:
            place = self.places[ticked.index(2 * count <= listed)]
            fields = (("header", self.header), ("listed", str(listed)), ("ticked", str(count)))
            yield Flag(FlagCode.COLUMN_TICKED, fields, place)


def tick_flags(table: ListTable, procedure: str) -> Iterator[Flag]:
    """Yield what the ticks of a list, and its remarks of one word, say against some of its rows.

    A column of ticks may stay in which all are alike, unless its header speaks against them or
    asks for another procedure, and one that says no more than who somebody is.
    """
    if "note" in table.columns.fields:
        yield from _remarks(_Column.of(table, "note", table.header_of("note")))
    if "email" in table.columns.fields:
        mailbox = _Column.of(table, "email", table.header_of("email"))
        # "Không" is an address that somebody has not got yet.
        if mailbox.is_of_ticks and _Tick.NO not in mailbox.ticks:
            yield from _choices(mailbox, procedure)
    for header in table.columns.unknown:
        yield from _choices(_Column.of(table, header, header), procedure)


def _remarks(column: _Column) -> Iterator[Flag]:
    """Yield what remarks of one word say where not every row has the same.

    "Không" is no remark where it, or a dash, or anything else stands in every row.
    """
    yield from column.ticked_in_part()
    if not all(map(clean, column.texts)):
        yield from column.told(_Tick.NO)


def _choices(column: _Column, procedure: str) -> Iterator[Flag]:
    header = bare(column.header)
    if _asked(header) not in ("", procedure) or _speaks_against_rows(column.header):
        yield from column.told(_Tick.YES)
        return
    assents = bool(_ASSENTS.search(header))
    if assents or (column.is_of_ticks and not _DESCRIBES.search(header)):
        yield from column.ticked_in_part()
        if assents or len(set(column.ticks)) > 1:
            yield from column.told(_Tick.NO)


def _speaks_against_rows(header: str) -> bool:
    """Return whether a header says something against the rows that are ticked below it."""
    said = _EITHER.sub(" ", clean(header).lower())
    return any(phrases.stand_in(said) for phrases in (_NEGATES, BENDS, IN_TITLE))


def _asked(header: str) -> str:
    """Return the procedure that a header asks for in its own words, "" for none or for both."""
    new, again = bool(_ASKS_NEW.search(header)), bool(_ASKS_AGAIN.search(header))
    return "" if new == again else "new" if new else "reset"


def _ticks(texts: tuple[str, ...], *, figures: bool) -> Iterator[_Tick]:
    """Yield what each text ticks; figures do where nothing but 1 and 0 stands."""
    words = [clean(text).lower().strip(" ().[]:;/") for text in texts]
    counted = figures and _FIGURES.issuperset(word for word in words if word)
    for word in words:
        if word in _YES or (counted and word == "1"):
            yield _Tick.YES
        elif word in _NO or (counted and word == "0"):
            yield _Tick.NO
        else:
            yield _Tick.BLANK if is_placeholder(word) else _Tick.OTHER
