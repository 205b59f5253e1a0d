"""A part of the world is away while time runs out: staff hear of it as soon as they can, once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest

from mailbot.clock import utc_now
from mailbot.daemon import Daemon
from mailbot.errors import TryLaterError
from mailbot.gateways.imap import ImapInbox
from mailbot.storage import history, staff, switches
from mailbot.storage.staff import Role
from tests.faults.conftest import FaultyWorld, a_faulty_world
from tests.journeys.world import OTHER
from tests.servers.mail import MailServers
from tests.servers.ports import free_ports
from tests.servers.postgres import Postgres

NEAR = timedelta(minutes=90)
# A request waits in review: it lacks a signature that is asked for.
CAREFUL = {"letter": ["leader", "organisation", "organisation"]}
LIMIT = timedelta(minutes=16)


@pytest.fixture
def faulty(mail_servers: MailServers, tmp_path: Path) -> Iterator[FaultyWorld]:
    yield from a_faulty_world(mail_servers, tmp_path, signatures=CAREFUL)


def let(faulty: FaultyWorld, role: Role) -> None:
    """Give one of the staff an account with this role, and an address."""
    with faulty.world.house.database.transaction() as connection:
        staff.invite(connection, "lan", "Lan", (role,), faulty.clock(), OTHER)
        member = staff.named_or_none(connection, "lan")
        assert member is not None
        staff.set_password(connection, member, "no hash")


def tick(faulty: FaultyWorld) -> None:
    """Run the daemon's recurring jobs that warn, as it runs them."""
    jobs = {job.name: job.run for job in Daemon(faulty.world.house, frozenset({"work"}))._jobs()}
    for name in ("deadlines", "staff_mail"):
        jobs[name]()


def several_times(act: Callable[[FaultyWorld], None], faulty: FaultyWorld) -> None:
    """Do it now and some minutes later: what is told once stays told once."""
    for _ in range(3):
        act(faulty)
        faulty.clock.pass_by(minutes=1)


def watch_and_work(faulty: FaultyWorld) -> None:
    tick(faulty)
    faulty.world.work()


def warnings(faulty: FaultyWorld) -> list[EmailMessage]:
    """Return what lies in the mailbox of the one who is warned."""
    raws = faulty.world.replies(OTHER)
    return [message_from_bytes(raw, policy=policy.default) for raw in raws]


def bring_near(faulty: FaultyWorld) -> str:
    """Have a case in review that comes near its due time; return its number."""
    let(faulty, Role.HANDLE)
    faulty.request()
    faulty.world.work()
    case = faulty.world.the_case()
    faulty.clock.shift = case.due_at - NEAR - utc_now()
    return case.number


def the_one_warning(faulty: FaultyWorld) -> str:
    (warning,) = warnings(faulty)
    return f"{warning['Subject']}\n{warning.get_content()}"


def written(faulty: FaultyWorld, what: str) -> int:
    case = faulty.world.the_case()
    with faulty.world.house.database.transaction() as connection:
        return sum(line.what == what for line in history.of_case(connection, case.id))


def test_a_paused_daemon_warns_of_a_deadline_once_and_answers_nobody(faulty: FaultyWorld) -> None:
    number = bring_near(faulty)
    faulty.send_request()
    faulty.world.take_in()
    with faulty.world.house.database.transaction() as connection:
        switches.pause(connection, "Lê An", "bảo trì")
    several_times(watch_and_work, faulty)
    assert number in the_one_warning(faulty)
    assert written(faulty, "deadline_near") == 1
    assert len(faulty.world.cases()) == 1, "nothing else is done"
    assert faulty.world.replies() == ()


def test_a_paused_daemon_tells_of_mail_that_nobody_examines_once(faulty: FaultyWorld) -> None:
    let(faulty, Role.ADMINISTER)
    with faulty.world.house.database.transaction() as connection:
        switches.pause(connection, "Lê An", "bảo trì")
    faulty.request()
    faulty.clock.pass_by(hours=2, minutes=1)
    faulty.world.take_in()
    several_times(watch_and_work, faulty)
    assert "chưa được xem xét" in the_one_warning(faulty)
    assert faulty.world.cases() == ()


def test_a_database_that_was_away_as_time_ran_out_warns_once_it_is_back(
    mail_servers: MailServers, mortal_postgres: Postgres, tmp_path: Path
) -> None:
    urls = mortal_postgres.database(), mortal_postgres.database()
    for faulty in a_faulty_world(mail_servers, tmp_path, urls, signatures=CAREFUL):
        number = bring_near(faulty)
        mortal_postgres.process.kill()
        several_times(tick, faulty)  # the jobs do not end for good
        with pytest.raises(TryLaterError, match="database"):
            faulty.world.work()
        assert warnings(faulty) == []
        mortal_postgres.start()
        several_times(watch_and_work, faulty)
        assert number in the_one_warning(faulty)
        assert written(faulty, "deadline_near") == 1


def test_an_inbox_that_is_away_past_the_limit_is_told_once(faulty: FaultyWorld) -> None:
    let(faulty, Role.ADMINISTER)
    faulty.world.take_in()
    house = faulty.world.house
    nowhere = house.settings.imap.model_copy(update={"port": free_ports(1)[0]})
    there = house.inbox
    vars(house)["inbox"] = ImapInbox(nowhere, house.secret("imap-password"))

    def look(faulty: FaultyWorld) -> None:
        with pytest.raises(TryLaterError):
            faulty.world.take_in()
        watch_and_work(faulty)

    several_times(look, faulty)
    assert warnings(faulty) == []
    faulty.clock.pass_by(seconds=LIMIT.total_seconds())
    several_times(look, faulty)
    assert "Chưa nhận được thư mới" in the_one_warning(faulty)

    vars(house)["inbox"] = there
    faulty.world.take_in()
    several_times(watch_and_work, faulty)
    assert len(warnings(faulty)) == 1


def test_a_submission_server_that_was_away_gets_the_warning_once_it_is_back(
    faulty: FaultyWorld,
) -> None:
    number = bring_near(faulty)
    faulty.send_through(free_ports(1)[0])
    several_times(watch_and_work, faulty)
    assert warnings(faulty) == []
    faulty.send_directly()
    faulty.clock.pass_by(minutes=5)
    several_times(watch_and_work, faulty)
    assert number in the_one_warning(faulty)


def test_no_limit_on_answers_holds_a_warning_up(mail_servers: MailServers, tmp_path: Path) -> None:
    limits = {"answers_per_sender_and_hour": 1, "answers_per_hour": 1}
    for faulty in a_faulty_world(mail_servers, tmp_path, signatures=CAREFUL, replies=limits):
        number = bring_near(faulty)
        with faulty.world.house.database.transaction() as connection:
            member = staff.named_or_none(connection, "lan")
            assert member is not None
            staff.set_roles(connection, member, (Role.HANDLE, Role.ADMINISTER))
        several_times(watch_and_work, faulty)
        near, system = sorted(warnings(faulty), key=lambda one: number not in one.get_content())
        assert number in near.get_content()
        assert "Chưa nhận được thư mới" in system.get_content()


def test_a_case_that_is_late_while_all_is_away_is_told_as_late(faulty: FaultyWorld) -> None:
    number = bring_near(faulty)
    faulty.send_through(free_ports(1)[0])
    watch_and_work(faulty)
    faulty.clock.pass_by(seconds=NEAR.total_seconds() + 60)
    watch_and_work(faulty)
    faulty.send_directly()
    faulty.clock.pass_by(minutes=5)
    several_times(watch_and_work, faulty)
    near, late = warnings(faulty)
    assert number in near.get_content()
    assert number in late.get_content()
    assert written(faulty, "overdue") == 1
