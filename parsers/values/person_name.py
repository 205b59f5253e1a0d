"""People's names: spelling kept, titles and positions split off."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from parsers.flag import FlagCode
from parsers.words import bare, clean, foreign_letters

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
# Words of a title in front of a name, which capitals let pass for a name of seven words.
TITLE_FIRST = re.compile(
    r"^(?:q |quyen )?(?:truong phong|pho (?:truong )?phong|pho truong|pho giam doc|giam doc|"
    r"chuyen vien|pho chu tich|chu tich|pho bi thu|bi thu|can bo|cong chuc|vien chuc|nhan vien|"
    r"hieu truong|pho hieu truong|chanh van phong|pho chanh|ke toan|phu trach)\b"
)
POSITIONS = re.compile(
    r"truong|pho|giam doc|chuyen vien|chu tich|bi thu|nhan vien|can bo|ke toan|van thu|chanh|"
    r"thanh tra|cong chuc|vien chuc|giao vien|hieu truong|ktv|^(?:ptp|tp|cv|gd|pgd|ct|pct)$"
)
# What stands in no name: capitals let it pass for one.
SAID = re.compile(
    r"\b(?:hủy|huỷ|nghỉ (?:việc|hưu)|thôi việc|(?:trưởng|phó) phòng|phó trưởng|giám đốc|"
    r"chuyên viên|chủ tịch|kế toán|nhân viên)\b|^(?:phòng|khoa|ban|trung tâm|văn phòng)\s|"
    r"\s(?:(?:đã|vừa|sắp|xin) nghỉ|nghỉ (?:phép|ốm|sinh|thai sản)|(?:đã|chưa) (?:có|cấp)|tập sự|"
    r"cấp (?:mới|lại)|mới (?:tuyển|về|chuyển|nhận)|chuyển (?:đi|đến|công tác)|thử việc|biệt phái)$"
)
# What somebody notes behind a name, and people are called, too: "Mới", "Thêm".
OFTEN_CALLED = frozenset({"thêm", "bỏ", "rút"})
REMARKS = OFTEN_CALLED | {"mới", "cũ", "nghỉ", "hủy", "huỷ", "xóa", "xoá", "trùng", "hoãn"}
OF_A_NAME = frozenset({FlagCode.NAME_ODD, FlagCode.NAME_PREFIX, FlagCode.NAME_WITH_POSITION})
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
    stripped = PREFIX.sub("", name).strip()
    if stripped != name.strip() and " " in stripped:
        if _is_family(name, stripped):
            return PersonName(name, "", (FlagCode.NAME_ODD,))
        name = stripped
        doubts.append(FlagCode.NAME_PREFIX)
    head, *rest = SPLIT.split(name, maxsplit=1)
    position = ""
    if rest and is_position(rest[0].strip(" )")) and looks_like_name(head):
        name, position = head.strip(), rest[0].strip(" )")
        doubts.append(FlagCode.NAME_WITH_POSITION)
    if not looks_like_name(name) or TITLE_FIRST.match(bare(name)) or _says_more(name):
        doubts.append(FlagCode.NAME_ODD)
    return PersonName(name, position, tuple(doubts))


def _says_more(name: str) -> bool:
    """Return whether two people, a title or a remark may stand here as one name."""
    words = name.split()
    halves = ((words[:at], words[at:]) for at in range(3, len(words) - 2))
    two = any(all(map(_is_marked_name, pair)) for pair in halves)
    return two or _is_remarked(name) or SAID.search(clean(name).lower()) is not None


def _is_marked_name(words: Sequence[str]) -> bool:
    """Return whether these are a family's name, "Thị" or "Văn", and what a person is called."""
    return bool(FAMILIES.match(bare(words[0]))) and bare(words[1]) in MIDDLE


def remark_behind(name: str) -> str:
    """Return the last word, in small letters, where it may be a remark behind a whole name."""
    before, _, last = re.sub(r"(?<=\w\w)-(?=\w)", " ", clean(name)).rpartition(" ")
    return last.lower() if is_remark(last, before) else ""


def is_remark(word: str, name: str) -> bool:
    """Return whether a word may be a remark on somebody whose name is whole without it."""
    return word.lower() in REMARKS and looks_like_name(name) and len(name.split()) > 2


def repeated_remarks(names: Iterable[str]) -> frozenset[str]:
    """Return the words behind two whole names or more of a list, where nobody is called so."""
    counted = Counter(map(remark_behind, names))
    return frozenset(word for word, times in counted.items() if word and times > 1)


def _is_remarked(name: str) -> bool:
    """Return whether a remark behind the name can be no part of it: it would be one of five words
    that nobody is called by, hangs on a hyphen, or is in other letters, small or capital.
    """
    remark = remark_behind(name)
    if not remark:
        return False
    *before, last = name.split()
    if "-" in last or " ".join(before).isupper() != last.isupper():
        return True
    return len(before) > 3 and remark not in OFTEN_CALLED


def is_position(text: str) -> bool:
    """Return whether an office stands here, and not somebody called like one: `Trương Thị Mai`."""
    return bool(POSITIONS.search(bare(text))) and not is_whole_name(text)


def _is_family(text: str, rest: str) -> bool:
    """Return whether "Ông" may be the family's name: `Ông Thị Ngọc`, `Ông Cao Thắng`."""
    if not re.match(r"ông\s", text, re.IGNORECASE):
        return False
    words = bare(rest).split()
    return words[0] in MIDDLE or (len(words) < 3 and not FAMILIES.match(words[0]))


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
