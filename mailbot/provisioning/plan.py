"""The plan: what provisioning will do for each granted row, to be shown before it is done."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from itertools import islice

from mailbot.cases.agency import Agency, Registry
from mailbot.cases.effect import Action
from mailbot.cases.finding import Finding, Severity
from mailbot.cases.holder import Holders, Likeness, holders_of
from mailbot.cases.mailbox import Mailbox, MailboxDirectory
from mailbot.cases.row import Holder, Procedure, Row
from mailbot.provisioning.address import (
    AddressRule,
    addresses_for,
    organisation_local,
    person_local,
)


@dataclass(frozen=True, slots=True)
class PlannedEffect:
    """One thing to do. `op_key` stays the same however often the case is planned anew.

    Once the effect is recorded its address is the recorded one: a later plan may number anew.
    """

    op_key: str
    row: int
    action: Action
    address: str
    display_name: str


@dataclass(frozen=True, slots=True)
class Plan:
    """Effects in the order of the rows, and why the other rows get none (`row` tells which)."""

    effects: tuple[PlannedEffect, ...]
    reasons: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Ground:
    """What a plan stands on.

    `taken` returns which of some lower-case addresses are in open plans or the department's own;
    those of the directory and of the registry count by themselves.
    """

    case: str
    asker: Agency
    registry: Registry
    directory: MailboxDirectory
    rule: AddressRule
    taken: Callable[[Collection[str]], Collection[str]] = frozenset().intersection


def plan_rows(
    rows: Iterable[tuple[int, Row]], ground: Ground, despite_existing: frozenset[int] = frozenset()
) -> Plan:
    """Return what to do for these rows (index in the case, row).

    A new-mailbox row whose holder already has one gets a reason instead of a second mailbox, save
    where an officer decided otherwise (`despite_existing`).
    """
    holders = holders_of(ground.asker, ground.registry, ground.directory)
    planning = _Planning(ground, holders, _Addresses(ground))
    asked = [(index, row, _local(row, ground)) for index, row in rows]
    planning.addresses.look({local for _, _, local in asked if local})
    for index, row, local in asked:
        if row.procedure is Procedure.RESET:
            planning.reset(index, row)
        else:
            planning.new(index, row, local, again=index in despite_existing)
    return Plan(tuple(planning.effects), tuple(planning.reasons))


def _local(row: Row, ground: Ground) -> str:
    """Return the local part wished for a new mailbox; empty where no name forms one."""
    if row.procedure is Procedure.RESET:
        return ""
    if row.holder is Holder.PERSON:
        return person_local(ground.rule, row.name, row.unit)
    agency = _agency_called(row.name, ground)
    superior = ground.registry.by_code(agency.superior_code) if agency else None
    return organisation_local(ground.rule, row.name, agency, superior or ground.asker)


def _agency_called(name: str, ground: Ground) -> Agency | None:
    """Return the asker's own unit of this name; communes elsewhere bear the same names."""
    registry = ground.registry
    named = registry.by_name(name)
    return next((unit for unit in named if registry.answers_for(ground.asker, unit.code)), None)


_FEW = 8  # numbered addresses asked about at once


@dataclass(slots=True)
class _Addresses:
    """The addresses met so far: those wished for are looked for together, and where one is taken,
    the next few.
    """

    ground: Ground
    free: dict[str, bool] = field(default_factory=dict)

    def look(self, locals_: Collection[str]) -> None:
        """Find out which of these are free."""
        self._meet([f"{local}@{self.ground.rule.domain}" for local in locals_])

    def give(self, local: str) -> str:
        """Return an address free until now."""
        wished = addresses_for(local, self.ground.rule.domain)
        while True:
            few = tuple(islice(wished, _FEW))
            address = next((one for one in few if not self._is_taken(one, few)), None)
            if address is not None:
                self.take(address)
                return address

    def take(self, address: str) -> None:
        """Give the address to no later row."""
        self.free[address] = False

    def _is_taken(self, address: str, few: Collection[str]) -> bool:
        if address not in self.free:
            self._meet([one for one in few if one not in self.free])
        return not self.free[address]

    def _meet(self, addresses: Collection[str]) -> None:
        ground = self.ground
        official = {agency.mailbox for agency in ground.registry.agencies}
        taken = {*ground.taken(addresses), *ground.directory.among(addresses), *official}
        self.free.update((address, address not in taken) for address in addresses)


@dataclass(slots=True)
class _Planning:
    """The plan while it grows: addresses given to one row are taken for the next."""

    ground: Ground
    holders: Holders
    addresses: _Addresses
    effects: list[PlannedEffect] = field(default_factory=list)
    reasons: list[Finding] = field(default_factory=list)

    def new(self, index: int, row: Row, local: str, *, again: bool) -> None:
        existing = None if again else self._existing(row)
        if existing is not None:
            self._skip("row.already_has_mailbox", index, row, existing.address)
        elif not local:
            self._skip("row.no_address", index, row)
        else:
            self._add(Action.CREATE, index, row, self.addresses.give(local))

    def reset(self, index: int, row: Row) -> None:
        address = row.email.lower()
        if not address:
            self._skip("row.mailbox_missing", index, row)
        elif any(effect.address == address for effect in self.effects):
            self._skip("row.same_mailbox_twice", index, row, address)
        else:
            self.addresses.take(address)
            self._add(Action.SET_PASSWORD, index, row, address)

    def _existing(self, row: Row) -> Mailbox | None:
        sure = (
            holding.mailbox for holding in self.holders.of(row) if holding.likeness is Likeness.SAME
        )
        return next(sure, None)

    def _add(self, action: Action, index: int, row: Row, address: str) -> None:
        key = f"{self.ground.case}/{index}/{action}"
        self.effects.append(PlannedEffect(key, index, action, address, row.name))

    def _skip(self, code: str, index: int, row: Row, address: str = "") -> None:
        fields = {"name": row.name, "address": address}
        self.reasons.append(Finding(code, Severity.NOTE, fields, row=index))
