"""What was answered holds together; whatever is broken on purpose is told, with how to mend it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import text

from mailbot.house import House
from mailbot.operations.doctor import Check, checks
from mailbot.operations.doctor_deep import DEEP_LOOKS
from mailbot.storage.archive import Archive
from tests.journeys.paper import TWO_RECRUITS, Letter
from tests.journeys.world import World, a_mail


def answer_one(world: World) -> None:
    letter = world.signed(Letter(sheets=(TWO_RECRUITS,)))
    world.submit(a_mail(("Công văn.pdf", letter)))
    world.take_in()
    world.work()


def off(house: House) -> list[Check]:
    return [one for one in checks(house, DEEP_LOOKS) if not one.good]


def run(world: World, *statements: str) -> None:
    """Change the database behind mailbot's back, as one who owns the file can."""
    with world.house.database.transaction() as connection:
        guards = text("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        for guard in connection.execute(guards).scalars().all():
            connection.execute(text(f"DROP TRIGGER {guard}"))
        for statement in statements:
            connection.execute(text(statement))


def test_after_an_answered_request_everything_holds_together(world_on_both: World) -> None:
    answer_one(world_on_both)

    found = tuple(checks(world_on_both.house, DEEP_LOOKS))

    assert [one.detail for one in found if not one.good] == []
    assert {one.code for one in found} == {code for code, _ in DEEP_LOOKS}


def _archive(world: World) -> Archive:
    archive = world.house.archive
    assert isinstance(archive, Archive)
    return archive


def lose_a_file(world: World) -> None:
    next(_archive(world).directory.glob("??/*.eml")).unlink()


def damage_a_file(world: World) -> None:
    next(_archive(world).directory.glob("??/*.eml")).write_bytes(b"x")


def lose_a_delivery(world: World) -> None:
    run(world, "DELETE FROM delivery")


def lose_the_slip_of_a_mail(world: World) -> None:
    run(world, "UPDATE message SET disposition = 'new'")


def lose_the_slip_of_a_case(world: World) -> None:
    run(world, "UPDATE cases SET state = 'accepted'")


def lose_the_slip_of_a_letter(world: World) -> None:
    run(world, "UPDATE outbox SET state = 'ready'")


def give_up_a_step(world: World) -> None:
    run(
        world,
        "INSERT INTO work (kind, subject_id, due_at, token, attempts, crashes, set_aside, error)"
        " VALUES ('advance', 1, '2026-01-01', '', 3, 0, 1, 'x')",
    )


def move_a_case_by_hand(world: World) -> None:
    run(world, "UPDATE cases SET state = 'closed'")


def change_the_history(world: World) -> None:
    run(world, "UPDATE history SET who = 'nobody' WHERE id = 2")


def lose_the_history_of_a_sent_mail(world: World) -> None:
    run(world, "DELETE FROM history WHERE what = 'mail_sent'")


def refuse_a_mail(world: World) -> None:
    run(world, "UPDATE outbox SET state = 'failed'")


def leave_a_gap_in_the_register(world: World) -> None:
    run(
        world,
        "INSERT INTO letter (case_id, kind, ordinal, state, number, content, draft_sha,"
        " composed_at) VALUES (1, 'apology', 1, 'drafted', '', '{}', '', '2026-01-01')",
        "INSERT INTO document_number (year, symbol, number, letter_id, taken_at)"
        " SELECT year, symbol, number + 2, letter_id + 1, taken_at FROM document_number LIMIT 1",
    )


def lose_a_mailbox(world: World) -> None:
    from mailbot.gateways.mail_hosts.sql import SqlMailHost  # noqa: PLC0415

    host = world.house.mail_host
    assert isinstance(host, SqlMailHost)
    with host.database.transaction() as connection:
        connection.execute(text("DELETE FROM mailbox WHERE username LIKE 'daonth%'"))


@pytest.mark.parametrize(
    ("break_it", "code", "told"),
    [
        pytest.param(lose_a_file, "deep_archive", "mailbot restore", id="file gone"),
        pytest.param(damage_a_file, "deep_archive", "bị thay đổi", id="file damaged"),
        pytest.param(lose_a_delivery, "deep_inbox", "UID", id="mail not taken in"),
        pytest.param(lose_the_slip_of_a_mail, "deep_work", "mailbot take", id="mail stuck"),
        pytest.param(lose_the_slip_of_a_case, "deep_work", "retry case", id="case stuck"),
        pytest.param(lose_the_slip_of_a_letter, "deep_work", "retry deliver", id="letter stuck"),
        pytest.param(give_up_a_step, "deep_work", "mailbot retry", id="step given up"),
        pytest.param(move_a_case_by_hand, "deep_cases", "HS-", id="case astray"),
        pytest.param(change_the_history, "deep_history", "dòng 2", id="history changed"),
        pytest.param(
            lose_the_history_of_a_sent_mail, "deep_outbox", "đã gửi không có", id="untold"
        ),
        pytest.param(refuse_a_mail, "deep_outbox", "outbox list", id="mail refused"),
        pytest.param(leave_a_gap_in_the_register, "deep_outbox", "không liên tục", id="gap"),
        pytest.param(lose_a_mailbox, "deep_mail_host", "daonth@", id="mailbox gone"),
    ],
)
def test_what_is_broken_is_told_with_how_to_mend_it(
    world: World, break_it: Callable[[World], None], code: str, told: str
) -> None:
    answer_one(world)
    break_it(world)

    found = off(world.house)

    assert [one.code for one in found if told in one.detail] == [code]


def test_a_mail_that_came_back_under_new_numbers_is_told(world: World) -> None:
    answer_one(world)
    run(world, "UPDATE inbox_mark SET uidvalidity = uidvalidity + 1")

    assert [one.code for one in off(world.house)] == ["deep_inbox"]


def test_what_a_crash_left_in_the_archive_is_counted_and_no_fault(world: World) -> None:
    answer_one(world)
    world.house.archive.put(b"left behind")

    found = tuple(checks(world.house, DEEP_LOOKS))

    assert all(one.good for one in found)
    assert any("không thuộc thư nào" in one.detail for one in found)
