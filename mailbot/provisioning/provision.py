"""The step from ACCEPTED to PROVISIONED: make the mailboxes, set the passwords.

Every effect is committed before the call and looked up before it is repeated, so that running
this twice changes nothing. The host is asked for all rows at once; where it refuses, for each by
itself, so that a row that fails does not hold up the others.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from typing import Protocol

from sqlalchemy import Connection

from mailbot.cases.account import Account, Confirm, HostAnswer, Wish
from mailbot.cases.agency import Agency, Registry
from mailbot.cases.case import Case
from mailbot.cases.effect import Action
from mailbot.cases.finding import Finding, Severity
from mailbot.cases.mailbox import Mailbox
from mailbot.cases.row import Holder, Row
from mailbot.cases.state import State
from mailbot.clock import Clock
from mailbot.errors import NeedsStaffError, StepError
from mailbot.provisioning.address import AddressRule
from mailbot.provisioning.credential import HandOver, hand_over_method
from mailbot.provisioning.plan import Ground, Plan, plan_rows
from mailbot.storage import database as db
from mailbot.storage import effects as ledger
from mailbot.storage import registry_store
from mailbot.storage.case_store import CaseStore
from mailbot.storage.database import Database
from mailbot.storage.effects import Effect, Effects, EffectState
from mailbot.storage.history import MAILBOT
from mailbot.words import Words


class MailHost(Protocol):
    """Where the mailboxes live; every call may be made again. Away is a TryLaterError."""

    def check(self) -> None:
        """Put in order what a crash left, or raise what is wrong."""

    def carry_out(self, wishes: Sequence[Wish], confirm: Confirm) -> tuple[HostAnswer, ...]:
        """Carry all of them out, or none and raise what speaks against one; return an answer each.

        A mailbox found made with this very password is DONE too, and setting a password again
        changes nothing.

        Whoever is held up in it undoes nothing that came after: it calls `confirm` between seeing
        how things stand and changing them, and what another has changed since is a TryLaterError.
        """


@dataclass(frozen=True, slots=True)
class Ways:
    """How passwords may reach an agency: what is wanted (`auto` or one way), what is possible."""

    wanted: str
    has_passphrase: bool
    certificate_encrypts: bool


_STATE_AFTER = {
    HostAnswer.DONE: EffectState.DONE,
    HostAnswer.FOR_STAFF: EffectState.FOR_STAFF,
}


@dataclass(frozen=True, slots=True)
class Intended:
    """One effect to carry out, with the password made for it."""

    effect: Effect
    password: str = field(repr=False)

    @property
    def wish(self) -> Wish:
        """What the mail host is asked."""
        account = Account(self.effect.address, self.effect.display_name)
        return Wish(self.effect.action, account, self.password)


@dataclass(frozen=True, slots=True)
class Settled:
    """What became of one effect."""

    effect: Effect
    state: EffectState
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Provision:
    """Plans once, does what is intended, moves the case when every row has its outcome."""

    database: Database
    cases: CaseStore
    effects: Effects
    host: MailHost
    rule: AddressRule
    own_addresses: frozenset[str]
    new_password: Callable[[], str]
    ways: Callable[[Connection, str], Ways]
    words: Words
    clock: Clock

    def __call__(self, case: Case) -> None:
        """Carry the case as far as the mail host allows."""
        settled = self._carried_out(self._intended(case), partial(self._confirm, case))
        with self.database.transaction() as connection:
            self._settle(connection, case, settled)
            self._conclude(connection, case)

    def found_done(self, connection: Connection, case: Case, who: str) -> tuple[Effect, ...]:
        """Write that all which was planned for the case has been done, in a life of this database
        that is lost: what stands settled stays so. The caller proves it, or rolls all of it back.
        """
        if not ledger.of_case(connection, case.id):
            self._write_plan(connection, case)
        now = self.clock()
        open_ones = [
            effect
            for effect in ledger.of_case(connection, case.id)
            if effect.state not in ledger.SETTLED
        ]
        ledger.settle_done(connection, [effect.op_key for effect in open_ones], now, who)
        enter_in_directory(connection, case, open_ones, who, now)
        self._plan_hand_over(connection, case, ledger.of_case(connection, case.id))
        return ledger.of_case(connection, case.id)

    def _intended(self, case: Case) -> tuple[Intended, ...]:
        """Return what is to be done: committed with addresses and passwords before it is begun."""
        with self.database.transaction() as connection:
            db.lock(connection, "addresses")
            # What was decided anew while this worker was held up is no more to be done.
            self.cases.confirm(connection, case)
            planned = ledger.of_case(connection, case.id)
            if not planned:
                self._write_plan(connection, case)
                planned = ledger.of_case(connection, case.id)
            passwords = self.effects.passwords(connection, case.id)
        todo = (effect for effect in planned if effect.state is EffectState.INTENDED)
        return tuple(Intended(effect, passwords[effect.op_key]) for effect in todo)

    def _write_plan(self, connection: Connection, case: Case) -> None:
        plan = plan_case(connection, case, self.rule, self.own_addresses)
        wanted = [
            (
                Effect(one.op_key, case.id, one.row, one.action, one.address, one.display_name),
                self.new_password(),
            )
            for one in plan.effects
        ]
        wanted += [(self._not_done(case, reason), "") for reason in plan.reasons]
        numbers = {n: row.national_id for n, row in enumerate(case.rows)}
        self.effects.intend(connection, wanted, self.clock(), numbers)

    def _not_done(self, case: Case, reason: Finding) -> Effect:
        assert reason.row is not None
        row = case.rows[reason.row]
        return Effect(
            f"{case.number}/{reason.row}/none",
            case.id,
            reason.row,
            Action.CREATE,
            reason.fields.get("address", ""),
            row.name,
            EffectState.FAILED,
            self.words.finding(reason),
        )

    def _confirm(self, case: Case) -> None:
        with self.database.reading() as connection:
            self.cases.confirm(connection, case, holds=False)

    def _carried_out(self, intended: Sequence[Intended], confirm: Confirm) -> list[Settled]:
        """Return what became of them. What a crash keeps from being written is found done."""
        if not intended:
            return []
        try:
            return self._together(intended, confirm)
        except NeedsStaffError:  # it speaks against one of them: the others are not held up
            return [self._alone(one, confirm) for one in intended]

    def _together(self, intended: Sequence[Intended], confirm: Confirm) -> list[Settled]:
        answers = self.host.carry_out([one.wish for one in intended], confirm)
        return [self._settled(*pair) for pair in zip(intended, answers, strict=True)]

    def _alone(self, one: Intended, confirm: Confirm) -> Settled:
        try:
            return self._together((one,), confirm)[0]
        except NeedsStaffError as error:
            return Settled(one.effect, EffectState.FAILED, str(error))

    def _settled(self, one: Intended, answer: HostAnswer) -> Settled:
        if answer in _STATE_AFTER:
            return Settled(one.effect, _STATE_AFTER[answer])
        why = self.words.say(f"case.host_{answer}", address=one.effect.address)
        return Settled(one.effect, EffectState.FAILED, why)

    def _settle(self, connection: Connection, case: Case, settled: Sequence[Settled]) -> None:
        now = self.clock()
        done = [one.effect for one in settled if one.state is EffectState.DONE]
        ledger.settle_done(connection, [effect.op_key for effect in done], now, MAILBOT)
        for one in settled:
            if one.state is not EffectState.DONE:
                ledger.settle(connection, one.effect.op_key, one.state, now, MAILBOT, one.reason)
        enter_in_directory(connection, case, done, MAILBOT, now)

    def _conclude(self, connection: Connection, case: Case) -> None:
        effects = ledger.of_case(connection, case.id)
        after, findings = _outcome(case, effects)
        if after is State.PROVISIONED:
            self._plan_hand_over(connection, case, effects)
        moved = replace(case.moved(after), findings=(*case.findings, *findings))
        self.cases.save(connection, moved, self.clock(), "provisioned")

    def _plan_hand_over(
        self, connection: Connection, case: Case, effects: tuple[Effect, ...]
    ) -> None:
        """Decide how the passwords reach their holders; what is decided stays so."""
        ways = self.ways(connection, case.agency_code)
        method = hand_over_method(
            ways.wanted,
            has_passphrase=ways.has_passphrase,
            certificate_encrypts=ways.certificate_encrypts,
            recipients=(case.reply_to,),
            reset_addresses=[e.address for e in effects if e.action is Action.SET_PASSWORD],
        )
        if case.is_answered_on_paper:
            method = HandOver.IN_PERSON
        ledger.plan_hand_over(
            connection,
            [e.op_key for e in effects if e.state is EffectState.DONE and not e.hand_over],
            method,
        )


def plan_case(
    connection: Connection, case: Case, rule: AddressRule, own_addresses: frozenset[str]
) -> Plan:
    """Return what provisioning would do for the case as things stand; shown before it is used."""
    registry = registry_store.load_registry(connection)
    asker = registry.by_code(case.agency_code)
    if asker is None:
        raise StepError("agency_gone", agency=case.agency_code)
    ground = Ground(
        case.number,
        asker,
        registry,
        registry_store.StoredDirectory(connection),
        rule,
        lambda addresses: (
            ledger.reserved_among(connection, addresses) | own_addresses.intersection(addresses)
        ),
    )
    return plan_rows(enumerate(case.rows), ground)


def _outcome(case: Case, effects: tuple[Effect, ...]) -> tuple[State, tuple[Finding, ...]]:
    """Return the state these effects lead to. What failed without an officer's word goes to one."""
    if any(effect.state is EffectState.FOR_STAFF for effect in effects):
        return State.AWAITING_HANDS, ()
    by_staff = {e.op_key for e in effects if e.settled_by not in {"", MAILBOT}}
    failed = [e for e in effects if e.state is EffectState.FAILED and e.op_key not in by_staff]
    if failed and case.decision is None:
        return State.IN_REVIEW, tuple(
            Finding("case.row_not_done", Severity.LOOK, {"reason": effect.reason}, row=effect.row)
            for effect in failed
        )
    return State.PROVISIONED, ()


def enter_in_directory(
    connection: Connection, case: Case, effects: Collection[Effect], who: str, now: datetime
) -> None:
    """Make new mailboxes known; an organisation's is also proposed for the registry."""
    made = [effect for effect in effects if effect.action is Action.CREATE]
    if not made:
        return
    registry = registry_store.load_registry(connection)
    boxes = [_mailbox(case, effect, registry) for effect in made]
    registry_store.add_mailboxes(connection, boxes)
    for effect in made:
        row = case.rows[effect.row]
        if row.holder is Holder.ORGANISATION:
            proposed = replace(_owner(case, row, registry), mailbox=effect.address)
            registry_store.propose_agency(
                connection, case.id, effect.row, proposed, _proposer(case, who), now
            )


def _mailbox(case: Case, effect: Effect, registry: Registry) -> Mailbox:
    row = case.rows[effect.row]
    of_organisation = row.holder is Holder.ORGANISATION
    return Mailbox(
        effect.address,
        row.holder,
        row.name,
        _owner(case, row, registry).code if of_organisation else case.agency_code,
        row.unit,
        row.position,
        row.phone,
    )


def _owner(case: Case, row: Row, registry: Registry) -> Agency:
    known = registry.by_name(row.name)
    if len(known) == 1 and not known[0].mailbox:
        return known[0]
    return Agency(f"{case.number}-{row.stt or row.name}", row.name, superior_code=case.agency_code)


def _proposer(case: Case, who: str) -> str:
    return case.decision.officer if case.decision else who
