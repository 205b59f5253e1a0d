"""The step on both databases: one row's fault is no other's, and nothing is done twice."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from threading import Thread

import pytest
from sqlalchemy import Connection, event

from mailbot.cases.account import Account, Confirm, HostAnswer, Wish
from mailbot.cases.case import Case, Decision, DecisionKind
from mailbot.cases.row import Procedure
from mailbot.cases.state import State
from mailbot.clock import utc_now
from mailbot.errors import BadInputError, NeedsStaffError, TryLaterError
from mailbot.provisioning.address import AddressRule
from mailbot.provisioning.hands import Hands
from mailbot.provisioning.provision import Provision, Ways
from mailbot.storage import effects, history, registry_store
from mailbot.storage.case_store import CaseStore
from mailbot.storage.database import Database
from mailbot.storage.effects import Effects, EffectState
from mailbot.words import load_words
from tests.builders import REGISTRY, a_case, a_row
from tests.databases import SEAL
from tests.fakes.mail_host import FakeMailHost

WORDS = load_words()
STORE = CaseStore(SEAL, WORDS)
MAILBOX = "annv@cantho.gov.vn"
NAMES = ("Nguyễn Văn An", "Lê Thị Bình", "Trần Văn Châu")


@dataclass
class FussyHost(FakeMailHost):
    """Refuses one address outright, as a database does that has a rule of its own."""

    refused: str = ""
    asked: list[int] = field(default_factory=list)

    def carry_out(self, wishes: Sequence[Wish], confirm: Confirm) -> tuple[HostAnswer, ...]:
        self.asked.append(len(wishes))
        if any(wish.account.address == self.refused for wish in wishes):
            raise NeedsStaffError("không được phép")
        return super().carry_out(wishes, confirm)


@dataclass
class HeldUp(FakeMailHost):
    """Whoever calls it first is held up, and something happens meanwhile."""

    meanwhile: list[Callable[[], None]] = field(default_factory=list)

    def carry_out(self, wishes: Sequence[Wish], confirm: Confirm) -> tuple[HostAnswer, ...]:
        meanwhile, self.meanwhile = self.meanwhile, []
        for happens in meanwhile:
            happens()
        return super().carry_out(wishes, confirm)


class ByHand(FakeMailHost):
    """Leaves everything to staff, as a work list does."""

    def carry_out(self, wishes: Sequence[Wish], confirm: Confirm) -> tuple[HostAnswer, ...]:  # noqa: ARG002
        return (HostAnswer.FOR_STAFF,) * len(wishes)


def provision(database: Database, host: FakeMailHost) -> Provision:
    passwords = (f"Mat-khau-{n}" for n in range(100))
    return Provision(
        database=database,
        cases=STORE,
        effects=Effects(SEAL),
        host=host,
        rule=AddressRule("cantho.gov.vn"),
        own_addresses=frozenset(),
        new_password=lambda: next(passwords),
        ways=lambda *_: Ways("auto", has_passphrase=True, certificate_encrypts=False),
        words=WORDS,
        clock=utc_now,
    )


@pytest.fixture
def case(database: Database) -> Case:
    rows = tuple(a_row(name=name, stt=str(n)) for n, name in enumerate(NAMES, 1))
    with database.transaction() as connection:
        registry_store.save_agencies(connection, REGISTRY.agencies)
        return STORE.open(connection, a_case(state=State.ACCEPTED, rows=rows), utc_now())


def states(database: Database, case: Case) -> dict[str, EffectState]:
    with database.transaction() as connection:
        return {one.address: one.state for one in effects.of_case(connection, case.id)}


def state_of(database: Database, case: Case) -> State:
    with database.transaction() as connection:
        return STORE.load(connection, case.id).state


def test_all_rows_are_asked_for_at_once(database: Database, case: Case) -> None:
    host = FussyHost()
    provision(database, host)(case)
    assert host.asked == [len(NAMES)]
    assert set(states(database, case)) == set(host.accounts)
    assert state_of(database, case) is State.PROVISIONED


def test_a_row_the_host_refuses_holds_up_no_other(database: Database, case: Case) -> None:
    host = FussyHost(refused="binhlt@cantho.gov.vn")
    provision(database, host)(case)
    assert states(database, case) == {
        "annv@cantho.gov.vn": EffectState.DONE,
        "binhlt@cantho.gov.vn": EffectState.FAILED,
        "chautv@cantho.gov.vn": EffectState.DONE,
    }
    with database.transaction() as connection:
        kept = STORE.load(connection, case.id)
        directory = registry_store.load_directory(connection)
    assert kept.state is State.IN_REVIEW
    assert [(f.row, f.fields["reason"]) for f in kept.findings] == [(1, "không được phép")]
    assert {box.address for box in directory.mailboxes} == set(host.accounts)


def test_a_row_that_failed_is_final_whatever_is_decided_of_the_others(
    database: Database, case: Case
) -> None:
    host = FussyHost(refused="binhlt@cantho.gov.vn")
    provision(database, host)(case)
    asked, known = [*host.asked], states(database, case)
    decision = Decision(DecisionKind.APPROVE, "Lê Thị A", utc_now())
    with database.transaction() as connection:
        seen = STORE.load(connection, case.id)
        approved = replace(seen.moved(State.ACCEPTED), decision=decision)
        again = STORE.save(connection, approved, utc_now(), "approved")
    host.refused = ""
    provision(database, host)(again)
    assert host.asked == asked
    assert states(database, case) == known
    assert state_of(database, case) is State.PROVISIONED


def test_a_host_that_is_away_is_asked_again_with_the_same_passwords(
    database: Database, case: Case
) -> None:
    host = FussyHost(away=True)
    step = provision(database, host)
    with pytest.raises(TryLaterError):
        step(case)
    with database.transaction() as connection:
        planned = step.effects.passwords(connection, case.id)
    host.away = False
    step(case)
    assert set(host.passwords.values()) == set(planned.values())
    assert state_of(database, case) is State.PROVISIONED


def test_a_worker_that_was_held_up_makes_nothing_that_was_decided_anew(
    database: Database, case: Case
) -> None:
    with database.transaction() as connection:
        for after in (State.IN_REVIEW, State.CLOSED):
            seen = STORE.load(connection, case.id)
            STORE.save(connection, seen.moved(after), utc_now(), "moved")
    host = FussyHost()
    with pytest.raises(TryLaterError):
        provision(database, host)(case)
    assert host.accounts == {}
    assert states(database, case) == {}


def test_a_worker_that_was_held_up_sets_no_password_that_its_holder_has_changed_since(
    database: Database,
) -> None:
    host = HeldUp()
    host.create(Account(MAILBOX, "Nguyễn Văn An"), "mật khẩu cũ")
    with database.transaction() as connection:
        registry_store.save_agencies(connection, REGISTRY.agencies)
        row = a_row(procedure=Procedure.RESET, email=MAILBOX)
        case = STORE.open(connection, a_case(state=State.ACCEPTED, rows=(row,)), utc_now())
    another = provision(database, host)
    host.meanwhile = [
        lambda: another(case),
        lambda: check(host.set_password(MAILBOX, "của người dùng")),
    ]

    with pytest.raises(TryLaterError):
        provision(database, host)(case)

    assert host.has_password(MAILBOX, "của người dùng")
    assert state_of(database, case) is State.PROVISIONED


def check(answer: HostAnswer) -> None:
    assert answer is HostAnswer.DONE


def test_a_host_that_is_away_holds_up_nothing_that_staff_did_by_hand(
    database: Database, case: Case
) -> None:
    step = provision(database, FussyHost(away=True))
    with pytest.raises(TryLaterError):
        step(case)
    with database.transaction() as connection:
        for one in effects.of_case(connection, case.id):
            effects.settle(connection, one.op_key, EffectState.DONE, utc_now(), "lan")
    step(case)
    assert state_of(database, case) is State.PROVISIONED


def test_a_case_goes_on_though_its_last_two_tasks_are_ticked_off_at_the_same_moment(
    database: Database, case: Case
) -> None:
    """On PostgreSQL neither would see that the other is done; SQLite has one writer."""
    provision(database, ByHand())(case)
    hands = Hands(STORE, Effects(SEAL), WORDS, utc_now)
    first, *others = states(database, case)

    def tick_off(address: str, connection: Connection) -> None:
        (key,) = (
            one.op_key for one in effects.of_case(connection, case.id) if one.address == address
        )
        hands.done(connection, key, "lan")

    def tick_off_others() -> None:
        with database.transaction() as connection:
            for address in others:
                tick_off(address, connection)

    other = Thread(target=tick_off_others)
    with database.transaction() as connection:
        tick_off(first, connection)
        other.start()
        other.join(1)
    other.join()

    assert set(states(database, case).values()) == {EffectState.DONE}
    assert state_of(database, case) is State.ACCEPTED


def test_a_task_is_ticked_off_once_though_two_do_so_at_the_same_moment(
    database: Database, case: Case
) -> None:
    provision(database, ByHand())(case)
    hands = Hands(STORE, Effects(SEAL), WORDS, utc_now)
    with database.reading() as connection:
        key = effects.of_case(connection, case.id)[0].op_key
    refused: list[BadInputError] = []

    def again() -> None:
        try:
            with database.transaction() as connection:
                hands.done(connection, key, "minh")
        except BadInputError as error:
            refused.append(error)

    other = Thread(target=again)
    with database.transaction() as connection:
        hands.done(connection, key, "lan")
        other.start()
        other.join(1)
    other.join()

    assert len(refused) == 1
    with database.reading() as connection:
        told = [one.what for one in history.of_case(connection, case.id)]
    assert told.count("task_done") == 1


def test_two_cases_that_plan_the_same_addresses_at_the_same_moment_get_others(
    database: Database, case: Case
) -> None:
    namesakes = tuple(
        a_row(name=name, unit="Trung tâm Y tế", position="Bác sĩ", phone=f"091234500{n}")
        for n, name in enumerate(NAMES)
    )
    with database.transaction() as connection:
        wanted = a_case(state=State.ACCEPTED, rows=namesakes)
        twin = STORE.open(connection, wanted, utc_now())
    host = FussyHost()
    other = Thread(target=provision(database, host), args=(twin,))
    waiting = [other]

    def meanwhile(_c: object, _cursor: object, said: str, *_: object) -> None:
        if said.startswith("INSERT INTO effect") and waiting:
            waiting.pop().start()
            other.join(1)

    event.listen(database.engine, "before_cursor_execute", meanwhile)
    provision(database, host)(case)
    event.remove(database.engine, "before_cursor_execute", meanwhile)
    other.join()

    assert {*states(database, case), *states(database, twin)} == set(host.accounts)
    assert len(host.accounts) == 2 * len(NAMES)
    assert [state_of(database, one) for one in (case, twin)] == [State.PROVISIONED] * 2


def test_what_became_of_an_effect_is_written_once(database: Database, case: Case) -> None:
    provision(database, FussyHost(refused="binhlt@cantho.gov.vn"))(case)
    known = states(database, case)
    with database.transaction() as connection:
        keys = [one.op_key for one in effects.of_case(connection, case.id)]
        effects.settle_done(connection, keys, utc_now(), "lan")
        for key in keys:
            effects.settle(connection, key, EffectState.FOR_STAFF, utc_now(), "lan")
    assert states(database, case) == known
