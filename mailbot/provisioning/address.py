"""The address of a new mailbox, formed from a name by the operator's templates."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import count

from mailbot.cases.address_template import (
    ORGANISATION_FIELDS,
    PERSON_FIELDS,
    filled,
    template_fault,
)
from mailbot.cases.agency import Agency
from mailbot.cases.name import clean_text, without_marks

LOCAL_LIMIT = 64  # octets, RFC 5321 section 4.5.3.1.1

# RFC 2142 and RFC 5321 section 4.5.1, with the names every system uses for itself.
RESERVED = frozenset(
    {"abuse", "admin", "administrator", "daemon", "dmarc", "ftp", "hostmaster", "info", "mail"}
    | {"mailer-daemon", "marketing", "news", "no-reply", "noc", "nobody", "noreply", "operator"}
    | {"postmaster", "root", "sales", "security", "spam", "support", "sysadmin", "system", "test"}
    | {"usenet", "uucp", "webmaster", "www"}
)

_OUTSIDE = re.compile("[^a-z0-9]")
_SMALL_WORDS = frozenset({"va", "cua"})


class TemplateError(ValueError):
    """A template cannot form addresses; the settings refuse such a one before."""


@dataclass(frozen=True, slots=True)
class AddressRule:
    """How addresses are formed; a template that cannot form one is a TemplateError.

    Fields for people, shown for Nguyễn Văn An of Phòng Văn hóa: `given` (an), `initials` of what
    stands before it (nv), `all` (nguyenvanan), `family` (nguyen), `last_two` (vanan), `unit` (pvh).
    For organisations: `abbreviation`, `all`, `superior` (the superior's abbreviation).
    """

    domain: str
    person: str = "{given}{initials}"
    organisation: str = "{abbreviation}"

    def __post_init__(self) -> None:
        _check(self.person, PERSON_FIELDS)
        _check(self.organisation, ORGANISATION_FIELDS)


def _check(template: str, known: frozenset[str]) -> None:
    fault = template_fault(template, known)
    if fault is not None:
        raise TemplateError(f"{template!r}: {fault.code}")


def person_local(rule: AddressRule, name: str, unit: str = "") -> str:
    """Return the local part wished for a person; empty when the name has no usable letter.

    One-word names have no initials; of names with more than two words (Công Tằng Tôn Nữ Hà, Thạch
    Sa Rươn) the last is the given name.
    """
    words = _words(name)
    if not words:
        return ""
    fields = {
        "given": words[-1],
        "initials": "".join(word[0] for word in words[:-1]),
        "all": "".join(words),
        "family": words[0],
        "last_two": "".join(words[-2:]),
        "unit": abbreviation_of(unit),
    }
    return _filled(rule.person, fields)


def organisation_local(
    rule: AddressRule, name: str, agency: Agency | None = None, superior: Agency | None = None
) -> str:
    """Return the local part wished for an organisation, by the registry's abbreviation if any."""
    fields = {
        "abbreviation": _abbreviation(name, agency),
        "all": "".join(_words(name)),
        "superior": _abbreviation("", superior),
    }
    return _filled(rule.organisation, fields)


def free_address(local: str, domain: str, taken: Callable[[str], bool]) -> str:
    """Return the first address not taken nor reserved: `local@`, then `local2@`, `local3@`, …"""
    return next(address for address in addresses_for(local, domain) if not taken(address))


def addresses_for(local: str, domain: str) -> Iterator[str]:
    """Yield without end the addresses that may be given, in their order; reserved ones may not."""
    for number in count(1):
        suffix = "" if number == 1 else str(number)
        candidate = _cut(local, LOCAL_LIMIT - len(suffix)) + suffix
        if candidate not in RESERVED:
            yield f"{candidate}@{domain}"


def abbreviation_of(name: str) -> str:
    """Return the initials of a unit's name as offices write them.

    Words written in capitals inside a name stay whole (`UBND xã Mỹ Khánh`: ubndxmk), as do
    numbers; `và` and `của` do not count (`Sở Thông tin và Truyền thông`: stttt).
    """
    words = clean_text(name).split()
    shouting = all(word.isupper() for word in words)
    return "".join(_short(word, whole=not shouting and _is_acronym(word)) for word in words)


def _abbreviation(name: str, agency: Agency | None) -> str:
    known = "".join(_words(agency.abbreviation)) if agency else ""
    return known or abbreviation_of(agency.name if agency else name)


def _short(word: str, *, whole: bool) -> str:
    letters = _letters(word)
    if letters in _SMALL_WORDS:
        return ""
    return letters if whole or letters.isdigit() else letters[:1]


def _is_acronym(word: str) -> bool:
    return len(word) > 1 and word.isupper()


def _words(text: str) -> list[str]:
    return [letters for word in clean_text(text).split() if (letters := _letters(word))]


def _letters(word: str) -> str:
    return _OUTSIDE.sub("", without_marks(word).lower())


def _filled(template: str, fields: Mapping[str, str]) -> str:
    """Fill the template; separators left without a neighbour fall away."""
    text = filled(template, fields)
    return _cut(re.sub(r"[._-]*([._-])", r"\1", text), LOCAL_LIMIT)


def _cut(local: str, limit: int) -> str:
    return local.strip("._-")[:limit].rstrip("._-")
