"""A storm of forged mail: a real request in the midst of it is answered as if there were none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import func, select

from mailbot.cases.inbox import Fetched, FolderState, Listed
from mailbot.cases.state import State
from mailbot.storage import messages
from mailbot.storage.messages import Arrived, Spot
from mailbot.storage.tables import work
from mailbot.storage.work import Lane
from tests.journeys.paper import TWO_RECRUITS, Letter
from tests.journeys.world import ASKER, World, a_mail
from tests.servers.mail import INBOX

FORGED = 1000  # of these so many are taken in for real, the others written down as if
TAKEN_IN = 20


class Inbox:
    """A folder with these mails, in this order."""

    state = FolderState(1, TAKEN_IN + 2, TAKEN_IN + 1)

    def __init__(self, *mails: bytes) -> None:
        self.mails = mails

    def new_messages(self, last_uid: int = 0, since: date | None = None) -> tuple[Listed, ...]:
        del since
        now = datetime.now(UTC)
        listed = (Listed(n, len(raw), now) for n, raw in enumerate(self.mails, 1))
        return tuple(one for one in listed if one.uid > last_uid)

    def fetch(self, listed: Sequence[Listed]) -> Iterator[Fetched]:
        for one in listed:
            yield Fetched(one.uid, self.mails[one.uid - 1])

    def header(self, uid: int) -> bytes | None:
        return self.mails[uid - 1].partition(b"\r\n\r\n")[0]

    def bearing(self, *_: object) -> tuple[tuple[int, str], ...]:
        return ()  # no answer of ours is among them

    def id_fields(self, uids: Sequence[int]) -> dict[int, bytes]:
        return {uid: self.mails[uid - 1] for uid in uids}


def forged(real: bytes, number: int) -> bytes:
    """Return the mail as a stranger's login would have sent it, each with a body of its own."""
    login = f"(Authenticated sender: {ASKER})".encode()
    assert login in real
    stranger = real.replace(login, b"(Authenticated sender: hotro@cantho.gov.vn)")
    head, _, body = stranger.partition(b"\r\n\r\n")
    return head + b"\r\n\r\n" + f"{number}\r\n".encode() + body[:2000]


def write_down(world: World, many: int) -> None:
    """Write that many mails of nobody proven, with their slips."""
    now = world.house.clock() - timedelta(minutes=5)
    with world.house.database.transaction() as connection:
        for number in range(many):
            sha = f"{number:064x}"
            arrived = Arrived(sha, sha, 1000, f"<{number}@example.net>", now)
            messages.record(connection, arrived, Spot("box", 9, number), now, Lane.AFTER)


def lanes(world: World) -> list[int]:
    with world.house.database.transaction() as connection:
        return sorted(connection.execute(select(work.c.lane)).scalars())


def waiting(world: World) -> int:
    with world.house.database.transaction() as connection:
        return connection.execute(select(func.count()).select_from(work)).scalar_one()


def test_a_request_behind_a_thousand_forged_mails_is_answered_first(world: World) -> None:
    world.submit(a_mail(("Công văn.pdf", world.signed(Letter(sheets=(TWO_RECRUITS,))))))
    (real,) = world.servers.fetch_all(INBOX)
    write_down(world, FORGED - TAKEN_IN)
    world.house.receive(Inbox(*(forged(real, n) for n in range(TAKEN_IN)), real))
    assert waiting(world) == FORGED + 1
    assert lanes(world) == [Lane.FIRST] + [Lane.AFTER] * FORGED

    world.house.rounds.run_due(lambda: bool(world.cases()) and answered(world))

    assert answered(world)
    assert waiting(world) > FORGED - 10
    assert len(world.replies()) == 1


def answered(world: World) -> bool:
    return world.the_case().state is State.ANSWERED
