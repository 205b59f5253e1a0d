"""Work that stands still is listed, tried again or given up; all of it can be paused."""

from __future__ import annotations

import json
from typing import Any

import pytest
from sqlalchemy import text

from mailbot.__main__ import main
from mailbot.cases.state import State
from mailbot.clock import local
from mailbot.commands import house as command_house
from mailbot.journey import Journey
from mailbot.operations.doctor import LOOKS, checks
from mailbot.storage import history, messages, outbox, switches, work
from mailbot.storage.case_store import HAS_SLIP
from mailbot.storage.messages import Arrived, Spot
from mailbot.storage.outbox import Posted
from tests.builders import MONDAY
from tests.journeys.paper import TWO_RECRUITS, Letter
from tests.journeys.world import World, a_mail


class Desk:
    """Where an officer types commands about a world."""

    def __init__(self, world: World, capsys: pytest.CaptureFixture[str]) -> None:
        self.world, self.capsys = world, capsys

    def type(self, *words: str, officer: bool = True) -> tuple[int, Any]:
        named = ("--officer", "Lê Thị A") if officer else ()
        self.capsys.readouterr()
        code = main([*words, *named, "--json"])
        return code, json.loads(self.capsys.readouterr().out)


@pytest.fixture
def desk(world: World, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.setattr(command_house, "load_settings", lambda _path: world.house.settings)
    return Desk(world, capsys)


def send_one(world: World) -> None:
    letter = world.signed(Letter(sheets=(TWO_RECRUITS,)))
    world.submit(a_mail(("Công văn.pdf", letter)))
    world.take_in()


def run(world: World, statement: str) -> None:
    with world.house.database.transaction() as connection:
        connection.execute(text(statement))


def paused_line(world: World) -> str:
    """Return what the doctor says of a pause; nothing where it finds none."""
    (check,) = checks(world.house, [one for one in LOOKS if one[0] == "pause"])
    return "" if check.good else check.detail


def test_a_restored_database_is_told_as_one_to_reconcile(world: World) -> None:
    with world.house.database.transaction() as connection:
        for statement in switches.as_restored("mailbot restore", "x", MONDAY):
            connection.execute(text(statement))
    assert "từ 09:00 23/11/2026" in paused_line(world)
    assert "mailbot reconcile --apply --officer" in paused_line(world)


def test_while_paused_mail_is_taken_in_and_no_step_begins(world: World, desk: Desk) -> None:
    assert desk.type("pause", "--reason", "bảo trì")[0] == 0
    send_one(world)
    world.work()
    assert world.cases() == ()
    with world.house.database.transaction() as connection:
        assert switches.paused_by(connection) == "Lê Thị A: bảo trì"
        (told,) = (line for line, _ in history.portion(connection, 0) if line.what == "paused")
    assert (told.who, told.detail) == ("Lê Thị A", {"reason": "bảo trì"})
    assert main(["retry"]) == 0
    assert desk.capsys.readouterr().out.startswith("Đang tạm dừng mọi việc (Lê Thị A: bảo trì).")

    assert "Lê Thị A: bảo trì" in paused_line(world)
    assert f"từ {local(world.house.clock()):%H:}" in paused_line(world)
    assert "mailbot resume --officer" in paused_line(world)

    assert desk.type("resume")[0] == 0
    assert paused_line(world) == ""
    world.work()
    assert world.the_case().state is State.ANSWERED


def test_a_mail_is_named_by_eight_signs_of_its_hash_and_not_by_one(world: World) -> None:
    sha, now = "ab" * 32, world.house.clock()  # of digits alone it would be a mail's number
    with world.house.database.transaction() as connection:
        messages.record(connection, Arrived(sha, sha, 1, "", now), Spot("INBOX", 1, 1), now)
        found = [messages.find(connection, name) for name in (sha[0], sha[:7], sha[:7] + "%")]
        named = [messages.find(connection, name) for name in (sha[:8].upper(), sha)]
    assert found == [None] * 3
    assert [one is not None for one in named] == [True, True]


def test_where_no_mail_leaves_a_copy_nothing_is_said_of_what_was_sent(desk: Desk) -> None:
    for how in ([], ["--apply"]):
        code, told = desk.type("reconcile", *how)
        assert code == 2
        assert told["error"]["message"].startswith("Chưa đặt smtp.receipt_copy")


def test_a_mail_that_could_not_be_read_is_listed_and_read_again(world: World, desk: Desk) -> None:
    send_one(world)
    run(world, "UPDATE work SET set_aside = 1, error = 'boom'")
    run(world, "UPDATE message SET disposition = 'quarantined'")
    world.work()
    assert world.cases() == ()

    _, listed = desk.type("retry", officer=False)
    assert listed["set_aside"] == [
        {"kind": "mail", "subject": "1", "attempts": "0", "error": "boom"}
    ]
    assert desk.type("retry", "mail", "1")[0] == 0
    world.work()

    assert world.the_case().state is State.ANSWERED
    assert desk.type("retry", officer=False)[1]["set_aside"] == []


def test_a_mail_the_server_refused_is_sent_again(world: World, desk: Desk) -> None:
    send_one(world)
    world.work()
    run(world, "UPDATE outbox SET state = 'failed' WHERE kind = 'result'")
    before = len(world.replies())

    with world.house.database.transaction() as connection:
        number = connection.execute(text("SELECT id FROM outbox WHERE kind = 'result'")).scalar()
    assert desk.type("retry", "deliver", str(number))[0] == 0
    world.work()

    assert len(world.replies()) == before + 1
    code, told = desk.type("retry", "deliver", str(number))
    assert code == 2
    assert "outbox resend" in told["error"]["message"]
    assert "(đã gửi)" in told["error"]["message"]
    _, told = desk.type("cancel", "deliver", str(number), "--reason", "x")
    assert told["error"]["message"].endswith("không còn hủy được (đã gửi).")


def test_work_is_given_up_only_once_it_was_set_aside(world: World, desk: Desk) -> None:
    send_one(world)
    code, _ = desk.type("cancel", "mail", "1", "--reason", "x")
    assert code == 2
    run(world, "UPDATE work SET set_aside = 1")
    assert desk.type("cancel", "mail", "1", "--reason", "thư rác")[0] == 0
    world.work()
    assert world.cases() == ()
    with world.house.database.transaction() as connection:
        told = connection.execute(
            text("SELECT detail FROM history WHERE what = 'work_cancelled'")
        ).scalar_one()
    assert "thư rác" in json.loads(told)["reason"]


@pytest.mark.parametrize("state", ["sending", "unknown", "sent"])
def test_a_mail_that_may_have_left_cannot_be_cancelled(
    world: World, desk: Desk, state: str
) -> None:
    with world.house.database.transaction() as connection:
        mail = Posted("ack/1", "ack", ("a@b.vn",), "<1@b.vn>", b"x")
        outbox.post(connection, mail, world.house.clock(), world.house.clock())
    run(world, f"UPDATE outbox SET state = '{state}'")

    assert desk.type("cancel", "deliver", "1", "--reason", "x")[0] == 2

    with world.house.database.reading() as connection:
        assert outbox.load(connection, 1).state == state


def test_a_notice_cannot_be_cancelled(world: World, desk: Desk) -> None:
    send_one(world)
    world.work()
    run(world, "UPDATE outbox SET state = 'failed' WHERE kind = 'result'")
    with world.house.database.transaction() as connection:
        number = connection.execute(text("SELECT id FROM outbox WHERE kind = 'result'")).scalar()

    code, told = desk.type("cancel", "deliver", str(number), "--reason", "x")

    assert code == 2
    assert "văn bản đã ký" in told["error"]["message"]


def move(world: World, state: State) -> None:
    run(world, f"UPDATE cases SET state = '{state}'")


NO_STEP = [state for state in State if state not in HAS_SLIP]


@pytest.mark.parametrize("state", NO_STEP)
def test_a_case_that_no_step_leaves_is_not_said_to_be_tried_again(
    world: World, desk: Desk, state: State
) -> None:
    send_one(world)
    world.work()
    move(world, state)

    code, told = desk.type("retry", "case", "1")

    assert code == 2
    assert "không có bước nào để làm lại" in told["error"]["message"]
    assert f"mailbot {WAYS_ON[state]}" in told["error"]["message"]
    with world.house.database.reading() as connection:
        assert work.next_due(connection) is None


WAYS_ON = {
    State.IN_REVIEW: "approve",
    State.SIGNED: "outbox list",
    State.AWAITING_SUPPLEMENT: "close",
    State.ANSWERED: "reopen",
    State.CLOSED: "reopen",
}


@pytest.mark.parametrize("state", sorted(HAS_SLIP))
def test_a_case_that_a_step_leaves_is_tried_again(world: World, desk: Desk, state: State) -> None:
    send_one(world)
    world.work()
    move(world, state)

    assert desk.type("retry", "case", "1")[0] == 0
    with world.house.database.reading() as connection:
        assert work.waiting(connection) == ((work.Kind.ADVANCE, 1),)


def test_the_steps_of_the_journey_are_those_that_have_slips() -> None:
    journey = Journey(*([print] * 4))
    assert {state for state in State if journey.step_from(state)} == HAS_SLIP


def test_a_letter_that_is_written_and_a_decision_that_is_none_are_told_so(
    world: World, desk: Desk
) -> None:
    send_one(world)
    world.work()

    assert "không có quyết định nào" in desk.type("retry", "decision", "1")[1]["error"]["message"]
    for state, told in (("signed", "đã ký"), ("waiting", "chờ ký"), ("withdrawn", "đã được rút")):
        run(world, f"UPDATE letter SET state = '{state}'")
        code, answer = desk.type("retry", "letter", "1")
        assert (code, told in answer["error"]["message"]) == (2, True)
    run(world, "UPDATE letter SET state = 'drafted'")
    assert desk.type("retry", "letter", "1")[0] == 0
    with world.house.database.reading() as connection:
        assert "work_retried" in [one.what for one in history.of_case(connection, 1)]
