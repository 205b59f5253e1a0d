"""Rows that count the rows above them, by their words."""

from __future__ import annotations

import re
from collections.abc import Sequence

from parsers.columns import LISTLIKE
from parsers.values.somebody import person_in_line

# A scan loses or changes the tone of "tổng"; "Tống Công" is a name, so that "cộng" must keep its.
SUM = "t[oôòóỏõọồốổỗộ]ng (?:c[ọộ]ng|s[ồốổỗ])"
TOTAL = re.compile(
    rf"^(?:{SUM}|tổng|cộng)(?:\s*$|\s*[:.(–-]|\s+\d|\s+(?:số|có|danh sách)\b)"
    rf"|^(?:{SUM}|cộng)\b(?! đồng| hòa| hoà)\D{{,60}}\d{{1,3}}\D*$",
    re.IGNORECASE,
)
LISTED = re.compile(r"^\(?\s*danh sách (?:này |trên )?(?:có|gồm)\b", re.IGNORECASE)
COUNT = re.compile(r"\b\d{1,4}\b")
MOST_CELLS = 3


def is_total(texts: Sequence[str]) -> bool:
    """Return whether a row's texts only count the rows above: nobody's name or number is there."""
    if len(texts) > MOST_CELLS:
        return False
    counts = TOTAL.match(texts[0]) or (len(texts) == 1 and LISTED.match(texts[0]))
    return bool(counts) and not (
        LISTLIKE.search(" ".join(texts)) or any(map(person_in_line, texts))
    )
