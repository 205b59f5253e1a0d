"""Merged cells that hold a text for each of their rows, though they look like one for all."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from parsers.tables.row_kind import UNIT
from parsers.text.words import bare

WORDED = frozenset({"unit", "parent_agency"})
"""Columns whose texts are long enough for somebody to break them where the next part begins."""

FOR_ALL = frozenset({"note"})
UNITS = re.compile(r"\W*(?:to|khoa|truong|tram|doi|hat|cum|bo mon|chi nhanh|hoi|doan|nha)\b")
PARTS = re.compile(r"\W*(?:phong|ban|van phong|trung tam|bo phan|to|khoa|doi|tram|bo mon|hat)\b")
SUPERIOR = re.compile(r"\W*(?:ubnd|uy ban|hdnd|dang uy|so|truong|benh vien|thanh pho|chi cuc)\b")
GOES_ON = re.compile(r"(?:[-–,/&(]|\b(?:và|của|thuộc|tại|là|kiêm|hoặc))$")


def holds_several(name: str, typed: Sequence[str], rows: int) -> bool:
    """Return whether the lines that somebody broke in a cell merged over so many rows are texts of
    different rows: units of one level, or as many other texts as there are rows.
    """
    if name in FOR_ALL or len(typed) < 2:
        return False
    anew = [_begins_anew(above, below) for above, below in pairwise(typed)]
    if name in WORDED:
        return any(
            begins and _is_unit(below) and not _is_above(below, above)
            for begins, (above, below) in zip(anew, pairwise(typed), strict=True)
        )
    return len(typed) == rows and all(anew)


def _begins_anew(above: str, below: str) -> bool:
    first = below.lstrip(" -–+•*")[:1]
    return not GOES_ON.search(above.strip().lower()) and (first.isupper() or first.isdigit())


def _is_unit(text: str) -> bool:
    plain = bare(text)
    return bool(UNIT.match(plain) or UNITS.match(plain))


def _is_above(text: str, part: str) -> bool:
    """Return whether a text names the agency that the part before it belongs to."""
    return bool(PARTS.match(bare(part)) and SUPERIOR.match(bare(text)))
