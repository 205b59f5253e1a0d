"""The responsible officer's one cell: name, telephone, mailbox, in any order."""

from __future__ import annotations

import re
from dataclasses import dataclass

from parsers.flag import FlagCode
from parsers.values.email import ADDRESS
from parsers.values.person_name import POSITIONS, looks_like_name, read_person_name
from parsers.values.phone import read_phone
from parsers.words import bare

ANY_CASE = re.compile(ADDRESS.pattern, re.IGNORECASE)
PHONE = re.compile(r"(?:\+84|\(?\b0)[\d().\s–-]{7,16}\d")
LABEL = re.compile(
    r"(?:họ (?:và )?tên|(?:số )?điện thoại(?: liên lạc)?|số đt|đtdđ|sđt|đt|dđ|di động|e-?mail|"
    r"(?:địa chỉ )?hộp thư(?: điện tử)?(?: liên lạc)?|thư điện tử|mail|chức vụ|tel)\s*[:.]\s*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Manager:
    """The officer's parts; a part that is not there is empty."""

    name: str = ""
    phone: str = ""
    email: str = ""
    doubts: tuple[FlagCode, ...] = ()


def read_manager(text: str) -> Manager:
    """Return the parts of the cell; whatever is left over makes it doubtful."""
    emails = ADDRESS.findall(text.lower())
    rest = ANY_CASE.sub("\n", text)
    phones = PHONE.findall(rest)
    rest = LABEL.sub("\n", PHONE.sub("\n", rest))
    name, left = _name_of(rest)
    doubts: list[FlagCode] = []
    phone = read_phone(phones[0].strip(" .-(")) if phones else None
    if phone is not None:
        doubts += phone.doubts
    if len(emails) > 1 or len(phones) > 1 or left or not name:
        doubts.append(FlagCode.MANAGER_UNCLEAR)
    elif not emails or not phones:
        doubts.append(FlagCode.MANAGER_INCOMPLETE)
    return Manager(
        name, phone.text if phone else "", emails[0] if emails else "", tuple(dict.fromkeys(doubts))
    )


def _name_of(text: str) -> tuple[str, str]:
    """Return the name and whatever else is left; an officer's position is no doubt."""
    parts = [part.strip(" .:-–/") for part in re.split(r"[\n,;()|]|\s[-–]\s", text)]
    drawn = [part for part in parts if any(char.isalnum() for char in part)]
    if not drawn:
        return "", ""
    first = read_person_name(drawn[0])
    name = first.name if looks_like_name(first.name) else drawn[0]
    rest = [part for part in drawn[1:] if not POSITIONS.search(bare(part))]
    odd = "" if looks_like_name(name) else name
    return name, " ".join([odd, *rest]).strip()
