"""People's names: spelling kept, titles and positions split off."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from parsers.flag import FlagCode
from parsers.words import bare

PREFIX = re.compile(
    r"^(?:(?:ông|bà|anh|chị|đồng chí|đ/c|đc|gs|pgs|ths|thạc sĩ|ts|tiến sĩ|bs|bác sĩ|ks|kỹ sư|cn|ls|"
    r"bscki{1,2}|bsck[12]|ck[i1]{1,2})(?:\.|:|\s)\s*)+(?=\w)",
    re.IGNORECASE,
)
POSITIONS = re.compile(
    r"truong|pho|giam doc|chuyen vien|chu tich|bi thu|nhan vien|can bo|ke toan|van thu|chanh|"
    r"thanh tra|cong chuc|vien chuc|giao vien|hieu truong|ktv|^(?:ptp|tp|cv|gd|pgd|ct|pct)$"
)
SPLIT = re.compile(r"\s+[-–]\s+|\s*[,;(]\s*|\s*-\s+")


@dataclass(frozen=True, slots=True)
class PersonName:
    """A name, the position that stood with it, and what is doubtful."""

    name: str
    position: str = ""
    doubts: tuple[FlagCode, ...] = ()


def read_person_name(text: str) -> PersonName:
    """Return the name with the spelling given, without title and position."""
    name, doubts = text, []
    stripped = PREFIX.sub("", name)
    if stripped != name and " " in stripped.strip():
        name = stripped.strip()
        doubts.append(FlagCode.NAME_PREFIX)
    head, *rest = SPLIT.split(name, maxsplit=1)
    position = ""
    if rest and POSITIONS.search(bare(rest[0])) and looks_like_name(head):
        name, position = head.strip(), rest[0].strip(" )")
        doubts.append(FlagCode.NAME_WITH_POSITION)
    if not looks_like_name(name):
        doubts.append(FlagCode.NAME_ODD)
    return PersonName(name, position, tuple(doubts))


def looks_like_name(text: str) -> bool:
    """Return whether the text is two to seven words of letters, each with a capital."""
    words = text.split()
    if not 2 <= len(words) <= 7:
        return False
    return all(_is_name_word(word) for word in words)


def _is_name_word(word: str) -> bool:
    letters = word.replace("'", "").replace("’", "").replace("-", "")
    return (
        letters.isalpha()
        and letters[0].isupper()
        and len(letters) <= 8
        and all("LATIN" in unicodedata.name(char, "") for char in letters)
        and (letters.isupper() or letters[1:].islower() or len(letters) == 1 or letters != word)
    )
