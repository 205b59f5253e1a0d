"""Whose letter it is: the agency above its number, and the superior above that.

Law: Nghị định 30/2020/NĐ-CP, Phụ lục I, mục II, khoản 2.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from parsers.letter.fact import LEFT_HALF
from parsers.reading import Line
from parsers.text.agency_word import begins_like_agency
from parsers.text.words import bare, clean

MOTTO = re.compile(
    r"cong ho?a xa hoi chu nghia|doc lap - tu do|^viet nam$|^dang cong san viet nam$|^[-_ ]+$"
)
MOTTO_BEGINS = re.compile(
    r"c[ộô]ng h[òo]?[aà] x[ãa] h[ộo]i|độc lập|đảng cộng sản|việt nam$", re.IGNORECASE
)
ENDS = re.compile(r"so\b|kinh gui")
"""What stands below the agency where no number does."""

GOES_ON = re.compile(r"(?:^van phong|\bva|,|\bcua|^thanh tra)$")
"""How a line ends whose name goes on below: "VĂN PHÒNG" above "ỦY BAN …"."""

ENVIRONMENT = (" môi", " quản lý thị")
"""What "trường" ends, where no school begins: "SỞ NÔNG NGHIỆP VÀ MÔI" above "TRƯỜNG"."""


@dataclass(frozen=True, slots=True)
class Issuer:
    """The agency and its superior, "" for none, and the number of the line the agency ends in."""

    agency: str = ""
    superior: str = ""
    at: int | None = None


def read_issuer(lines: Sequence[Line], number_at: int | None) -> Issuer:
    """Return the issuer of the letter that has its number in this line: bold lines tell where its
    name begins, else the last line that begins like one.
    """
    head = [(at, text) for at, text in _head(lines, number_at) if any(map(str.isalpha, text))]
    if not head:
        return Issuer()
    texts = [text for _, text in head]
    bold = [index for index, (at, _) in enumerate(head) if lines[at].bold]
    starts = [index for index in range(len(texts)) if _begins_name(texts, index)]
    if bold and len(bold) < len(head) and bold == list(range(bold[0], len(head))):
        start = bold[0]
    else:
        start = starts[-1] if starts else 0
    return Issuer(" ".join(texts[start:]), " ".join(texts[:start]), head[-1][0])


def _head(lines: Sequence[Line], number_at: int | None) -> list[tuple[int, str]]:
    """Return the lines of the left half above the number, each without the motto beside it."""
    if number_at is None:
        number_at = next((i for i, one in enumerate(lines) if ENDS.match(bare(one.text))), 0)
    return [
        (at, _before_motto(clean(line.text)))
        for at, line in enumerate(lines[:number_at])
        if line.box is None or line.box[0] <= LEFT_HALF
    ]


def _before_motto(text: str) -> str:
    return MOTTO_BEGINS.split(text)[0].strip() if MOTTO.search(bare(text)) else text


def _begins_name(texts: Sequence[str], index: int) -> bool:
    """Return whether a line begins a name of its own, and does not go on with the one above."""
    if not begins_like_agency(texts[index]):
        return False
    above = clean(texts[index - 1]).lower() if index else ""
    if bare(texts[index]).startswith("truong") and above.endswith(ENVIRONMENT):
        return False
    return not GOES_ON.search(bare(above))
