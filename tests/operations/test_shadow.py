"""In shadow mailbot decides as ever; no mailbox is made, no mail leaves, and staff can compare."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text

from mailbot.cases.account import Account, HostAnswer, Wish
from mailbot.cases.case import Case, Channel
from mailbot.cases.effect import Action
from mailbot.cases.state import State
from mailbot.errors import BadInputError, SettingsError
from mailbot.gateways.mail_hosts.sql import open_sql_mail_host
from mailbot.gateways.shadow import ShadowHost
from mailbot.house import House
from mailbot.operations.shadow import (
    Compared,
    Comparison,
    Judged,
    Outcome,
    Proposal,
    Recorded,
    compare,
    judged,
    read_recorded,
)
from mailbot.storage import registry_store, staff
from mailbot.storage.case_store import CaseStore
from mailbot.storage.database import Database
from mailbot.storage.staff import Role
from mailbot.storage.switches import check_shadow
from tests.builders import MONDAY
from tests.databases import SEAL
from tests.faults.clock import ShiftedClock
from tests.journeys.desk import desk_of
from tests.journeys.paper import TWO_RECRUITS, Letter
from tests.journeys.reply import opened
from tests.journeys.world import OTHER, World, a_mail, a_world, a_world_in
from tests.mail_hosts.hosts import nobody_else
from tests.servers.mail import MailServers

BAD = replace(TWO_RECRUITS, rows=((*TWO_RECRUITS.rows[1][:5], "092088004", "09123", ""),))


@pytest.fixture
def shadow(mail_servers: MailServers, tmp_path: Path) -> Iterator[World]:
    tmp_path.chmod(0o755)
    urls = f"sqlite:///{tmp_path}/mailbot.db", f"sqlite:///{tmp_path}/hosts.db"
    with a_world(mail_servers, *urls, tmp_path, operations={"shadow": True}) as world:
        yield world


def sent(world: World, number: str, sheet: object = TWO_RECRUITS) -> None:
    letter = world.signed(Letter(number=number, sheets=(sheet,)))  # type: ignore[arg-type]
    world.submit(a_mail(("Công văn.pdf", letter)))
    world.take_in()
    world.work()


@pytest.mark.parametrize("wished", [False, True])
def test_in_shadow_administrators_hear_of_trouble_if_wished_and_of_nothing_else(
    mail_servers: MailServers, tmp_path: Path, *, wished: bool
) -> None:
    how = {"shadow": True, "shadow_warnings": wished}
    with a_world_in(tmp_path, mail_servers, operations=how) as world:
        world.house.clock = clock = ShiftedClock()
        with world.house.database.transaction() as connection:
            roles = (Role.HANDLE, Role.ADMINISTER)
            staff.invite(connection, "lan", "Lan", roles, clock(), OTHER)
        sent(world, "1/UBND-VP", BAD)
        clock.pass_by(seconds=(world.the_case().due_at - clock()).total_seconds() - 3600)
        world.house.staff_post()
        world.house.rounds.run_due()
        with world.house.database.transaction() as connection:
            told = connection.execute(text("SELECT key FROM outbox WHERE kind = 'staff'")).scalars()
            assert {key.split("/")[1] for key in told} == {"near", "system"}
        subjects = [opened(raw)["Subject"] for raw in world.replies(OTHER)]
        assert ["sự cố" in subject for subject in subjects] == [True] * wished
        assert world.replies() == ()


def mailboxes(world: World) -> int:
    host = open_sql_mail_host(world.hosts_url, 0)
    with host.database.transaction() as connection:
        count = connection.execute(text("SELECT count(*) FROM mailbox")).scalar_one()
    host.close()
    return int(count)


def report(world: World, lines: str) -> tuple[Compared, ...]:
    with world.house.database.transaction() as connection:
        registry = registry_store.load_registry(connection)
    data = f"letter,agency,outcome\n{lines}".encode()
    recorded = read_recorded(data, "staff.csv", registry, world.house.words)
    return compare(judged(world.house.database, world.house.cases), recorded)


def test_a_clean_letter_is_decided_and_nothing_leaves(shadow: World) -> None:
    before = mailboxes(shadow)

    sent(shadow, "45/UBND-VP")

    assert shadow.the_case().state is State.ANSWERED
    assert mailboxes(shadow) == before
    assert shadow.replies() == ()
    with shadow.house.database.transaction() as connection:
        told = connection.execute(text("SELECT DISTINCT response FROM outbox")).scalars().all()
    assert set(told) <= {"shadow: not sent", ""}


def test_the_report_sets_both_decisions_side_by_side(shadow: World) -> None:
    sent(shadow, "45/UBND-VP")
    sent(shadow, "46/UBND-VP", BAD)

    found = report(
        shadow,
        "45/ubnd-vp,pnk,đã cấp\n46/UBND-VP,ubndninhkieu@cantho.gov.vn,bổ sung\n"
        "47/UBND-VP,Ủy ban nhân dân phường Ninh Kiều,từ chối\n",
    )

    assert [(one.letter, one.comparison) for one in found] == [
        ("45/ubnd-vp", Comparison.SAME),
        ("46/UBND-VP", Comparison.LEFT_TO_STAFF),
        ("47/UBND-VP", Comparison.MISSED),
    ]
    assert found[1].findings


def test_the_command_tells_the_same_and_counts(shadow: World, tmp_path: Path) -> None:
    sent(shadow, "45/UBND-VP")
    staff = tmp_path / "staff.csv"
    staff.write_text("letter,agency,outcome\n45/UBND-VP,pnk,từ chối\n", "utf-8")
    desk = desk_of(shadow, tmp_path)

    told = desk.value("shadow", "report", str(staff))
    printed = desk.text("shadow", "report", str(staff))

    assert {kind: count for kind, count in told["counts"].items() if count} == {"wrong": 1}
    assert [one["letter"] for one in told["letters"]] == ["45/UBND-VP"]
    assert "Từ chối" in printed


def test_what_mailbot_would_have_granted_against_staff_is_wrong(shadow: World) -> None:
    sent(shadow, "45/UBND-VP")

    (found,) = report(shadow, "45/UBND-VP,pnk,từ chối\n")
    (unrecorded,) = report(shadow, "")

    assert found.comparison is Comparison.WRONG
    assert unrecorded.comparison is Comparison.NOT_RECORDED


def test_a_letter_that_was_sent_twice_is_one_decision_of_staff() -> None:
    first = Judged("45/UBND", "pnk", "HS-2026-00001", Proposal.APPROVED, ())
    again = Judged("45/UBND", "pnk", "HS-2026-00002", Proposal.REVIEW, ("case.same_letter",))
    other = Judged("", "pnk", "HS-2026-00003", Proposal.REVIEW, ())
    staff_said = Recorded("45/UBND", "pnk", Outcome.APPROVED)

    found = compare((first, again, other), (staff_said,))

    assert [(one.case, one.comparison) for one in found] == [
        ("HS-2026-00001", Comparison.SAME),
        ("HS-2026-00002", Comparison.LEFT_TO_STAFF),
        ("HS-2026-00003", Comparison.NOT_RECORDED),
    ]
    assert not any(one.must_not_happen for one in found)


@pytest.mark.parametrize(
    ("who", "proposal"),
    [
        pytest.param("mailbot", Proposal.APPROVED, id="by itself, once it knew"),
        pytest.param("Lê Thị A", Proposal.REVIEW, id="by a person"),
    ],
)
def test_what_was_decided_later_counts_if_it_was_decided_by_mailbot(
    database: Database, who: str, proposal: Proposal
) -> None:
    waits = Case(
        0, "", State.AWAITING_AUTHORITY, 0, Channel.EMAIL, "pnk", "", "new", MONDAY, MONDAY
    )
    store = CaseStore(SEAL)
    with database.transaction() as connection:
        case = store.open(connection, waits, MONDAY)
        store.save(connection, case.moved(State.ACCEPTED), MONDAY, "examined_again", who)

    (found,) = judged(database, store)

    assert found.proposal is proposal


def test_an_outcome_nobody_knows_is_told_with_its_line(shadow: World) -> None:
    with pytest.raises(BadInputError, match="dòng 2"):
        report(shadow, "45/UBND-VP,pnk,có lẽ\n")


def test_a_database_of_the_shadow_is_never_used_for_real(database: Database) -> None:
    with database.transaction() as connection:
        check_shadow(connection, shadow=True)
        check_shadow(connection, shadow=True)

    with database.transaction() as connection, pytest.raises(SettingsError, match="shadow = false"):
        check_shadow(connection, shadow=False)


@pytest.mark.parametrize("shadow", [False, True])
def test_no_process_begins_for_real_where_another_was_in_shadow_nor_the_other_way_round(
    mail_servers: MailServers, tmp_path: Path, *, shadow: bool
) -> None:
    with a_world_in(tmp_path, mail_servers, operations={"shadow": shadow}) as world:
        world.house.prepare_pages()
        chosen = world.house.settings
        operations = chosen.operations.model_copy(update={"shadow": not shadow})
        other = House(chosen.model_copy(update={"operations": operations}))
        with closing(other), pytest.raises(SettingsError, match="shadow"):
            other.prepare_pages()


def test_where_people_make_the_mailboxes_a_shadow_leaves_them_nothing_to_do(
    mail_servers: MailServers, tmp_path: Path
) -> None:
    by_hand = {"provisioning": {"host": "worklist"}, "operations": {"shadow": True}}
    with a_world_in(tmp_path, mail_servers, **by_hand) as world:
        sent(world, "45/UBND-VP")
        assert world.the_case().state is State.ANSWERED
        assert world.replies() == ()


@pytest.mark.parametrize(
    ("action", "address", "answer"),
    [
        pytest.param(Action.CREATE, "new@b.vn", HostAnswer.DONE, id="made"),
        pytest.param(Action.CREATE, "old@b.vn", HostAnswer.EXISTS, id="there already"),
        pytest.param(Action.SET_PASSWORD, "old@b.vn", HostAnswer.DONE, id="set"),
        pytest.param(Action.SET_PASSWORD, "new@b.vn", HostAnswer.NO_ACCOUNT, id="not there"),
    ],
)
def test_a_shadow_says_what_the_real_host_would_have_said(
    action: Action, address: str, answer: HostAnswer
) -> None:
    there = {"old@b.vn": Account("old@b.vn", "x")}
    host = ShadowHost(there.get, lambda: None)
    wishes = [Wish(action, Account(address, "x"), "secret")]
    assert host.carry_out(wishes, nobody_else) == (answer,)
