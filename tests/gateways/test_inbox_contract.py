"""What every inbox does, the fake, the embedded server and Dovecot alike."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from mailbot.gateways import imap
from tests.ages import AGES, long_before_ages
from tests.gateways.worlds import World


def a_mail(number: int = 1, body: bytes = b"xin ch\xc3\xa0o\r\n") -> bytes:
    return (
        b"From: ubndninhkieu@cantho.gov.vn\r\nSubject: %d\r\nMessage-ID: <%d@cantho.gov.vn>\r\n"
        b"X-Long: %s\r\n\r\n%s" % (number, number, b"a" * 900, body)
    )


def test_new_mail_is_listed_with_size_and_arrival_before_it_is_fetched(world: World) -> None:
    at = datetime(2026, 11, 20, 23, 30, tzinfo=UTC)
    uid = world.put(a_mail(), at)
    with world.inbox.open() as folder:
        (listed,) = folder.new_messages()
    assert (listed.uid, listed.size, listed.internal_date) == (uid, len(a_mail()), at)
    assert listed.internal_date.tzinfo is UTC


def test_mail_already_known_is_not_listed_again(world: World) -> None:
    last = [world.put(a_mail(n)) for n in range(3)][-1]
    with world.inbox.open() as folder:
        assert folder.new_messages(last) == ()
        newer = world.put(a_mail(4))
        assert [one.uid for one in folder.new_messages(last)] == [newer]
        assert len(folder.new_messages()) == 4


@pytest.mark.parametrize("count", [0, 1, 2, 3, 4])
def test_a_folder_too_large_for_one_answer_is_listed_in_parts(
    world: World, monkeypatch: pytest.MonkeyPatch, count: int
) -> None:
    monkeypatch.setattr(imap, "SEARCH_MESSAGES", 2)
    uids = [world.put(a_mail(n)) for n in range(count)]
    with world.inbox.open() as folder:
        uids.append(world.put(a_mail(count)))
        assert [one.uid for one in folder.new_messages()] == uids


def test_mail_from_before_the_first_day_is_left_out(world: World) -> None:
    # 16:59 UTC is 23:59 in Vietnam; a minute later a new day has begun there.
    world.put(a_mail(1), datetime(2026, 11, 19, 16, 59, tzinfo=UTC))
    wanted = world.put(a_mail(2), datetime(2026, 11, 19, 17, 0, tzinfo=UTC))
    with world.inbox.open() as folder:
        listed = folder.new_messages(since=date(2026, 11, 20))
    assert [one.uid for one in listed] == [wanted]


def test_every_byte_is_fetched_and_nothing_is_marked_seen(world: World) -> None:
    mails = {world.put(raw): raw for raw in (a_mail(n, b"d\xf2ng %d\r\n" % n) for n in range(45))}
    with world.inbox.open() as folder:
        fetched = {one.uid: one.head for one in folder.fetch(folder.new_messages())}
    assert fetched == mails
    assert world.flags() == set()


def test_a_large_mail_comes_in_parts_and_whole(world: World) -> None:
    raw = a_mail(1, b"0123456789abcdef" * (3 << 16) + b"\r\n")
    exact = raw + b"x" * (-len(raw) % (1 << 20) - 2) + b"\r\n"
    mails = {world.put(raw): raw, world.put(exact): exact}
    with world.inbox.open() as folder:
        for uid, whole in mails.items():
            parts = bytearray()
            assert folder.fetch_into(uid, parts.extend)
            assert parts == whole
        listed = [replace(one, size=50_000_000) for one in folder.new_messages()]
        for one in folder.fetch(listed):
            assert one.head is not None
            assert len(one.head) == 1 << 20
            assert b"".join((one.head, *one.rest)) == mails[one.uid]


def test_a_mail_taken_away_meanwhile_is_never_passed_over_in_silence(world: World) -> None:
    mails = {world.put(raw): raw for raw in map(a_mail, range(3))}
    gone = sorted(mails)[1]
    with world.inbox.open() as folder:
        listed = folder.new_messages()
        world.remove(gone)
        fetched = {one.uid: one.head for one in folder.fetch(listed)}
    # A server may show a mail until the session ends (RFC 2180), or say that it is gone.
    assert fetched.pop(gone) in {None, mails.pop(gone)}
    assert fetched == mails


def test_the_header_of_a_mail_can_be_had_alone(world: World) -> None:
    uid = world.put(a_mail(1, b"x" * 100_000 + b"\r\n"))
    with world.inbox.open() as folder:
        header = folder.header(uid)
    assert header == a_mail(1, b"")
    assert world.flags() == set()


def test_a_message_id_is_found_exactly(world: World) -> None:
    world.put(a_mail(11))
    uid = world.put(a_mail(1))
    with world.inbox.open() as folder:
        assert folder.holding("<1@cantho.gov.vn>") == (uid,)
        assert folder.holding("1@cantho.gov.vn") == ()
        assert folder.holding("<2@cantho.gov.vn>") == ()


def test_mails_are_found_by_a_part_of_their_message_id(world: World) -> None:
    uids = [world.put(a_mail(number)) for number in (11, 2, 1)]
    with world.inbox.open() as folder:
        found = folder.bearing("<1")
        assert folder.bearing("<9") == ()
        assert folder.bearing("<1", last_uid=uids[0]) == found[1:]
        assert folder.bearing("<1", last_uid=uids[2]) == ()
    assert found == ((uids[0], "<11@cantho.gov.vn>"), (uids[2], "<1@cantho.gov.vn>"))


def test_a_mail_under_a_uid_is_known_by_its_message_id(world: World) -> None:
    uids = [world.put(a_mail(number)) for number in (11, 2)]
    with world.inbox.open() as folder:
        fields = folder.id_fields([*uids, uids[-1] + 5])
    assert {uid: field.strip() for uid, field in fields.items()} == {
        uids[0]: b"Message-ID: <11@cantho.gov.vn>",
        uids[1]: b"Message-ID: <2@cantho.gov.vn>",
    }
    assert world.flags() == set()


def test_the_other_folders_are_named_without_the_inbox(world: World) -> None:
    others = world.inbox.other_folders()
    assert "Sent" in others
    assert "INBOX" not in others


def test_the_bell_rings_when_mail_comes_and_not_otherwise(world: World) -> None:
    with world.inbox.open() as folder:
        assert folder.can_idle
        assert not folder.wait_for_bell(0.3)
        arrival = threading.Timer(0.3, world.put, (a_mail(),))
        arrival.start()
        with long_before_ages():
            assert folder.wait_for_bell(AGES)
        arrival.join()
        assert len(folder.new_messages()) == 1


def test_uids_count_within_the_same_uidvalidity(world: World) -> None:
    with world.inbox.open() as folder:
        before = folder.state
    uid = world.put(a_mail())
    with world.inbox.open() as folder:
        assert folder.state.uidvalidity == before.uidvalidity
        assert uid >= before.uidnext
        assert folder.state.messages == 1
