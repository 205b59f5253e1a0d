"""What two records of one person have in common, written alike: number, telephone, name."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from mailbot.cases.name import letters_key

_WRITTEN_BETWEEN = re.compile(r"[\s.\-]")
_NUMBER = re.compile(r"\(?\+?\d(?:[\s.()\-–]*\d)*")
_ABROAD = re.compile(r"^(?:\+|00)84|^84(?=\d{9,10}$)")
_PHONE_LENGTHS = range(8, 12)  # from the government's own network to the longest landline


@dataclass(frozen=True, slots=True)
class Given:
    """A mailbox that a case which has ended made for somebody."""

    case: str
    address: str


class GivenBefore(Protocol):
    """Tells which mailboxes were made for the holders of national ID numbers, by `id_key`."""

    def __call__(self, keys: Collection[str], /) -> Mapping[str, Sequence[Given]]:
        """Return those made for each of them; who got none is not among them."""


def nothing_given(_keys: Collection[str]) -> Mapping[str, Sequence[Given]]:
    """Return that nobody got any."""
    return {}


def id_digits(text: str) -> str:
    """Return a national ID number without the dots, hyphens and spaces people write in it."""
    return _WRITTEN_BETWEEN.sub("", text)


def id_key(text: str) -> str:
    """Return the number as two lists have it, lost zeros put back; empty where it is none."""
    digits = id_digits(text)
    is_one = digits.isascii() and digits.isdigit() and 9 <= len(digits) <= 12
    return digits.zfill(12) if is_one else ""


def phone_key(text: str) -> str:
    """Return the first telephone number from its 0 on, however it is written; empty without one."""
    found = _NUMBER.search(text)
    digits = re.sub(r"[^\d+]", "", found[0]) if found else ""
    national = "0" + _ABROAD.sub("", digits).lstrip("0")
    return national if len(national) in _PHONE_LENGTHS else ""


def person_key(name: str) -> str:
    """Return a key under which all spellings of a name meet: marks, case and i for y do not count.

    Names of different people meet under it too: it tells something beside another fact only.
    """
    return letters_key(name).replace("y", "i")
