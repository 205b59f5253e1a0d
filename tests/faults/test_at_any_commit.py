"""A worker that is held up, or whose commit's answer is lost, at any transaction of a request.

`make soak`'s plays kill the process there; here it goes on, and knows less than it thinks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Thread, current_thread

import pytest
from sqlalchemy import Connection

from mailbot.cases.state import State
from mailbot.errors import DatabaseAwayError, MailbotError
from mailbot.operations.audit import audit
from mailbot.operations.doctor_letters import gaps
from mailbot.storage import history, work
from mailbot.storage.database import Database
from tests.databases import migrated_on
from tests.faults.conftest import FaultyWorld, a_faulty_world
from tests.servers.mail import MailServers
from tests.servers.postgres import Postgres

# Of some thirty transactions.
HELD_UP, UNHEARD = (4, 14, 19, 24), (9, 17, 25)


@pytest.fixture
def shared(mail_servers: MailServers, postgres: Postgres, tmp_path: Path) -> Iterator[FaultyWorld]:
    """Return a world whose database several hosts may share, with a request on its way."""
    urls = migrated_on(postgres), postgres.database()
    for faulty in a_faulty_world(mail_servers, tmp_path, urls):
        faulty.send_request()
        yield faulty
    for url in urls:
        postgres.drop(url)


@contextmanager
def at(
    point: int,
    monkeypatch: pytest.MonkeyPatch,
    *,
    before: Callable[[], object] = lambda: None,
    after: Callable[[], object] = lambda: None,
) -> Iterator[None]:
    """Have this done before or after so manieth transaction of this thread, which there must be."""
    real, mine, seen = Database.transaction, current_thread(), [0]

    @contextmanager
    def transaction(database: Database) -> Iterator[Connection]:
        seen[0] += current_thread() is mine
        is_it = current_thread() is mine and seen[0] == point
        if is_it:
            before()
        with real(database) as connection:
            yield connection
        if is_it:
            after()

    with monkeypatch.context() as patched:
        patched.setattr(Database, "transaction", transaction)
        yield
    assert seen[0] >= point


def carry_on(faulty: FaultyWorld, times: int) -> None:
    """Take in and work as the daemon does, for which an outage is no end."""
    for _ in range(times):
        with suppress(MailbotError):
            faulty.world.take_in()
        with suppress(MailbotError):
            faulty.work_after(minutes=6)


def check_answered_once(faulty: FaultyWorld) -> None:
    house, case = faulty.world.house, faulty.world.the_case()
    with house.database.reading() as connection:
        told = [one.what for one in history.of_case(connection, case.id)]
        assert work.count_set_aside(connection) == 0
        assert work.waiting(connection) == ()
    assert case.state is State.ANSWERED, told
    assert len(faulty.world.replies()) == 1, told
    for once in ("opened", "provisioned", "signed", "mail_sent", "answered"):
        assert told.count(once) == 1, told
    assert not audit(house.database).breaks
    assert not tuple(gaps(house.database))


@pytest.mark.parametrize("point", HELD_UP)
def test_what_another_does_while_a_worker_is_held_up_stays_done_and_is_done_once(
    shared: FaultyWorld, monkeypatch: pytest.MonkeyPatch, point: int
) -> None:
    """As of a virtual machine that stands still for longer than its lease."""
    shared.world.take_in()

    def held_up() -> None:
        other = Thread(target=carry_on, args=(shared, 3))
        other.start()
        other.join()

    with at(point, monkeypatch, before=held_up), suppress(MailbotError):
        shared.world.work()
    carry_on(shared, 4)

    check_answered_once(shared)


@pytest.mark.parametrize("point", UNHEARD)
def test_what_was_committed_though_nobody_heard_of_it_is_done_once(
    shared: FaultyWorld, monkeypatch: pytest.MonkeyPatch, point: int
) -> None:
    def lost() -> None:
        raise DatabaseAwayError("database: the answer to COMMIT is lost")

    with at(point, monkeypatch, after=lost):
        carry_on(shared, 8)
    carry_on(shared, 4)

    check_answered_once(shared)
