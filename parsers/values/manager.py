"""The responsible officer's one cell: name, telephone, mailbox, in any order."""

from __future__ import annotations

import re
from dataclasses import dataclass

from parsers.flag import FlagCode
from parsers.text.remembered import remembered
from parsers.values.email import ADDRESS
from parsers.values.person_name import (
    PersonName,
    is_position,
    looks_like_name,
    read_person_name,
)
from parsers.values.phone import read_phone

ANY_CASE = re.compile(ADDRESS.pattern, re.IGNORECASE)
PHONE = re.compile(r"(?:\+84|\(?\b0)(?:[().\s–-]{0,3}\d){7,10}(?!\d)")
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


@remembered
def read_manager(text: str) -> Manager:
    """Return the parts of the cell. Whatever is left over makes it doubtful; so does what is taken
    off the name, as it does of any name.
    """
    emails = ADDRESS.findall(text.lower())
    rest = ANY_CASE.sub("\n", text)
    phones = PHONE.findall(rest)
    rest = LABEL.sub("\n", PHONE.sub("\n", rest))
    name, left = _name_of(rest)
    doubts = [*name.doubts]
    phone = read_phone(phones[0].strip(" .-(")) if phones else None
    if phone is not None:
        doubts += phone.doubts
    if len(emails) > 1 or len(phones) > 1 or left or not name.name:
        doubts.append(FlagCode.MANAGER_UNCLEAR)
    elif not emails or not phones:
        doubts.append(FlagCode.MANAGER_INCOMPLETE)
    return Manager(
        name.name,
        phone.text if phone else "",
        emails[0] if emails else "",
        tuple(dict.fromkeys(doubts)),
    )


def _name_of(text: str) -> tuple[PersonName, str]:
    """Return the name without title and position, and whatever else is left."""
    parts = [part.strip(" .:-–/") for part in re.split(r"[\n,;()|]|\s[-–]\s", text)]
    drawn = [part for part in parts if any(char.isalnum() for char in part)]
    if not drawn:
        return PersonName(""), ""
    first = read_person_name(drawn[0])
    if not looks_like_name(first.name):
        return PersonName(drawn[0]), " ".join(drawn)
    positions = [part for part in drawn[1:] if is_position(part)]
    rest = [part for part in drawn[1:] if part not in positions]
    beside = (FlagCode.NAME_WITH_POSITION,) if positions else ()
    return PersonName(first.name, first.position, (*first.doubts, *beside)), " ".join(rest)
