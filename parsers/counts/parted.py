"""A count that is parted: "07 người, trong đó 02 lãnh đạo, 05 chuyên viên"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import accumulate, takewhile

from parsers.counts.counted import BOXES, PARTS, counts_in, is_repeated, number_in
from parsers.text.words import clean

# Parts that leave somebody out, or that count people by something else they have in common.
NOT_ALL = re.compile(
    r"trong (?:đó|số (?:đó|này)),? có\b|\b(?:còn lại|khác|nữ|nam|đảng viên|dân tộc|mới)\b"
)
NEXT_TO = re.compile(r"(?:[^.;:()\d]|\([^()\d]*\)){0,60}[,;:+–-]?\s*(?:và|cùng)?[\s+–-]*$")
LONGEST = 160


def parts_that_differ(text: str) -> str:
    """Return the words in which a count is parted into others that do not make it up; else "".

    Fewer may be told of ("trong đó có"), more never.
    """
    plain = clean(text).lower()
    found = _counts(plain)
    for at in range(1, len(found)):
        if PARTS.search(plain, found[at - 1].end(), found[at].start()):
            parts = _parts(found[at:])
            if not _may_be(found[:at], parts, whole=_is_whole(plain, found[at - 1], parts)):
                return plain[found[at - 1].start() : parts[-1].end()][:LONGEST]
    return ""


def parts_alone(text: str) -> bool:
    """Return whether a sentence parts all that another counted, or the list has."""
    plain = clean(text).lower()
    parts = _counts(plain)
    opens = PARTS.match(plain.lstrip(" -+"))
    return bool(opens) and len(parts) > 1 and not NOT_ALL.search(plain)


def _counts(plain: str) -> list[re.Match[str]]:
    """Return the counts of holders, and those of mailboxes whose holders are not said."""
    found = counts_in(plain)
    begun = {match.start() for match in found}
    boxes = (match for match in BOXES.finditer(plain) if match.start() not in begun)
    whole = sorted((*found, *boxes), key=lambda match: match.start())
    return [match for match in whole if not is_repeated(match)]


def _parts(found: Sequence[re.Match[str]]) -> list[re.Match[str]]:
    """Return the counts that follow each other, with nothing but their nouns between."""
    first, *rest = found
    ends = [first, *rest]
    follow = takewhile(
        lambda pair: NEXT_TO.fullmatch(pair[1].string, pair[0].end(), pair[1].start()),
        zip(ends, rest, strict=False),
    )
    return [first, *(after for _, after in follow)]


def _is_whole(plain: str, before: re.Match[str], parts: Sequence[re.Match[str]]) -> bool:
    """Return whether these are all parts of what stands before them."""
    beyond = re.split(r"[.;]", plain[parts[-1].end() :])[0]
    said = plain[before.end() : parts[-1].end()] + beyond
    return len(parts) > 1 and not NOT_ALL.search(said)


def _may_be(
    counted: Sequence[re.Match[str]], parts: Sequence[re.Match[str]], *, whole: bool
) -> bool:
    """Return whether the parts fit into what was counted last, or into all that was."""
    sums = list(accumulate(map(number_in, reversed(counted))))
    numbers = list(map(number_in, parts))
    return sum(numbers) in sums if whole else max(numbers) <= max(sums)
