"""Taking mail in: some mails in one transaction, none lost and none twice."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import event, func, select

from mailbot.cases.inbox import Fetched, FolderState, Listed
from mailbot.errors import TryLaterError, WithheldError
from mailbot.intake.header_trace import Traced, arrival
from mailbot.intake.receive import MOST_WITHHELD, PORTION_BYTES, PORTION_MAILS, Prover, Receive
from mailbot.intake.sender_rules import EvidenceRules
from mailbot.storage import inbox_marks, messages
from mailbot.storage.archive import Archive
from mailbot.storage.database import Database
from mailbot.storage.messages import Disposition
from mailbot.storage.tables import delivery, message, work
from tests.databases import SEAL
from tests.intake.mails import RULES, by_login

NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
CAP = 25_000_000


@dataclass
class Box:
    """A folder whose mails count from UID 1; at `breaks_at` the connection is gone."""

    count: int
    size: int = 500
    breaks_at: int = 0
    withheld: frozenset[int] = field(default_factory=frozenset)
    gone: frozenset[int] = field(default_factory=frozenset)
    state: FolderState = field(default_factory=lambda: FolderState(1, 1000, 1000))

    def new_messages(self, last_uid: int = 0, since: date | None = None) -> tuple[Listed, ...]:
        assert since is None
        return tuple(Listed(uid, self.size, NOW) for uid in range(last_uid + 1, self.count + 1))

    def fetch(self, listed: Sequence[Listed]) -> Iterator[Fetched]:
        for one in listed:
            if one.uid == self.breaks_at:
                raise TryLaterError("imap: gone")
            if one.uid in self.withheld:
                raise WithheldError(f"imap: UID {one.uid}", one.uid)
            yield Fetched(one.uid, None if one.uid in self.gone else self._mail(one.uid))

    def header(self, uid: int) -> bytes | None:
        return self._mail(uid)

    def id_fields(self, uids: Sequence[int]) -> dict[int, bytes]:
        here = set(range(1, self.count + 1)) - self.gone
        return {uid: self._mail(uid).partition(b"Subject")[0] for uid in uids if uid in here}

    def _mail(self, uid: int) -> bytes:
        return b"Message-ID: <%d@x>\r\nSubject: %d\r\n\r\n" % (uid, uid)


@pytest.fixture
def receive(database: Database, tmp_path: Path) -> Receive:
    archive = Archive(tmp_path / "archive", SEAL)
    archive.prepare()
    return Receive(
        database=database,
        archive=archive,
        rules=EvidenceRules("none"),
        mailbox="inbox",
        since=None,
        size_cap=CAP,
        clock=lambda: NOW,
        prover=lambda: lambda _raw, _traced: True,
    )


def counted(receive: Receive) -> tuple[int, int, int]:
    """Return how many messages, deliveries and slips there are."""
    with receive.database.transaction() as connection:
        found = [
            int(connection.execute(select(func.count()).select_from(table)).scalar_one())
            for table in (message, delivery, work)
        ]
    return found[0], found[1], found[2]


def mark(receive: Receive) -> int:
    with receive.database.transaction() as connection:
        return inbox_marks.last_uid(connection, "inbox", 1)


def commits_of(receive: Receive, box: Box) -> int:
    commits: list[object] = []

    def note(connection: object) -> None:
        commits.append(connection)

    engine = receive.database.engine
    event.listen(engine, "commit", note)
    receive(box)
    event.remove(engine, "commit", note)
    return len(commits)


def test_a_portion_of_mails_is_one_transaction(receive: Receive) -> None:
    alone = commits_of(receive, Box(1))
    portions = commits_of(receive, Box(1 + 2 * PORTION_MAILS))
    assert portions - alone == 1
    assert counted(receive) == (1 + 2 * PORTION_MAILS,) * 3
    assert mark(receive) == 1 + 2 * PORTION_MAILS


def test_large_mails_wait_for_no_other(receive: Receive) -> None:
    alone = commits_of(receive, Box(1))
    assert commits_of(receive, Box(4, size=PORTION_BYTES)) - alone == 2


def test_what_a_lost_connection_cuts_off_is_taken_in_later_and_once(receive: Receive) -> None:
    with pytest.raises(TryLaterError):
        receive(Box(50, breaks_at=PORTION_MAILS + 5))
    assert counted(receive) == (PORTION_MAILS + 4,) * 3
    assert mark(receive) == PORTION_MAILS + 4
    assert receive(Box(50)) == 46 - PORTION_MAILS
    assert receive(Box(50)) == 0
    assert counted(receive) == (50, 50, 50)


def seen_at(receive: Receive) -> datetime | None:
    with receive.database.transaction() as connection:
        return inbox_marks.polled_at(connection)


def test_a_mail_that_the_server_keeps_back_is_waited_for_and_holds_no_other_up(
    receive: Receive,
) -> None:
    kept_back = frozenset({3, 4, PORTION_MAILS + 9})
    for _ in range(2):
        with pytest.raises(WithheldError, match=r"UID 3$"):
            receive(Box(50, withheld=kept_back))
        assert counted(receive) == (47,) * 3
        assert mark(receive) == 2

    later = NOW + timedelta(hours=1)
    with pytest.raises(WithheldError, match=r"UID 4$"):
        replace(receive, clock=lambda: later)(Box(50, withheld=frozenset({4})))
    assert mark(receive) == 3
    receive(Box(50))
    assert counted(receive) == (50,) * 3
    assert mark(receive) == 50


def test_an_inbox_that_is_not_given_whole_does_not_count_as_seen(receive: Receive) -> None:
    with pytest.raises(WithheldError):
        receive(Box(50, withheld=frozenset({1})))
    assert counted(receive) == (49,) * 3
    assert seen_at(receive) is None


def test_an_inbox_of_which_nothing_is_told_is_not_looked_through_for_another_life(
    receive: Receive,
) -> None:
    lowest: list[int] = []
    receive = replace(receive, look_out=lambda _, uids: lowest.append(min(uids)))
    with pytest.raises(WithheldError):
        receive(Box(1, size=0, withheld=frozenset({1})))
    receive(Box(1))
    assert lowest == [1]


def test_a_server_that_gives_nothing_is_not_asked_for_every_mail(receive: Receive) -> None:
    asked: list[int] = []

    class Dead(Box):
        def fetch(self, listed: Sequence[Listed]) -> Iterator[Fetched]:
            asked.append(listed[0].uid)
            return super().fetch(listed)

    with pytest.raises(WithheldError, match=r"UID 1$"):
        receive(Dead(50, withheld=frozenset(range(1, 51))))
    assert asked == list(range(1, MOST_WITHHELD + 1))


def test_the_mark_passes_a_mail_that_was_taken_away(receive: Receive) -> None:
    receive(Box(3, gone=frozenset({2, 3})))
    assert counted(receive) == (1, 1, 1)
    assert mark(receive) == 3


def test_a_host_that_lost_the_inbox_records_nothing(receive: Receive) -> None:
    def lost(_connection: object) -> None:
        raise TryLaterError("another host holds the inbox")

    other = Receive(**{n: getattr(receive, n) for n in receive.__slots__} | {"confirm": lost})
    with pytest.raises(TryLaterError):
        other(Box(3))
    assert counted(receive) == (0, 0, 0)
    assert mark(receive) == 0


def test_what_the_disk_refuses_is_recorded_later(
    receive: Receive, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as disk:
        disk.setattr(os, "fsync", full)
        with pytest.raises(TryLaterError):
            receive(Box(3))
    assert counted(receive) == (0, 0, 0)
    assert receive(Box(3)) == 3
    assert counted(receive) == (3, 3, 3)


def test_one_content_in_a_portion_is_one_message(receive: Receive) -> None:
    class Twins(Box):
        def _mail(self, uid: int) -> bytes:
            return super()._mail(min(uid, 2))

    receive(Twins(4))
    assert counted(receive) == (2, 4, 2)


@pytest.mark.parametrize("cap", [CAP, 10], ids=["fetched", "only its header"])
def test_a_mail_that_nobody_foresaw_stops_no_other_and_waits_for_a_person(
    receive: Receive, cap: int
) -> None:
    def prover() -> Prover:
        def is_proven(head: bytes, _traced: Traced) -> bool:
            if b"<2@x>" in head:
                raise RecursionError("an error in how the header is read")
            return True

        return is_proven

    receive(Box(0))
    replace(receive, prover=prover, size_cap=cap)(Box(3))
    assert counted(receive) == (3, 3, 2)
    assert mark(receive) == 3
    (aside,) = messages.listed(receive.database, frozenset({Disposition.QUARANTINED}), NOW)
    assert aside.reasons == ("not_examined",)
    with receive.database.transaction() as connection:
        assert messages.take(connection, aside, "lan", NOW)
        assert not messages.take(connection, aside, "minh", NOW)  # who saw it before that
    assert b"".join(receive.archive.held(aside.raw_sha)) == Box(3).header(2)
    assert counted(receive) == (3, 3, 3)


class Shifted(Box):
    """The same folder from before its fourth mail, which is another now."""

    def _mail(self, uid: int) -> bytes:
        known = super()._mail(uid)
        return known.replace(b"<%d@" % uid, b"<new%d@" % uid) if uid > 3 else known


def test_mails_under_uids_that_went_back_are_taken_in(database: Database, receive: Receive) -> None:
    """The mail server lost its last two mails, and gave the UID of one to another."""
    box = Box(5, state=FolderState(1, 6, 5))
    receive.begin(box)
    receive(box)
    back = Shifted(4, state=FolderState(1, 5, 4))
    assert receive(back) == 0, "no look by the mark alone finds them"

    receive.begin(back)

    assert receive(back) == 4
    receive.begin(back)
    assert receive(back) == 0
    with database.reading() as connection:
        ids = connection.execute(select(message.c.message_id).order_by(message.c.id)).scalars()
        assert list(ids) == [f"<{name}@x>" for name in ("1", "2", "3", "4", "5", "new4")]


def test_uids_that_went_back_are_noticed_before_a_new_mail_has_any_of_them(
    receive: Receive,
) -> None:
    """What is still there means the same; what comes next would lie below the mark."""
    first = Box(5, state=FolderState(1, 6, 5))
    receive.begin(first)
    receive(first)
    receive.begin(Box(2, state=FolderState(1, 3, 2)))

    assert mark(receive) == 0
    assert receive(Shifted(3, state=FolderState(1, 3, 2))) == 3


def test_a_mail_arrived_when_our_own_server_took_it_in_and_not_when_it_was_moved_here(
    receive: Receive,
) -> None:
    mail = by_login("a@cantho.gov.vn") + b"Message-ID: <1@x>\r\n\r\nx\r\n"

    class Moved(Box):
        def _mail(self, uid: int) -> bytes:
            del uid
            return mail

    replace(receive, rules=RULES)(Moved(1))
    with receive.database.reading() as connection:
        arrived = messages.load(connection, 1).arrived_at
    assert arrived == arrival(mail, RULES) != NOW


def test_uids_that_went_back_and_have_risen_past_the_mark_are_noticed(
    database: Database, receive: Receive
) -> None:
    """Two new mails have the UIDs of lost ones; a further one has the next."""
    first = Box(5, state=FolderState(1, 6, 5))
    receive.begin(first)
    receive(first)
    risen = Shifted(6, state=FolderState(1, 7, 6), gone=frozenset({5}))  # moved away by people
    receive.begin(risen)

    assert receive(risen) == 6
    receive.begin(risen)
    assert receive(risen) == 0, "what a UID means is known anew"

    with database.reading() as connection:
        ids = connection.execute(select(message.c.message_id).order_by(message.c.id)).scalars()
        assert list(ids) == [f"<{name}@x>" for name in ("1", "2", "3", "4", "5", "new4", "new6")]


def test_an_inbox_whose_mails_are_moved_away_is_not_taken_in_anew(receive: Receive) -> None:
    receive.begin(Box(5))
    receive(Box(5))
    for gone in (frozenset({5}), frozenset({3, 4, 5}), frozenset(range(1, 6))):
        receive.begin(Box(5, gone=gone))
        assert receive(Box(5, gone=gone)) == 0
