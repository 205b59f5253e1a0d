"""What a process that was killed had in hand is due at once, and only that."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from mailbot.daemon import Daemon
from mailbot.house import House
from mailbot.storage import work
from mailbot.storage.database import Database, open_database
from mailbot.storage.presence import Presence, show_up
from mailbot.storage.tables import work as slips
from mailbot.storage.work import Kind, Slip
from tests.journeys.world import World
from tests.test_portions import Reader, rounds_reading

NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
LEASE = timedelta(minutes=5)
MAILS = 32
THEIRS = Kind.ADVANCE, 99


def main(url: str, folder: str) -> None:
    """Take everything that is due in the name of a process of its own, and go on living."""
    presence = show_up(Path(folder))
    with open_database(url).transaction() as connection:
        taken = work.claim(connection, NOW, LEASE, most=MAILS, owner=presence.name)
        taken += work.claim(connection, NOW, LEASE, most=1, owner=presence.name)
    sys.stdout.write(f"{len(taken)}\n")
    sys.stdout.flush()
    sys.stdin.read()


@contextmanager
def a_worker(database: Database, folder: Path) -> Iterator[subprocess.Popen[str]]:
    url = database.engine.url.render_as_string(hide_password=False)
    command = [sys.executable, "-m", __name__, url, str(folder)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, text=True, stdin=pipe, stdout=pipe) as process:
        try:
            assert process.stdout is not None
            assert process.stdout.readline() == f"{MAILS + 1}\n"
            yield process
        finally:
            process.kill()


@pytest.fixture
def mails(database: Database) -> Database:
    with database.transaction() as connection:
        for number in range(MAILS):
            work.put(connection, Kind.EXAMINE, number, NOW)
        work.put(connection, *THEIRS, NOW)
    return database


def due(database: Database, presence: Presence) -> tuple[Slip, ...]:
    """Return what this process takes at this very moment."""
    rounds = replace(rounds_reading(database, Reader()), presence=presence)
    rounds.take_back()
    with database.transaction() as connection:
        taken: list[Slip] = []
        while some := work.claim(connection, NOW, LEASE, most=MAILS):
            taken += some
    return tuple(taken)


def test_mails_of_a_killed_process_wait_for_no_lease(mails: Database, tmp_path: Path) -> None:
    folder = tmp_path / "at-work"
    ours = show_up(folder)
    with a_worker(mails, folder) as worker:
        assert due(mails, ours) == ()
        worker.kill()
        worker.wait(10)
        taken = due(mails, ours)
    assert [(slip.kind, slip.crashes) for slip in taken] == [(Kind.EXAMINE, 1)] * MAILS
    assert [path.stem for path in folder.iterdir()] == [ours.name]


def job_of_a_worker(house: House) -> None:
    """Do what a worker does every minute."""
    jobs = {job.name: job.run for job in Daemon(house, frozenset({"work"}))._jobs()}
    jobs["taken_back"]()


@pytest.mark.parametrize("take_back", [House.prepare, job_of_a_worker])
def test_a_house_takes_back_at_its_start_and_while_it_works_and_is_known_by_name(
    world_on_both: World, take_back: Callable[[House], None]
) -> None:
    house = world_on_both.house
    gone = house.presence.folder / "gone.lock"
    gone.touch()
    with house.database.transaction() as connection:
        work.put(connection, Kind.EXAMINE, 7, house.clock())
        work.claim(connection, house.clock(), LEASE, most=1, owner="gone")
    take_back(house)
    assert not gone.exists()
    with house.database.transaction() as connection:
        assert work.count_due(connection, house.clock()) == 1
    assert house.presence.name
    assert house.rounds.presence is house.presence


def test_nothing_is_taken_back_that_a_worker_died_over_before(
    mails: Database, tmp_path: Path
) -> None:
    folder = tmp_path / "at-work"
    with a_worker(mails, folder), mails.transaction() as connection:
        connection.execute(update(slips).values(crashes=1))
    assert due(mails, show_up(folder)) == ()


def test_whoever_was_taken_for_dead_settles_nothing(mails: Database) -> None:
    with mails.transaction() as connection:
        late = work.claim(connection, NOW, LEASE, most=MAILS, owner="late")
        assert work.take_back(connection, "late", NOW) == MAILS
        work.settle(connection, *late)
        assert len(work.waiting(connection)) == MAILS + 1


def test_a_lock_that_is_missing_proves_nothing(mails: Database, tmp_path: Path) -> None:
    folder = tmp_path / "at-work"
    ours = show_up(folder)
    with a_worker(mails, folder):
        for path in folder.iterdir():
            path.unlink()
    assert due(mails, ours) == ()


def test_where_no_lock_is_to_be_had_the_lease_counts_as_before(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    nobody = show_up(tmp_path / "file")
    assert nobody.name == ""
    assert tuple(nobody.departed()) == ()
    nobody.leave()


def test_who_ends_in_order_leaves_nothing_behind(tmp_path: Path) -> None:
    one, other = show_up(tmp_path), show_up(tmp_path)
    assert tuple(one.departed()) == ()
    other.leave()
    assert [path.stem for path in tmp_path.iterdir()] == [one.name]


if __name__ == "__main__":
    main(*sys.argv[1:])
