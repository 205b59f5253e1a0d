"""Units and superiors in each other's columns, as the row's own words or the other rows tell.

Two authorities of one rank that changed places in every row nobody can tell.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from parsers.flag import Flag, FlagCode
from parsers.request import IndividualRow, Row
from parsers.text.words import bare, markless

_ABOVE = re.compile(
    markless(r"^(?:sở|ubnd|ủy ban nhân dân|bộ(?! phận| chỉ huy)|cục|tổng cục|chi cục|bệnh viện)\b")
)
_BELOW = re.compile(
    markless(
        r"^(?:phòng|văn phòng|tổ|bộ phận|khoa|đội|thanh tra|trường|trạm|trung tâm|chi cục|"
        r"ban quản lý)\b"
    )
)
_PART = re.compile(markless(r"^(?:phòng(?! giáo dục\b)|văn phòng|khoa|tổ|bộ phận|bộ môn|đội)\b"))
"""What is nobody's superior but of its own parts."""


def are_changed_over(unit: str, superior: str) -> bool:
    """Return whether a unit is called as an authority is, and its superior as a part of one."""
    above, below = _ABOVE.match(bare(unit)), _BELOW.match(bare(superior))
    return above is not None and below is not None and above[0] != below[0]


def changed_over_flags(rows: Sequence[tuple[int, Row]]) -> Iterator[Flag]:
    """Yield a flag for each person who belongs to what most others have for superior, under what
    is a part of it.
    """
    people = [(index, row) for index, row in rows if isinstance(row, IndividualRow)]
    counted = Counter(bare(row.parent_agency) for _, row in people if row.parent_agency)
    for superior, times in counted.most_common(1):
        if 2 * times <= len(people):
            return
        for index, row in people:
            if bare(row.unit) == superior and _PART.match(bare(row.parent_agency)):
                fields = (("stt", row.stt or str(index + 1)), ("text", row.parent_agency))
                place = row.cells.get("parent_agency", row.place)
                yield Flag(FlagCode.ROW_UNCLEAR, fields, place, index, "parent_agency")
