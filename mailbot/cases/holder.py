"""Who holds which mailbox: the rows of a list matched against the mailbox directory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from mailbot.cases.agency import Agency, Registry
from mailbot.cases.mailbox import Directory, Mailbox
from mailbot.cases.name import name_key
from mailbot.cases.row import Holder, Row


class Likeness(StrEnum):
    """How sure it is that a mailbox is the one a row speaks of."""

    SAME = "same"  # name and unit agree
    OTHER_UNIT = "other_unit"  # the name agrees, the unit does not: a namesake or a transfer
    OTHER_SPELLING = "other_spelling"  # i for y, or marks that differ


_BY_SURENESS = tuple(Likeness)
_key = lru_cache(maxsize=16384)(name_key)  # one list meets every name of a directory many times


@dataclass(frozen=True, slots=True)
class Holding:
    """A mailbox that may already belong to the row's holder."""

    mailbox: Mailbox
    likeness: Likeness


def mailboxes_of(asker: Agency, registry: Registry, directory: Directory) -> tuple[Mailbox, ...]:
    """Return the active mailboxes of the asker and its subordinate units.

    Only these are compared with a list: names of people and of communes repeat across agencies.
    """
    codes = family_of(asker, registry)
    return tuple(box for box in directory.mailboxes if box.active and box.agency_code in codes)


def family_of(asker: Agency, registry: Registry) -> frozenset[str]:
    """Return the codes of the asker and of every unit below it, at any depth."""
    below: dict[str, list[str]] = {}
    for agency in registry.agencies:
        below.setdefault(agency.superior_code, []).append(agency.code)
    codes, ahead = {asker.code}, [asker.code]
    while ahead:
        fresh = set(below.get(ahead.pop(), ())) - codes
        codes |= fresh
        ahead.extend(fresh)
    return frozenset(codes)


def holdings_of(row: Row, boxes: Iterable[Mailbox], registry: Registry) -> tuple[Holding, ...]:
    """Return which of the mailboxes the row's holder may already have, the surest first."""
    found = [
        Holding(box, likeness)
        for box in boxes
        if box.holder is row.holder
        for likeness in [_likeness(row, box, registry)]
        if likeness is not None
    ]
    return tuple(sorted(found, key=lambda holding: _BY_SURENESS.index(holding.likeness)))


def same_name(one: str, other: str) -> bool:
    """Return whether two spellings are one name, however its tones are placed."""
    return _key(one) == _key(other)


def same_unit(row_unit: str, box: Mailbox, registry: Registry) -> bool:
    """Return whether a row's unit is the mailbox's: by its own name or its agency's names.

    An empty unit on either side contradicts nothing.
    """
    if not row_unit or not (box.unit or registry.by_code(box.agency_code)):
        return True
    return _key(row_unit) in {_key(name) for name in _unit_names(box, registry)}


def _unit_names(box: Mailbox, registry: Registry) -> Iterator[str]:
    if box.unit:
        yield box.unit
    agency = registry.by_code(box.agency_code)
    if agency is not None and (not box.unit or same_name(box.unit, agency.name)):
        yield from (agency.name, *agency.former_names)


def _likeness(row: Row, box: Mailbox, registry: Registry) -> Likeness | None:
    if row.holder is Holder.ORGANISATION:
        return _organisation_likeness(row, box, registry)
    unit_agrees = same_unit(row.unit, box, registry)
    if same_name(row.name, box.name):
        return Likeness.SAME if unit_agrees else Likeness.OTHER_UNIT
    spelt_alike = _loose(row.name) == _loose(box.name)
    return Likeness.OTHER_SPELLING if spelt_alike and unit_agrees else None


def _organisation_likeness(row: Row, box: Mailbox, registry: Registry) -> Likeness | None:
    names = {box.name, *_unit_names(box, registry)}
    if any(same_name(row.name, name) for name in names):
        return Likeness.SAME
    return (
        Likeness.OTHER_SPELLING if any(_loose(row.name) == _loose(name) for name in names) else None
    )


def _loose(name: str) -> str:
    """The name's key with y written i (`Quy`/`Qui`, `Mỹ`/`Mĩ`); tones and other marks count."""
    return _key(name).replace("y", "i")
