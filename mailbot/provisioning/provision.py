"""The step from ACCEPTED to PROVISIONED: make the mailboxes, set the passwords.

Every effect is committed before the call and looked up before it is repeated, so that running
this twice changes nothing. A row that fails does not hold up the others.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from sqlalchemy import Connection

from mailbot.cases.account import Account, HostAnswer
from mailbot.cases.agency import Agency, Registry
from mailbot.cases.case import Case
from mailbot.cases.effect import Action
from mailbot.cases.finding import Finding, Severity
from mailbot.cases.mailbox import Mailbox
from mailbot.cases.row import Holder, Row
from mailbot.cases.state import State
from mailbot.clock import Clock
from mailbot.errors import NeedsStaffError, StepError, TryLaterError
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

    def create(self, account: Account, password: str) -> HostAnswer:
        """Make the mailbox; found made with this very password is DONE too."""

    def set_password(self, address: str, password: str) -> HostAnswer:
        """Set the password of a mailbox that is there; doing it again changes nothing."""


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
        self._intend(case)
        away: TryLaterError | None = None
        settled: list[Settled] = []
        for effect, password in self._intended(case):
            try:
                settled.append(self._carry_out(effect, password))
            except TryLaterError as error:
                away = error
        self._settle(case, settled)
        if away is not None:
            raise away
        self._conclude(case)

    def _intend(self, case: Case) -> None:
        """Commit what will be done, with addresses and passwords, before anything is done."""
        with self.database.transaction() as connection:
            db.lock(connection, "addresses")
            if ledger.of_case(connection, case.id):
                return
            plan = plan_case(connection, case, self.rule, self.own_addresses)
            now = self.clock()
            for planned in plan.effects:
                wanted = Effect(
                    planned.op_key,
                    case.id,
                    planned.row,
                    planned.action,
                    planned.address,
                    planned.display_name,
                )
                self.effects.intend(connection, wanted, self.new_password(), now)
            for reason in plan.reasons:
                self.effects.intend(connection, self._not_done(case, reason), "", now)

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

    def _intended(self, case: Case) -> tuple[tuple[Effect, str], ...]:
        """Return what is still to do, with the passwords."""
        found = []
        with self.database.transaction() as connection:
            for effect in ledger.of_case(connection, case.id):
                if effect.state is EffectState.INTENDED:
                    password = self.effects.password(connection, effect.op_key)
                    assert password is not None
                    found.append((effect, password))
        return tuple(found)

    def _carry_out(self, effect: Effect, password: str) -> Settled:
        try:
            answer = self._call(effect, password)
        except NeedsStaffError as error:
            return Settled(effect, EffectState.FAILED, str(error))
        state = _STATE_AFTER.get(answer, EffectState.FAILED)
        return Settled(effect, state, "" if answer in _STATE_AFTER else self._why(answer, effect))

    def _call(self, effect: Effect, password: str) -> HostAnswer:
        if effect.action is Action.SET_PASSWORD:
            return self.host.set_password(effect.address, password)
        return self.host.create(Account(effect.address, effect.display_name), password)

    def _why(self, answer: HostAnswer, effect: Effect) -> str:
        return self.words.say(f"case.host_{answer}", address=effect.address)

    def _settle(self, case: Case, settled: Sequence[Settled]) -> None:
        """Write down what was done. What a crash keeps from being written is found done."""
        if not settled:
            return
        with self.database.transaction() as connection:
            registry = registry_store.load_registry(connection)
            for one in settled:
                key, now = one.effect.op_key, self.clock()
                ledger.settle(connection, key, one.state, now, MAILBOT, one.reason)
                if one.state is EffectState.DONE:
                    enter_in_directory(connection, case, one.effect, MAILBOT, registry, now)

    def _conclude(self, case: Case) -> None:
        with self.database.transaction() as connection:
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
        for effect in effects:
            if effect.state is EffectState.DONE and not effect.hand_over:
                ledger.plan_hand_over(connection, effect.op_key, method)


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
        ledger.ReservedAddresses(connection, own_addresses),
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


def enter_in_directory(  # noqa: PLR0913, PLR0917 (an entry and who answers for it)
    connection: Connection,
    case: Case,
    effect: Effect,
    who: str,
    registry: Registry,
    now: datetime,
) -> None:
    """Make a new mailbox known; an organisation's is also proposed for the registry."""
    if effect.action is not Action.CREATE:
        return
    row = case.rows[effect.row]
    owner = _owner(case, row, registry)
    registry_store.add_mailbox(
        connection,
        Mailbox(
            effect.address,
            row.holder,
            row.name,
            owner.code if row.holder is Holder.ORGANISATION else case.agency_code,
            row.unit,
            row.position,
            row.phone,
        ),
    )
    if row.holder is Holder.ORGANISATION:
        proposed = replace(owner, mailbox=effect.address)
        registry_store.propose_agency(
            connection, case.id, effect.row, proposed, _proposer(case, who), now
        )


def _owner(case: Case, row: Row, registry: Registry) -> Agency:
    known = registry.by_name(row.name)
    if len(known) == 1 and not known[0].mailbox:
        return known[0]
    return Agency(f"{case.number}-{row.stt or row.name}", row.name, superior_code=case.agency_code)


def _proposer(case: Case, who: str) -> str:
    return case.decision.officer if case.decision else who
