"""What a row of a list is: an entry, the title of a group, a sum, or something beside the list."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from parsers.columns import VALUE
from parsers.reading import Cell, Grid
from parsers.tables.sum_row import is_total
from parsers.tables.table import ListTable
from parsers.text.words import bare
from parsers.values.doubt import is_placeholder
from parsers.values.person_name import looks_like_name

# No person's name begins with one of these words.
UNIT = re.compile(
    r"(?:[ivx]+|\d+|[a-z])?[.):\s-]*(?:phong|ban|so|trung tam|van phong|thanh tra|chi cuc|uy ban|"
    r"ubnd|hdnd|dang uy|cong an|bo phan|benh vien|don vi|co quan|cac (?:don vi|co quan|phong))\b"
)
SIGNED = re.compile(
    r"^(?:nguoi (?:lap|ky|duyet|tong hop)|thu truong|ke toan truong|tm\.|kt\.|tl\.|"
    r"xac nhan|duyet$|ky ten|ky,? |noi nhan|q\. |giam doc$|hieu truong$|chu tich$|"
    r"truong phong$|chanh van phong$)"
)
MARK = re.compile(r"\W*\w{1,4}\W*")


class RowKind(Enum):
    """`TITLE` is plainly a group's title; `TITLE_PERHAPS` and `ASIDE` are for a person to see."""

    ENTRY = auto()
    TOTAL = auto()
    TITLE = auto()
    TITLE_PERHAPS = auto()
    SIGNATURES = auto()
    ASIDE = auto()


@dataclass(frozen=True, slots=True)
class DrawnRow:
    """The filled cells of a row, from left to right, by field where a field claims them."""

    table: ListTable
    grid: Grid
    own: Sequence[Cell]
    cells: Mapping[str, Cell]

    def kind(self, *, below_signatures: bool) -> RowKind:
        """Return what the row is. What has a number and a value is an entry, or a sum."""
        texts = [cell.text for cell in self.own]
        if is_total(texts):
            return RowKind.TOTAL
        if len(texts) > 1 and any(VALUE.search(text) for text in texts):
            return RowKind.ENTRY
        numbered = self._is_numbered()
        if not numbered and any(SIGNED.search(bare(text)) for text in texts):
            return RowKind.SIGNATURES
        if self._is_wide():
            return RowKind.TITLE_PERHAPS if VALUE.search(texts[-1]) else RowKind.TITLE
        empty = numbered or all(map(is_placeholder, texts))
        beside = below_signatures or all(map(_is_bracketed, texts))
        if beside and not empty:
            return RowKind.ASIDE
        return RowKind.ENTRY if empty else self._lone_kind()

    def _is_numbered(self) -> bool:
        number = self.cells["stt"].text.strip(" .)(") if "stt" in self.cells else ""
        return number.isdigit()

    def _is_wide(self) -> bool:
        """Return whether the row is one wide title, perhaps after a Roman number."""
        last = self.own[-1]
        wide = last.column_span >= max(2, self.grid.columns // 2)
        if len(self.own) == 1:
            return wide
        return len(self.own) == 2 and wide and self.own[0].column == 0

    def _lone_kind(self) -> RowKind:
        """Return what a row is that has one text in a cell of usual width, or a mark before it.

        It is a title only because nothing stands beside it.
        """
        *marks, last = self.own
        in_name = self.cells.get("name") is last
        if not (in_name or last.column == 0) or len(marks) > 1:
            return RowKind.ENTRY
        if marks and not MARK.fullmatch(marks[0].text):
            return RowKind.ENTRY
        person = self.table.columns.shape == "individual"
        if person and UNIT.match(bare(last.text)):
            return RowKind.TITLE
        if in_name and not marks and (not person or looks_like_name(last.text)):
            return RowKind.ENTRY
        return RowKind.TITLE_PERHAPS


def _is_bracketed(text: str) -> bool:
    return bool(re.fullmatch(r"\(.*\)", text)) or is_placeholder(text)
