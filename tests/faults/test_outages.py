"""A part of the world is away for a while: nothing is lost, and all goes on when it is back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from mailbot.cases.state import State
from mailbot.daemon import Daemon
from mailbot.errors import TryLaterError
from mailbot.rounds import LEASE
from mailbot.storage import history, outbox, work
from mailbot.storage.database import open_database
from mailbot.storage.database_clock import DatabaseClock
from mailbot.storage.outbox import MailState
from tests.faults.conftest import FaultyWorld, a_faulty_world
from tests.faults.disk import fill, small_disk, take_every_file
from tests.journeys.world import ASKER
from tests.servers.mail import MailServers
from tests.servers.postgres import Postgres
from tests.slips import take_one


def answered_once(faulty: FaultyWorld) -> None:
    assert faulty.world.the_case().state is State.ANSWERED
    assert len(faulty.world.replies()) == 1


def test_a_database_that_was_away_is_found_again(
    mail_servers: MailServers, mortal_postgres: Postgres, tmp_path: Path
) -> None:
    urls = mortal_postgres.database(), mortal_postgres.database()
    for faulty in a_faulty_world(mail_servers, tmp_path, urls):
        faulty.request()
        mortal_postgres.process.kill()
        with pytest.raises(TryLaterError, match="database"):
            faulty.world.work()
        with pytest.raises(TryLaterError, match="database"):
            faulty.world.take_in()
        mortal_postgres.start()
        faulty.world.take_in()
        faulty.world.work()
        answered_once(faulty)


def test_a_database_that_goes_in_the_middle_of_a_transaction_is_an_outage_and_no_bug(
    mortal_postgres: Postgres,
) -> None:
    database = open_database(mortal_postgres.database())

    def lose_it() -> None:
        with database.transaction() as connection:
            connection.exec_driver_sql("SELECT 1")
            mortal_postgres.process.kill()
            connection.exec_driver_sql("SELECT 1")

    with pytest.raises(TryLaterError):
        lose_it()
    database.close()


def test_a_database_that_goes_in_the_middle_of_a_step_is_found_again(
    mail_servers: MailServers, mortal_postgres: Postgres, tmp_path: Path
) -> None:
    urls = mortal_postgres.database(), mortal_postgres.database()
    for faulty in a_faulty_world(mail_servers, tmp_path, urls):
        faulty.request()
        house = faulty.world.house
        real = house.smtp.send

        def send_and_lose_the_database(*arguments: object, real=real) -> object:  # type: ignore[no-untyped-def]
            answer = real(*arguments)
            mortal_postgres.process.kill()
            return answer

        vars(house)["smtp"] = type("Smtp", (), {"send": staticmethod(send_and_lose_the_database)})
        with pytest.raises(TryLaterError, match="database"):
            faulty.world.work()
        mortal_postgres.start()
        faulty.send_directly()
        assert faulty.the_mail().state is MailState.SENDING
        faulty.work_after(minutes=6)  # the lease ends: nobody knows what became of the mail
        faulty.work_after(seconds=11)  # its copy tells
        answered_once(faulty)


@pytest.fixture
def on_a_small_disk(mail_servers: MailServers, tmp_path: Path) -> Iterator[FaultyWorld]:
    disk = tmp_path / "disk"
    with small_disk(disk, megabytes=8):
        urls = f"sqlite:///{disk}/mailbot.db", f"sqlite:///{tmp_path}/hosts.db"
        archive = {"directory": str(disk / "archive")}
        yield from a_faulty_world(mail_servers, tmp_path, urls, archive=archive)


def test_a_full_disk_stops_the_intake_and_loses_nothing(on_a_small_disk: FaultyWorld) -> None:
    world = on_a_small_disk.world
    disk = world.house.settings.archive.directory.parent
    on_a_small_disk.send_request()
    filler = fill(disk)
    with pytest.raises(TryLaterError):
        world.take_in()
    assert not list(disk.rglob("*.part"))
    filler.unlink()
    world.take_in()
    world.work()
    answered_once(on_a_small_disk)


def test_a_disk_without_room_for_another_file_stops_all_and_loses_nothing(
    on_a_small_disk: FaultyWorld,
) -> None:
    """There is room for bytes, and none for a file: neither mail nor the database's journal."""
    world = on_a_small_disk.world
    disk = world.house.settings.archive.directory.parent
    on_a_small_disk.send_request()
    fillers = take_every_file(disk)
    with pytest.raises(TryLaterError):
        world.take_in()
    for one in fillers:
        one.unlink()
    world.take_in()
    fillers = take_every_file(disk)
    with suppress(TryLaterError):
        world.work()
    for one in fillers:
        one.unlink()
    on_a_small_disk.work_after(minutes=6)
    answered_once(on_a_small_disk)


def test_a_disk_that_fills_up_during_the_work_loses_nothing(on_a_small_disk: FaultyWorld) -> None:
    world = on_a_small_disk.world
    on_a_small_disk.request()
    filler = fill(world.house.settings.archive.directory.parent)
    with pytest.raises(TryLaterError, match="database"):
        world.work()
    filler.unlink()
    on_a_small_disk.work_after(minutes=6)
    answered_once(on_a_small_disk)


def test_a_mailbox_that_is_full_today_gets_its_reply_tomorrow(faulty: FaultyWorld) -> None:
    faulty.request()
    with faulty.world.servers.postfix.answering(ASKER, "452 4.2.2 mailbox full"):
        faulty.world.work()
        faulty.work_after(hours=1)
        assert faulty.the_mail().state is MailState.READY
    faulty.work_after(hours=1)
    answered_once(faulty)


def test_a_reply_the_server_refuses_is_seen_by_a_person(faulty: FaultyWorld) -> None:
    faulty.request()
    with faulty.world.servers.postfix.answering(ASKER, "550 5.1.1 no such user"):
        faulty.world.work()
    case = faulty.world.the_case()
    assert case.state is State.SIGNED  # its clock keeps running
    with faulty.world.house.database.transaction() as connection:
        assert [mail.kind for mail in outbox.stuck(connection)] == ["result"]
        told = history.of_case(connection, case.id)[-1]
    assert (told.what, told.detail["response"][:5]) == ("mail_failed", "5.1.1")


def test_a_clock_that_was_a_year_ahead_holds_nothing_up(faulty: FaultyWorld) -> None:
    faulty.request()
    faulty.clock.pass_by(days=365)
    database = faulty.world.house.database
    with database.transaction() as connection:  # a worker takes the slip, and dies
        assert take_one(connection, faulty.clock(), LEASE) is not None
    faulty.clock.pass_by(days=-365)

    faulty.work_after(hours=1)
    with database.transaction() as connection:
        assert work.next_due(connection) is not None
    jobs = {job.name: job.run for job in Daemon(faulty.world.house)._jobs()}
    jobs["clock"]()
    faulty.world.work()

    answered_once(faulty)


def test_the_databases_time_does_not_jump_with_the_hosts(
    mail_servers: MailServers, mortal_postgres: Postgres, tmp_path: Path
) -> None:
    for faulty in a_faulty_world(
        mail_servers, tmp_path, (mortal_postgres.database(), mortal_postgres.database())
    ):
        counted = iter([0.0, 0.0, 0.0, 10.0, 10.0, 50.0, 50.0]).__next__
        clock = DatabaseClock(lambda faulty=faulty: faulty.world.house.database, counted)  # type: ignore[misc]
        first = clock()
        assert (clock() - first).total_seconds() == 10
        mortal_postgres.process.kill()
        assert (clock() - first).total_seconds() == 50
        mortal_postgres.start()
