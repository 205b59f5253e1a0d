"""Which lines above a list are its title, and which the letter's own words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

_NAMES_LIST = re.compile(r"(?:danh sách|danh sach|phụ lục|phu luc|biểu|bieu)\b", re.IGNORECASE)
_MARKED = re.compile(r"(?:[IVX]+|\d{1,2}|[A-Z])\s*[./)-]\s*\S")


def titles_in(heading: Sequence[str], *, below_list: bool) -> Iterator[str]:
    """Yield what the lines above a list call it: from the last that begins as a list's title, or,
    below another list, those that are marked as a part or written in capitals.
    """
    starts = [i for i, line in enumerate(heading) if _NAMES_LIST.match(line)]
    if starts:
        yield " ".join(heading[starts[-1] :])
    elif below_list:
        yield from (line for line in heading if _MARKED.match(line) or line.isupper())
