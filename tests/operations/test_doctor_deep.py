"""What was answered holds together; whatever is broken on purpose is told, with how to mend it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import text

from mailbot.cases.state import State
from mailbot.house import House
from mailbot.operations.doctor import Check, checks
from mailbot.operations.doctor_deep import DEEP_LOOKS, deep_archive
from mailbot.storage import history
from mailbot.storage.archive import Archive
from mailbot.storage.sealed_bytes import seal_bytes
from tests.journeys.paper import TWO_RECRUITS, Letter
from tests.journeys.world import World, a_mail
from tests.operations.answered_once import AnsweredOnce
from tests.servers.mail import MailServers


def answer_one(world: World) -> None:
    letter = world.signed(Letter(sheets=(TWO_RECRUITS,)))
    world.submit(a_mail(("Công văn.pdf", letter)))
    world.take_in()
    world.work()
    assert world.the_case().state is State.ANSWERED


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


@pytest.fixture(scope="module")
def answered_once(
    mail_servers: MailServers, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[AnsweredOnce]:
    once = AnsweredOnce(mail_servers, tmp_path_factory, answer_one)
    with once.stack:
        yield once


@pytest.fixture
def answered(answered_once: AnsweredOnce) -> World:
    return answered_once.as_it_was()


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


def lose_the_slip_of_a_letter_that_may_have_left(world: World) -> None:
    run(world, "UPDATE outbox SET state = 'sending'")


def look_at_the_inbox_no_more(world: World) -> None:
    run(world, "UPDATE inbox_mark SET polled_at = '2026-01-01 00:00:00'")


def lose_the_answer_to_a_mail(world: World) -> None:
    run(world, "UPDATE outbox SET state = 'unknown'")


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


def sign_off(world: World) -> int:
    """Give the case a second letter that was signed; return its id."""
    run(
        world,
        "INSERT INTO letter (case_id, kind, ordinal, state, number, dated_on, content, draft_sha,"
        " composed_at, signed) SELECT case_id, 'apology', 1, 'signed', '77/TTCNTT', dated_on, '{}',"
        " '', composed_at, signed FROM letter LIMIT 1",
    )
    with world.house.database.transaction() as connection:
        return int(connection.execute(text("SELECT max(id) FROM letter")).scalar_one())


def tell_of_one_sent_mail_only(world: World) -> None:
    """Put a second mail into the outbox as sent: the case's line tells of the first alone."""
    run(
        world,
        "INSERT INTO outbox (key, kind, case_id, recipients, message_id, mime, state, response,"
        " written_at, probe_id) SELECT 'other', kind, case_id, recipients, '<other@x>', mime,"
        " 'sent', '', written_at, '' FROM outbox LIMIT 1",
    )


def tell_of_another_message_id(world: World) -> None:
    run(world, "UPDATE outbox SET message_id = '<other@x>' WHERE state = 'sent'")


def change_a_sent_mail(world: World) -> None:
    seal_anew(world, "outbox", "mime", b"From: a forger")


def change_a_signed_letter(world: World) -> None:
    seal_anew(world, "letter", "signed", b"%PDF another letter")


def change_a_draft(world: World) -> None:
    run(world, f"UPDATE letter SET draft_sha = '{'0' * 64}'")
    seal_anew(world, "letter", "draft", b"%PDF another draft")


def seal_anew(world: World, table: str, column: str, plain: bytes) -> None:
    sealed = seal_bytes(world.house.seal, plain)
    run(world)
    with world.house.database.transaction() as connection:
        connection.execute(text(f"UPDATE {table} SET {column} = :sealed"), {"sealed": sealed})


def damage_a_sent_mail(world: World) -> None:
    damage(world, "outbox", "mime")


def damage_a_letter(world: World) -> None:
    damage(world, "letter", "signed")


def damage(world: World, table: str, column: str) -> None:
    run(world)
    with world.house.database.transaction() as connection:
        stored = connection.execute(text(f"SELECT {column} FROM {table} LIMIT 1")).scalar_one()
        broken = {"broken": stored[:-1] + bytes([stored[-1] ^ 1])}
        connection.execute(text(f"UPDATE {table} SET {column} = :broken"), broken)


def lose_a_letter_s_bytes(world: World) -> None:
    run(world, "UPDATE letter SET signed = NULL")


def lose_a_mail_s_bytes(world: World) -> None:
    run(world, "UPDATE outbox SET mime = x''")


def withdraw_a_numbered_letter(world: World) -> None:
    run(world, "UPDATE letter SET state = 'withdrawn'")


def renumber_a_letter(world: World) -> None:
    run(world, "UPDATE document_number SET number = number + 5")


def move_the_register_to_another_year(world: World) -> None:
    run(world, "UPDATE document_number SET year = year - 1")


def leave_a_numbered_letter_unsigned(world: World) -> None:
    run(
        world,
        "UPDATE letter SET state = 'drafted'",
        "UPDATE document_number SET taken_at = '2026-01-01'",
    )


def sign_without_the_register(world: World) -> None:
    sign_off(world)


def sign_a_number_twice(world: World) -> None:
    run(
        world,
        f"UPDATE letter SET number = (SELECT min(number) FROM letter WHERE id <"
        f" {sign_off(world)}), dated_on = (SELECT min(dated_on) FROM letter)",
    )


def sign_without_a_number(world: World) -> None:
    run(world, f"UPDATE letter SET number = '' WHERE id = {sign_off(world)}")


def lose_a_mailbox(world: World) -> None:
    from mailbot.gateways.mail_hosts.sql import SqlMailHost  # noqa: PLC0415

    host = world.house.mail_host
    assert isinstance(host, SqlMailHost)
    with host.database.transaction() as connection:
        connection.execute(text("DELETE FROM mailbox WHERE username LIKE 'daonth%'"))


@pytest.mark.parametrize(
    ("break_it", "code", "told"),
    [
        pytest.param(lose_a_file, "deep_archive", "hãy chép lại từ bản sao", id="file gone"),
        pytest.param(damage_a_file, "deep_archive", "bị thay đổi", id="file damaged"),
        pytest.param(lose_a_delivery, "deep_inbox", "UID", id="mail not taken in"),
        pytest.param(
            lose_the_slip_of_a_mail, "deep_work", "mailbot retry mail SỐ", id="mail stuck"
        ),
        pytest.param(lose_the_slip_of_a_case, "deep_work", "retry case", id="case stuck"),
        pytest.param(lose_the_slip_of_a_letter, "deep_work", "retry deliver", id="letter stuck"),
        pytest.param(
            lose_the_slip_of_a_letter_that_may_have_left,
            "deep_work",
            "retry deliver",
            id="letter stuck while it left",
        ),
        pytest.param(
            look_at_the_inbox_no_more, "deep_inbox", "nhận thư gần nhất", id="inbox unseen"
        ),
        pytest.param(lose_the_answer_to_a_mail, "deep_outbox", "outbox list", id="answer lost"),
        pytest.param(give_up_a_step, "deep_work", "mailbot retry", id="step given up"),
        pytest.param(move_a_case_by_hand, "deep_cases", "HS-", id="case astray"),
        pytest.param(change_the_history, "deep_history", "dòng 2", id="history changed"),
        pytest.param(
            lose_the_history_of_a_sent_mail, "deep_outbox", "đã gửi không có", id="untold"
        ),
        pytest.param(
            tell_of_one_sent_mail_only, "deep_outbox", "1 thư đã gửi không", id="one untold"
        ),
        pytest.param(
            tell_of_another_message_id, "deep_outbox", "đã gửi không có", id="other Message-ID"
        ),
        pytest.param(change_a_sent_mail, "deep_letters", "khác với mã băm", id="mail changed"),
        pytest.param(change_a_signed_letter, "deep_letters", "khác với mã băm", id="letter other"),
        pytest.param(change_a_draft, "deep_letters", "(dự thảo 1)", id="draft changed"),
        pytest.param(damage_a_sent_mail, "deep_letters", "không mở được", id="mail damaged"),
        pytest.param(damage_a_letter, "deep_letters", "(văn bản đã ký 1)", id="letter damaged"),
        pytest.param(lose_a_letter_s_bytes, "deep_letters", "mailbot restore", id="letter empty"),
        pytest.param(lose_a_mail_s_bytes, "deep_letters", "mailbot restore", id="mail empty"),
        pytest.param(
            withdraw_a_numbered_letter, "deep_register", "không có văn bản nào", id="no letter"
        ),
        pytest.param(renumber_a_letter, "deep_register", "ghi số hoặc năm khác", id="other number"),
        pytest.param(
            move_the_register_to_another_year, "deep_register", "năm khác", id="other year"
        ),
        pytest.param(
            leave_a_numbered_letter_unsigned, "deep_register", "mailbot retry", id="unsigned"
        ),
        pytest.param(
            sign_without_the_register, "deep_register", "không có trong sổ", id="unknown number"
        ),
        pytest.param(sign_a_number_twice, "deep_register", "đính chính", id="number twice"),
        pytest.param(sign_without_a_number, "deep_register", "không có số", id="no number"),
        pytest.param(refuse_a_mail, "deep_outbox", "outbox list", id="mail refused"),
        pytest.param(leave_a_gap_in_the_register, "deep_outbox", "(02/TB-TTCNTT)", id="gap"),
        pytest.param(lose_a_mailbox, "deep_mail_host", "daonth@", id="mailbox gone"),
    ],
)
def test_what_is_broken_is_told_with_how_to_mend_it(
    answered: World, break_it: Callable[[World], None], code: str, told: str
) -> None:
    break_it(answered)

    found = off(answered.house)

    assert [one.code for one in found if told in one.detail] == [code]


@pytest.mark.parametrize(
    "state", ["awaiting_authority", "accepted", "provisioned", "refused", "supplement_asked"]
)
def test_a_case_that_nothing_but_its_slip_carries_on_is_told_of_without_one(
    answered: World, state: str
) -> None:
    run(answered, f"UPDATE cases SET state = '{state}'")

    assert ["retry case" in one.detail for one in off(answered.house) if one.code == "deep_work"]


def test_a_mail_that_came_back_under_new_numbers_is_told(answered: World) -> None:
    run(answered, "UPDATE inbox_mark SET uidvalidity = uidvalidity + 1")

    assert [one.code for one in off(answered.house)] == ["deep_inbox"]


def test_what_a_crash_left_in_the_archive_is_counted_and_no_fault(world_on_both: World) -> None:
    world_on_both.house.archive.put(b"left behind")

    found = tuple(checks(world_on_both.house, (("deep_archive", deep_archive),)))

    assert all(one.good for one in found)
    assert any(one.detail.startswith("1 tệp không thuộc thư nào") for one in found)


def test_a_history_from_before_lines_named_their_mail_is_believed_one_line_for_each(
    answered: World,
) -> None:
    kept = "UPDATE history SET detail = json_remove(detail, '$.outbox', '$.message_id', '$.sha256')"
    run(answered, f"{kept} WHERE what = 'mail_sent'")
    assert {one.code for one in off(answered.house)} == {"deep_history"}

    tell_of_one_sent_mail_only(answered)
    assert {one.code for one in off(answered.house)} == {"deep_history", "deep_outbox"}


def test_a_letter_that_people_signed_needs_no_register(answered: World) -> None:
    sign_off(answered)
    case = answered.the_case()
    with answered.house.database.transaction() as connection:
        now = answered.house.clock()
        history.write(connection, now, case.id, "uploaded", "Lê An", number="77/TTCNTT")

    assert [one.code for one in off(answered.house)] == []


def test_a_number_that_was_just_taken_may_wait_for_its_signature(answered: World) -> None:
    run(answered, "UPDATE letter SET state = 'drafted'")

    assert "deep_register" not in {one.code for one in off(answered.house)}
