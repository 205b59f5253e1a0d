"""What is kept goes when its time is over; its row and a line of the history stay."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Collection
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Thread

import pytest
from sqlalchemy import Connection, select, text, update

from mailbot.cases.case import Case, Channel
from mailbot.cases.finding import Finding, Severity
from mailbot.cases.row import Row
from mailbot.cases.state import State
from mailbot.house import House
from mailbot.operations import retention as rules_of_retention
from mailbot.operations.audit import audit
from mailbot.operations.orphans import is_spoken_of
from mailbot.operations.retention import Retention, retention_jobs, retention_of
from mailbot.settings import Retention as Rules
from mailbot.settings import settings_from
from mailbot.storage import history
from mailbot.storage.any_archive import AnyArchive
from mailbot.storage.archive import Archive
from mailbot.storage.case_store import CaseStore
from mailbot.storage.database import Database
from mailbot.storage.database_archive import DatabaseArchive
from mailbot.storage.messages import Arrived, Disposition, Spot, conclude, record
from mailbot.storage.outbox import MailState, Posted, of_case, post
from mailbot.storage.tables import cases as cases_table
from mailbot.storage.tables import message, outbox, raw_mail
from tests.databases import SEAL
from tests.journeys.world import World
from tests.plans import recorded
from tests.test_settings import smallest

NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
RULES = Rules(rejected_days=90, answered_days=1000, outbox_days=2000, cap_bytes=1_000_000)

STORE = CaseStore(SEAL)


@pytest.fixture
def archive(database: Database, tmp_path: Path) -> AnyArchive:
    if database.engine.dialect.name == "postgresql":
        return DatabaseArchive(database, SEAL)
    archive = Archive(tmp_path / "archive", SEAL)
    archive.prepare()
    return archive


@pytest.fixture
def retention(database: Database, archive: AnyArchive) -> Retention:
    return Retention(database, archive, STORE, RULES, 30, lambda: NOW)


class Mails:
    """Puts mails where the daemon would have put them."""

    def __init__(self, retention: Retention) -> None:
        self.database, self.archive = retention.database, retention.archive
        self.uid = 0

    def add(
        self,
        disposition: Disposition,
        days_ago: int,
        size: int = 1000,
        case_id: int | None = None,
    ) -> str:
        self.uid += 1
        raw = f"mail {self.uid}".encode()
        sha = self.archive.put(raw)
        at = NOW - timedelta(days=days_ago)
        with self.database.transaction() as connection:
            arrived = Arrived(f"{self.uid:064}", sha, size, "", at)
            row = record(connection, arrived, Spot("box", 1, self.uid), at)
            conclude(connection, row, disposition, case_id=case_id)
        return sha

    def kept(self) -> list[int]:
        with self.database.transaction() as connection:
            rows = connection.execute(select(message.c.id).where(message.c.raw_sha != ""))
            return sorted(rows.scalars())


@pytest.fixture
def mails(retention: Retention) -> Mails:
    return Mails(retention)


def a_case(database: Database, *rows: Row, ended_days_ago: int | None = None) -> Case:
    """Return a case with these rows, ended so many days ago or still open."""
    case = Case(
        0, "", State.IN_REVIEW, 0, Channel.EMAIL, "pnk", "", "new", NOW, NOW, rows=rows,
        findings=(Finding("row.x", Severity.NOTE, {"name": "Nguyễn Văn An"}, row=0),),
    )  # fmt: skip
    with database.transaction() as connection:
        case = STORE.open(connection, case, NOW)
        if ended_days_ago is not None:
            case = STORE.save(connection, case.moved(State.CLOSED), NOW, "closed", reason="x")
            ended = NOW - timedelta(days=ended_days_ago)
            connection.execute(update(cases_table).filter_by(id=case.id).values(ended_at=ended))
    return case


def test_mail_left_alone_goes_after_its_days_and_not_a_day_before(
    retention: Retention, mails: Mails
) -> None:
    old = mails.add(Disposition.LEFT_ALONE, 31)
    mails.add(Disposition.LEFT_ALONE, 29)

    purged = retention()

    assert (purged.left_alone, mails.kept()) == (1, [2])
    with pytest.raises(Exception, match=old):
        mails.archive.get(old)


def test_rejected_mail_has_days_of_its_own(retention: Retention, mails: Mails) -> None:
    mails.add(Disposition.REJECTED, 91)
    mails.add(Disposition.REJECTED, 89)
    mails.add(Disposition.QUARANTINED, 91)

    assert (retention().rejected, mails.kept()) == (2, [2])


def test_mail_that_nobody_has_examined_never_goes(retention: Retention, mails: Mails) -> None:
    mails.add(Disposition.NEW, 5000, size=10_000_000)

    retention()

    assert mails.kept() == [1]


def test_the_mails_of_a_case_go_long_after_it_has_ended(retention: Retention, mails: Mails) -> None:
    over = a_case(retention.database, ended_days_ago=1001)
    ended = a_case(retention.database, ended_days_ago=999)
    running = a_case(retention.database)
    sha = mails.add(Disposition.CASE, 1500, case_id=over.id)
    mails.add(Disposition.CASE, 1500, case_id=ended.id)
    mails.add(Disposition.JOINED, 1500, case_id=running.id)

    assert (retention().of_cases, mails.kept()) == (1, [2, 3])
    with retention.database.transaction() as connection:
        last = history.of_case(connection, over.id)[-1]
    assert (last.what, last.detail["sha256"]) == ("mail_purged", sha)


def test_the_history_still_proves_itself_and_what_went(retention: Retention, mails: Mails) -> None:
    shas = [mails.add(Disposition.LEFT_ALONE, 40) for _ in range(3)]

    retention()

    listed = "\n".join(f"{number} {sha}" for number, sha in enumerate(shas, 1))
    with retention.database.transaction() as connection:
        detail = connection.execute(
            text("SELECT detail FROM history WHERE what = 'mails_purged'")
        ).scalar_one()
        assert hashlib.sha256(listed.encode()).hexdigest() in str(detail)
    assert audit(retention.database).breaks == ()


def test_a_storm_of_rejected_mail_is_held_under_the_cap_oldest_first(
    retention: Retention, mails: Mails
) -> None:
    for _ in range(6):
        mails.add(Disposition.REJECTED, 0, size=300_000)
    case = a_case(retention.database)
    for kind in (Disposition.CASE, Disposition.DELIVERY_REPORT):
        mails.add(kind, 0, size=5_000_000, case_id=case.id)

    assert retention.heed_cap() == 3
    assert mails.kept() == [4, 5, 6, 7, 8]
    assert retention.heed_cap() == 0


@pytest.mark.parametrize("stretch", [1, 2, 3, 100])
def test_what_goes_does_not_depend_on_how_many_rows_are_looked_at_at_once(
    retention: Retention, mails: Mails, monkeypatch: pytest.MonkeyPatch, stretch: int
) -> None:
    monkeypatch.setattr(rules_of_retention, "STRETCH", stretch)
    monkeypatch.setattr(rules_of_retention, "PORTION", 2)
    for days_ago in (31, 31, 0, 31, 0, 0):
        mails.add(Disposition.LEFT_ALONE, days_ago, size=250_000)

    assert (retention.heed_cap(), mails.kept()) == (2, [3, 4, 5, 6])
    assert (retention().left_alone, mails.kept()) == (1, [3, 5, 6])


def test_purging_twice_changes_nothing_more(retention: Retention, mails: Mails) -> None:
    mails.add(Disposition.LEFT_ALONE, 31)
    retention()
    with retention.database.transaction() as connection:
        before = history.head(connection)

    again = retention()

    assert again.left_alone == 0
    with retention.database.transaction() as connection:
        assert history.head(connection) == before


def test_our_own_mails_lose_their_bytes_long_after_and_keep_their_rows(
    retention: Retention,
) -> None:
    case = a_case(retention.database, ended_days_ago=2001)
    long_ago = NOW - timedelta(days=2002)
    with retention.database.transaction() as connection:
        for key, state in (("a", MailState.SENT), ("b", MailState.UNKNOWN)):
            mail = Posted(key, "result", ("x@y",), f"<{key}@z>", b"mime", case.id)
            post(connection, mail, long_ago, long_ago)
            connection.execute(update(outbox).filter_by(key=key).values(state=state))

    assert retention().letters == 1
    with retention.database.transaction() as connection:
        kept = {mail.key: mail.mime for mail in of_case(connection, case.id)}
    assert kept == {"a": b"", "b": b"mime"}


def test_our_mail_of_a_case_stays_until_its_own_days_after_the_end_are_over_and_is_told(
    retention: Retention,
) -> None:
    over, ended, running = (
        a_case(retention.database, ended_days_ago=days) for days in (2001, 1999, None)
    )
    long_ago = NOW - timedelta(days=2002)
    with retention.database.transaction() as connection:
        for key, case_id in (("a", over.id), ("b", ended.id), ("c", running.id), ("d", None)):
            mail = Posted(key, "result", ("x@y",), f"<{key}@z>", b"mime", case_id)
            post(connection, mail, long_ago, long_ago)
        connection.execute(update(outbox).values(state=MailState.SENT))

    assert retention().letters == 2
    with retention.database.reading() as connection:
        left = [of_case(connection, case.id)[0].mime for case in (over, ended, running)]
        told = history.of_case(connection, over.id)[-1]
    assert left == [b"", b"mime", b"mime"]
    assert told.what == "letter_purged"
    assert told.detail["sha256"] == hashlib.sha256(b"mime").hexdigest()


def test_files_that_mails_speak_of_are_not_looked_for_one_by_one(retention: Retention) -> None:
    """There is no index for that: each would be looked for in all mails, and hold up writers."""
    mails = Mails(retention)
    kept = {mails.add(Disposition.NEW, days_ago=0) for _ in range(2)}
    with recorded(retention.database) as seen:
        assert sweep(retention, datetime.now(UTC) + timedelta(days=2)) == 0
    assert [one for one in seen if "raw_sha = " in one] == []
    assert set(retention.archive.names()) == kept


def sweep(retention: Retention, at: datetime) -> int:
    return replace(retention, clock=lambda: at)().orphans


def test_what_nobody_speaks_of_goes_after_a_day(retention: Retention) -> None:
    name = retention.archive.put(b"left behind by a crash")
    now = datetime.now(UTC)

    assert sweep(retention, now) == 0
    assert sweep(retention, now + timedelta(days=2)) == 1
    assert not retention.archive.holds(name)


@pytest.mark.parametrize("comes", ["again", "never"])
def test_what_is_put_anew_or_removed_by_another_just_before_it_goes_is_left_alone(
    retention: Retention, monkeypatch: pytest.MonkeyPatch, comes: str
) -> None:
    """As when the service starts after days: a purge, and the mail that a crash left a file of."""
    archive = retention.archive
    name = left_behind(archive, b"left behind by a crash")
    real = archive.claim

    def meanwhile(_archive: AnyArchive, connection: Connection, names: Collection[str]) -> None:
        archive.put(b"left behind by a crash") if comes == "again" else archive.remove(name)
        real(connection, names)

    monkeypatch.setattr(type(archive), "claim", meanwhile)
    assert sweep(retention, datetime.now(UTC)) == 0
    assert archive.holds(name) is (comes == "again")


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_who_puts_anew_what_is_going_waits_and_puts_it(
    retention: Retention, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = retention.archive
    name = left_behind(archive, b"left behind by a crash")
    beside = Thread(target=archive.put, args=(b"left behind by a crash",))

    def meanwhile(connection: Connection, wanted: str) -> bool:
        beside.start()
        beside.join(0.3)
        return is_spoken_of(connection, wanted)

    monkeypatch.setattr(rules_of_retention, "is_spoken_of", meanwhile)
    assert sweep(retention, datetime.now(UTC)) == 1
    beside.join()
    assert archive.get(name) == b"left behind by a crash"


def left_behind(archive: AnyArchive, raw: bytes) -> str:
    """Put it there as of two days ago, and speak of it nowhere."""
    name, then = archive.put(raw), datetime.now(UTC) - timedelta(days=2)
    if isinstance(archive, DatabaseArchive):
        with archive.database.transaction() as connection:
            connection.execute(update(raw_mail).filter_by(sha=name).values(put_at=then))
    elif isinstance(archive, Archive):
        path = archive.directory / name[:2] / f"{name}.eml"
        os.utime(path, (then.timestamp(), then.timestamp()))
    return name


def test_what_is_kept_how_long_is_as_the_settings_say(database: Database) -> None:
    chosen = {"rejected_days": 71, "answered_days": 72, "outbox_days": 73, "rows_days": 74}
    values = smallest(archive={"untouched_days": 70}, retention=chosen)
    house = House(settings_from(values, "-"))
    vars(house).update(database=database, seal=SEAL)
    kept = retention_of(house)
    assert kept.untouched_days == 70
    assert {name: getattr(kept.rules, name) for name in chosen} == chosen


def test_the_daemon_purges_daily_and_heeds_the_cap_much_more_often(
    world: World, tmp_path: Path
) -> None:
    jobs = {job.name: job for job in retention_jobs(world.house)}
    old = world.house.clock() - timedelta(days=31)
    with world.house.database.transaction() as connection:
        sha = world.house.archive.put(b"old")
        arrived = Arrived("c" * 64, sha, 3, "", old)
        row = record(connection, arrived, Spot("box", 1, 1), old)
        conclude(connection, row, Disposition.LEFT_ALONE)

    jobs["purge"].run()
    jobs["mail_cap"].run()

    assert not (tmp_path / "archive" / sha[:2] / f"{sha}.eml").exists()
    assert (jobs["purge"].every, jobs["mail_cap"].every < timedelta(hours=1)) == (
        timedelta(days=1),
        True,
    )


def test_a_clock_that_leaps_costs_nothing_that_is_to_be_kept(retention: Retention) -> None:
    mails = Mails(retention)
    due, kept = (mails.add(Disposition.LEFT_ALONE, days) for days in (31, 5))
    now = NOW

    def purged() -> int:
        return replace(retention, clock=lambda: now).by_itself().left_alone

    assert purged() == 1
    assert not retention.archive.holds(due)
    for leap in (timedelta(days=365 * 9), timedelta(), timedelta(days=-400), timedelta()):
        now = NOW + leap
        assert purged() == 0
        assert retention.archive.holds(kept)
    for day in range(1, 40):
        now = NOW + timedelta(days=day)
        assert purged() == (day == 26)
    assert not retention.archive.holds(kept)


def test_a_purge_that_stood_still_catches_up(retention: Retention) -> None:
    kept = Mails(retention).add(Disposition.LEFT_ALONE, 25)
    assert retention.by_itself().left_alone == 0
    later = replace(retention, clock=lambda: NOW + timedelta(days=30))
    assert [later.by_itself().left_alone for _ in range(4)] == [0, 0, 1, 0]
    assert not retention.archive.holds(kept)
