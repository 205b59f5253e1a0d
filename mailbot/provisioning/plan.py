"""The plan: what provisioning will do for each granted row, to be shown before it is done."""

from __future__ import annotations

from collections.abc import Container, Iterable
from dataclasses import dataclass, field

from mailbot.cases.agency import Agency, Registry
from mailbot.cases.effect import Action
from mailbot.cases.finding import Finding, Severity
from mailbot.cases.holder import Holders, Likeness, holders_of
from mailbot.cases.mailbox import Mailbox, MailboxDirectory
from mailbot.cases.row import Holder, Procedure, Row
from mailbot.provisioning.address import (
    AddressRule,
    free_address,
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

    `taken` holds, in lower case, the addresses of open plans, of the registry's mailboxes and the
    department's own; the directory's addresses count by themselves.
    """

    case: str
    asker: Agency
    registry: Registry
    directory: MailboxDirectory
    rule: AddressRule
    taken: Container[str] = frozenset()


def plan_rows(
    rows: Iterable[tuple[int, Row]], ground: Ground, despite_existing: frozenset[int] = frozenset()
) -> Plan:
    """Return what to do for these rows (index in the case, row).

    A new-mailbox row whose holder already has one gets a reason instead of a second mailbox, save
    where an officer decided otherwise (`despite_existing`).
    """
    planning = _Planning(ground, holders_of(ground.asker, ground.registry, ground.directory))
    for index, row in rows:
        if row.procedure is Procedure.RESET:
            planning.reset(index, row)
        else:
            planning.new(index, row, again=index in despite_existing)
    return Plan(tuple(planning.effects), tuple(planning.reasons))


@dataclass(slots=True)
class _Planning:
    """The plan while it grows: addresses given to one row are taken for the next."""

    ground: Ground
    holders: Holders
    effects: list[PlannedEffect] = field(default_factory=list)
    reasons: list[Finding] = field(default_factory=list)

    def new(self, index: int, row: Row, *, again: bool) -> None:
        existing = None if again else self._existing(row)
        local = self._local(row)
        if existing is not None:
            self._skip("row.already_has_mailbox", index, row, existing.address)
        elif not local:
            self._skip("row.no_address", index, row)
        else:
            address = free_address(local, self.ground.rule.domain, self._is_taken)
            self._add(Action.CREATE, index, row, address)

    def reset(self, index: int, row: Row) -> None:
        address = row.email.lower()
        if not address:
            self._skip("row.mailbox_missing", index, row)
        elif any(effect.address == address for effect in self.effects):
            self._skip("row.same_mailbox_twice", index, row, address)
        else:
            self._add(Action.SET_PASSWORD, index, row, address)

    def _existing(self, row: Row) -> Mailbox | None:
        sure = (
            holding.mailbox for holding in self.holders.of(row) if holding.likeness is Likeness.SAME
        )
        return next(sure, None)

    def _local(self, row: Row) -> str:
        rule = self.ground.rule
        if row.holder is Holder.PERSON:
            return person_local(rule, row.name, row.unit)
        agency = self._agency_called(row.name)
        superior = self.ground.registry.by_code(agency.superior_code) if agency else None
        return organisation_local(rule, row.name, agency, superior or self.ground.asker)

    def _agency_called(self, name: str) -> Agency | None:
        """Return the asker's own unit of this name; communes elsewhere bear the same names."""
        asker, registry = self.ground.asker, self.ground.registry
        named = registry.by_name(name)
        return next((unit for unit in named if registry.answers_for(asker, unit.code)), None)

    def _is_taken(self, address: str) -> bool:
        return (
            address in self.ground.taken
            or self.ground.directory.find(address) is not None
            or self.ground.registry.by_mailbox(address) is not None
            or any(effect.address == address for effect in self.effects)
        )

    def _add(self, action: Action, index: int, row: Row, address: str) -> None:
        key = f"{self.ground.case}/{index}/{action}"
        self.effects.append(PlannedEffect(key, index, action, address, row.name))

    def _skip(self, code: str, index: int, row: Row, address: str = "") -> None:
        fields = {"name": row.name, "address": address}
        self.reasons.append(Finding(code, Severity.NOTE, fields, row=index))
