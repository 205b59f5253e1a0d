"""Who holds which mailbox: the rows of a list matched against the mailbox directory."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from mailbot.cases.agency import Agency, Registry
from mailbot.cases.mailbox import Mailbox, MailboxDirectory
from mailbot.cases.name import letters_key, name_key, spelling_key
from mailbot.cases.row import Holder, Row


class Likeness(StrEnum):
    """How sure it is that a mailbox is the one a row speaks of."""

    SAME = "same"  # name and unit agree
    OTHER_UNIT = "other_unit"  # the name agrees, the unit does not: a namesake or a transfer
    OTHER_SPELLING = "other_spelling"  # it agrees but for i and y, or for marks not typed


_BY_SURENESS = tuple(Likeness)


@dataclass(frozen=True, slots=True)
class Holding:
    """A mailbox that may already belong to the row's holder."""

    mailbox: Mailbox
    likeness: Likeness


@dataclass(frozen=True, slots=True)
class Holders:
    """The active mailboxes of one asker and its units, found by their holders' names.

    Only these are compared with a list by name alone: names of people and of communes repeat across
    agencies.
    """

    registry: Registry
    by_name: Mapping[str, tuple[Mailbox, ...]]
    by_letters: Mapping[str, tuple[Mailbox, ...]]

    def of(self, row: Row) -> tuple[Holding, ...]:
        """Return which mailboxes the row's holder may already have, the surest first."""
        found = [
            Holding(box, _likeness(row, box, self.registry))
            for box in self._may_be(row.name)
            if box.holder is row.holder
        ]
        return tuple(sorted(found, key=lambda holding: _BY_SURENESS.index(holding.likeness)))

    def units(self) -> frozenset[str]:
        """Return the units these mailboxes belong to, as the directory writes them."""
        return frozenset(box.unit for some in self.by_letters.values() for box in some if box.unit)

    def _may_be(self, name: str) -> tuple[Mailbox, ...]:
        """Return the mailboxes whose holder may be meant; a name without any mark may be many."""
        unmarked = (
            box
            for box in self.by_letters.get(letters_key(name), ())
            if name.isascii() or box.name.isascii()
        )
        return tuple(dict.fromkeys((*self.by_name.get(spelling_key(name), ()), *unmarked)))


def holders_of(asker: Agency, registry: Registry, directory: MailboxDirectory) -> Holders:
    """Return who holds the mailboxes of the asker and its subordinate units."""
    codes = family_of(asker, registry)
    by_name: dict[str, list[Mailbox]] = {}
    by_letters: dict[str, list[Mailbox]] = {}
    for box in directory.of_agencies(codes):
        if box.active:
            for key in {spelling_key(name) for name in holder_names(box, registry)}:
                by_name.setdefault(key, []).append(box)
            by_letters.setdefault(letters_key(box.name), []).append(box)
    return Holders(registry, _frozen(by_name), _frozen(by_letters))


def _frozen(boxes: Mapping[str, list[Mailbox]]) -> dict[str, tuple[Mailbox, ...]]:
    return {key: tuple(found) for key, found in boxes.items()}


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


def holder_names(box: Mailbox, registry: Registry) -> Iterator[str]:
    """Yield the names of the mailbox's holder; an agency's own mailbox has its former ones too."""
    yield box.name
    agency = registry.by_code(box.agency_code) if box.holder is Holder.ORGANISATION else None
    if agency and (box.address == agency.mailbox or same_name(box.name, agency.name)):
        yield from (agency.name, *agency.former_names)


def same_name(one: str, other: str) -> bool:
    """Return whether two spellings are one name, however its tones are placed."""
    return name_key(one) == name_key(other)


def same_unit(row_unit: str, box: Mailbox, registry: Registry) -> bool:
    """Return whether a row's unit is the mailbox's: by its own name or its agency's names.

    An empty unit on either side contradicts nothing.
    """
    known = tuple(_unit_names(box, registry))
    return not row_unit or not known or any(same_name(row_unit, name) for name in known)


def _unit_names(box: Mailbox, registry: Registry) -> Iterator[str]:
    if box.unit:
        yield box.unit
    agency = registry.by_code(box.agency_code)
    if agency is not None and (not box.unit or same_name(box.unit, agency.name)):
        yield from (agency.name, *agency.former_names)


def _likeness(row: Row, box: Mailbox, registry: Registry) -> Likeness:
    """Return the likeness of a row and a mailbox whose names agree, but for i and y or for all
    marks perhaps. One name in another unit is asked about in whatever spelling.
    """
    if not any(same_name(row.name, name) for name in holder_names(box, registry)):
        return Likeness.OTHER_SPELLING
    is_sure = row.holder is Holder.ORGANISATION or same_unit(row.unit, box, registry)
    return Likeness.SAME if is_sure else Likeness.OTHER_UNIT
