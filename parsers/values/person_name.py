"""People's names: spelling kept, titles and positions split off."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from parsers.flag import FlagCode
from parsers.meaning.telling import Phrases
from parsers.text.remembered import remembered
from parsers.text.words import bare, clean, foreign_letters, markless
from parsers.values.office import HOLDER, POSITION, POST, SHORT, STAFF

PREFIX = re.compile(
    r"^(?:(?:ông|bà|anh|chị|cô|thầy|đồng chí|đ/c|đc|mrs?|ms|dr|gs|pgs|ths|thạc sĩ|ts|tiến sĩ|bs|"
    r"bác sĩ|ks|kỹ sư|kts|ktv|ds|đd|cn|ls|bscki{1,2}|bsck[12]|ck[i1]{1,2})(?:\.|:|\s)\s*)+(?=\w)",
    re.IGNORECASE,
)
# "Ông" is a family's name too: only before one of these, or before three words, is it "Mr".
FAMILIES = re.compile(
    r"(?:nguyen|tran|le|pham|huynh|hoang|phan|vu|vo|dang|bui|do|ho|ngo|duong|ly|truong|dinh|lam|"
    r"thach|danh|quach|luu|trinh|doan|ta)\b"
)
MIDDLE = frozenset({"thi", "van"})
MIDDLE_TOO = frozenset({"hoang", "lam", "duong", "vu"})
"""Families that stand in the middle of a name as often: "Ông Hoàng Hạnh" may be either."""

# Words of a title in front of a name, which capitals let pass for a name of seven words.
TITLE_FIRST = Phrases.of(rf"^(?:{HOLDER}|{STAFF}|{POST}|phụ trách)\b")
POSITIONS = re.compile(rf"\b{markless(POSITION)}\b|^{SHORT}$")
# What stands in no name: capitals let it pass for one.
SAID = Phrases.of(
    rf"\bhủy\b|\bnghỉ (?:việc|hưu)\b|\bthôi việc\b|\b{HOLDER}\b|\b(?:kế toán|nhân viên)\b",
    r"^(?:phòng|khoa|ban|trung tâm|văn phòng|vợ|chồng|con|cha|mẹ)\s|^(?:\S+ ){3,}(?:phòng|tổ) \S",
    r"\s(?:(?:đã|vừa|sắp|xin) nghỉ|nghỉ (?:phép|ốm|sinh|thai sản)|(?:đã|chưa) (?:có|cấp)|tập sự|"
    r"cấp (?:mới|lại)|mới (?:tuyển|về|chuyển|nhận)|chuyển (?:đi|đến|công tác)|thử việc|biệt phái|"
    r"thực tập|học việc|thời vụ|hợp đồng|cộng tác(?: viên)?)$",
    r"\sthị$",
    without_marks=False,
)
# What somebody notes behind a name. People are called so, too: then "Thị" or "Văn" stands before.
REMARKS = frozenset(
    ("mới", "cũ", "thêm", "bỏ", "rút", "nghỉ", "hưu", "hủy", "huỷ", "xóa", "xoá", "trùng", "hoãn",
     "tạm", "chờ", "đợi", "dừng", "thay", "sai", "nhầm", "gấp")
)  # fmt: skip
# Not that of "Y-Bih".
HYPHEN = re.compile(rf"(?<=\w\w)-(?=\w)|-(?=(?:{'|'.join(sorted(REMARKS))})$)", re.IGNORECASE)
VOWEL = re.compile("[aeiouy]")
OF_A_NAME = frozenset({FlagCode.NAME_ODD, FlagCode.NAME_PREFIX, FlagCode.NAME_WITH_POSITION})
SPLIT = re.compile(r"\s+[-–]\s+|\s*[,;(]\s*|\s*-\s+")


@dataclass(frozen=True, slots=True)
class PersonName:
    """A name, the position that stood with it, and what is doubtful."""

    name: str
    position: str = ""
    doubts: tuple[FlagCode, ...] = ()


@remembered
def read_person_name(text: str) -> PersonName:
    """Return the name with the spelling given, without title and position."""
    name, doubts = text, []
    stripped = PREFIX.sub("", name).strip()
    if stripped != name.strip() and " " in stripped:
        before = name.strip().removesuffix(stripped)
        kept = f"{before.split()[-1]} {stripped}" if _is_family(before, stripped) else stripped
        if kept != name.strip():
            doubts.append(FlagCode.NAME_PREFIX)
        if kept != stripped and not _is_hers(stripped):
            doubts.append(FlagCode.NAME_ODD)
        name = kept
    head, *rest = SPLIT.split(name, maxsplit=1)
    position = ""
    if rest and is_position(rest[0].strip(" )")) and looks_like_name(head):
        name, position = head.strip(), rest[0].strip(" )")
        doubts.append(FlagCode.NAME_WITH_POSITION)
    if not looks_like_name(name) or TITLE_FIRST.stand_in(name) or _says_more(name):
        doubts.append(FlagCode.NAME_ODD)
    return PersonName(name, position, tuple(doubts))


def _says_more(name: str) -> bool:
    """Return whether two people, a title or a remark may stand here as one name."""
    words = name.split()
    halves = ((words[:at], words[at:]) for at in range(3, len(words) - 2))
    two = any(all(map(_is_marked_name, pair)) for pair in halves)
    return (
        two
        or _is_said_twice(words)
        or any(map(_is_shortened, words))
        or _ends_in_remark(name)
        or SAID.stand_in(name)
    )


def _is_said_twice(words: Sequence[str]) -> bool:
    half = len(words) // 2
    return half > 1 and words[:half] == words[half:]


def _is_marked_name(words: Sequence[str]) -> bool:
    """Return whether these are a family's name, "Thị" or "Văn", and what a person is called."""
    return bool(FAMILIES.match(bare(words[0]))) and bare(words[1]) in MIDDLE


def _ends_in_remark(name: str) -> bool:
    before, _, last = HYPHEN.sub(" ", clean(name)).rpartition(" ")
    return is_remark(last, before)


def is_remark(word: str, name: str) -> bool:
    """Return whether a word may be a remark on somebody whose name is whole without it: it may be
    a name, too, and which of them it is a person tells.
    """
    words = name.split()
    whole = len(words) > 2 or (len(words) == 2 and bare(words[1]) not in MIDDLE)
    return whole and word.lower() in REMARKS and looks_like_name(name)


def _is_shortened(word: str) -> bool:
    """Return whether a word of several letters has no vowel, as "CTV" and "HĐ" have none."""
    return len(word) > 1 and not VOWEL.search(bare(word))


def is_position(text: str) -> bool:
    """Return whether an office stands here, and not somebody called like one: `Trương Thị Mai`."""
    return bool(POSITIONS.search(bare(text))) and not is_whole_name(text)


def _is_family(before: str, rest: str) -> bool:
    """Return whether "Ông" may be the family's name: `Ông Thị Ngọc`, `BS. Ông Cao Thắng`."""
    if not re.search(r"(?:^|[\s.])ông\s+$", before, re.IGNORECASE):
        return False
    words = bare(rest).split()
    named = FAMILIES.match(words[0]) and words[0] not in MIDDLE_TOO
    return words[0] in MIDDLE or (len(words) < 3 and not named)


def _is_hers(rest: str) -> bool:
    """Return whether "Ông" is surely no "Mr": `Ông Thị Ngọc` is a woman."""
    return bare(rest.split(maxsplit=1)[0]) == "thi"


def may_be_of_family_ong(name: str) -> bool:
    """Return whether all that is odd in a name is its "Ông": under a letter nobody is "Mr"."""
    family, _, rest = name.partition(" ")
    return family.lower() == "ông" and looks_like_name(name) and not _says_more(rest)


@remembered
def looks_like_name(text: str) -> bool:
    """Return whether the text is two to seven words of letters, each with a capital."""
    words = text.split()
    if not 2 <= len(words) <= 7:
        return False
    return all(_is_name_word(word) for word in words)


def is_whole_name(text: str) -> bool:
    """Return whether the text is plainly a name by itself: a family's, and two more words."""
    named = looks_like_name(text) and bool(FAMILIES.match(bare(text)))
    return named and len(text.split()) > 2


def _is_name_word(word: str) -> bool:
    letters = word.replace("'", "").replace("’", "").replace("-", "")
    return (
        letters.isalpha()
        and letters[0].isupper()
        and (word[1:2] == "-" or all(part[:1].isupper() for part in word.split("-") if part))
        and len(letters) <= 8
        and not foreign_letters(letters)
        and (letters.isupper() or letters[1:].islower() or len(letters) == 1 or letters != word)
    )
