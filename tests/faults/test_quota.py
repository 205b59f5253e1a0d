"""Our own mailbox has no room left: nothing is lost, and no reply is sent twice."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

from mailbot.cases.state import State
from mailbot.operations.doctor import checks
from mailbot.operations.doctor_mail import look_at_inbox
from mailbot.storage.outbox import MailState
from tests.faults.conftest import FaultyWorld
from tests.faults.test_unknown_send import lose_the_answer
from tests.journeys.world import ASKER
from tests.servers.mail import INBOX
from tests.servers.ports import wait_for

SMALL = 12_000  # octets: as much as some delivery reports, not as a reply's copy


@contextmanager
def full(faulty: FaultyWorld, *, tempfail: bool, room: int = SMALL) -> Iterator[None]:
    servers = faulty.world.servers
    lies_there = sum(map(len, servers.fetch_all(INBOX)))
    with servers.dovecot.quota(INBOX, lies_there + room, tempfail=tempfail):
        yield


def answered_once(faulty: FaultyWorld) -> None:
    assert faulty.the_mail().state is MailState.SENT
    assert faulty.world.the_case().state is State.ANSWERED
    assert len(faulty.world.replies()) == 1


def test_a_copy_that_comes_back_for_want_of_room_says_nothing_against_the_reply(
    faulty: FaultyWorld,
) -> None:
    faulty.request()
    with full(faulty, tempfail=False):
        faulty.world.work()
        faulty.world.servers.wait_until_delivered()
        assert b"Quota exceeded" in b"".join(faulty.world.servers.fetch_all(INBOX))
        faulty.world.take_in()
        faulty.world.work()
        answered_once(faulty)


def test_where_only_small_mail_finds_room_a_copy_put_aside_is_not_taken_for_missing(
    faulty: FaultyWorld,
) -> None:
    faulty.request()
    with full(faulty, tempfail=True):
        lose_the_answer(faulty, deliver=True)
        faulty.world.servers.wait_until_there(ASKER)
        for minutes in (1, 5, 2, 60):
            faulty.clock.pass_by(minutes=minutes)
            faulty.world.work()
        assert faulty.the_mail().state is MailState.UNKNOWN
    faulty.work_after(hours=1)
    answered_once(faulty)


def test_a_copy_that_is_tried_again_later_than_the_probe_is_waited_for(faulty: FaultyWorld) -> None:
    faulty.request()
    servers = faulty.world.servers
    with full(faulty, tempfail=True):
        lose_the_answer(faulty, deliver=True)
        servers.wait_until_there(ASKER)
        wait_for(lambda: any((servers.postfix.queue / "deferred").rglob("[0-9A-F]*")), "a deferral")
        servers.postfix.hold()
    for minutes in (1, 5, 2):
        faulty.work_after(minutes=minutes)
    assert faulty.the_mail().probe_id
    assert faulty.the_mail().state is MailState.UNKNOWN
    servers.postfix.release()
    faulty.work_after(minutes=20)
    answered_once(faulty)


def test_the_doctor_tells_of_a_mailbox_that_is_nearly_full(faulty: FaultyWorld) -> None:
    house = faulty.world.house
    faulty.send_request()

    def seen() -> list[tuple[bool, str]]:
        return [(one.good, one.detail) for one in checks(house, [("inbox", look_at_inbox)])]

    assert [good for good, _ in seen()] == [True]
    with full(faulty, tempfail=True):
        (good, told), *_ = seen()
        assert not good
        assert re.search(r"đã dùng 9\d % dung lượng", told)
    with full(faulty, tempfail=True, room=10_000_000):
        assert [good for good, _ in seen()] == [True]
