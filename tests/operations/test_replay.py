"""A mail judged again by today's rules: what is different is told, and nothing is changed."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace as changed
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from sqlalchemy import text

from mailbot.cases.finding import Finding, Severity
from mailbot.cases.row import Holder, Procedure, Row
from mailbot.commands import inspect
from mailbot.commands import replay as command
from mailbot.commands.answer import FAILED, PASSED, Answer
from mailbot.errors import BadInputError
from mailbot.house import House
from mailbot.intake.assessment import Course
from mailbot.operations.replay import Difference, Judged, differences
from mailbot.storage import registry_store, switches
from tests.journeys.paper import TWO_RECRUITS, Letter
from tests.journeys.world import AGENCIES, World, a_mail

ROW = Row(Holder.PERSON, "Lê Văn Tám", phone="0907112358", procedure=Procedure.NEW)
ODD = Finding("row.phone_odd", Severity.LOOK, {}, 0, "phone")
THEN = Judged(Course.ACCEPT, ("asks",), {"a.pdf": "passed"}, (), (ROW,))


@pytest.mark.parametrize(
    ("now", "told"),
    [
        pytest.param({}, [], id="nothing"),
        pytest.param(
            {"course": Course.REVIEW}, [Difference("course", "", "accept", "review")], id="course"
        ),
        pytest.param(
            {"signatures": {"a.pdf": "failed"}},
            [Difference("signature", "a.pdf", "passed", "failed")],
            id="a signature",
        ),
        pytest.param(
            {"signatures": {}}, [Difference("signature", "a.pdf", "passed")], id="a file gone"
        ),
        pytest.param(
            {"findings": (ODD,)},
            [Difference("finding_new", "row.phone_odd (1)", now="look")],
            id="a finding more",
        ),
        pytest.param(
            {"rows": (changed(ROW, phone="0907112359"),)},
            [Difference("cell", "1/phone")],
            id="a cell, and never what is in it",
        ),
        pytest.param({"rows": ()}, [Difference("row_count", "", "1", "0")], id="a row lost"),
        pytest.param({"rows": None, "findings": None}, [], id="what is not known"),
    ],
)
def test_two_verdicts_are_compared_line_by_line(
    now: dict[str, object], told: list[Difference]
) -> None:
    assert list(differences(THEN, changed(THEN, **now))) == told  # type: ignore[arg-type]


def test_a_finding_that_went_or_weighs_otherwise_is_told() -> None:
    then, lighter = changed(THEN, findings=(ODD,)), changed(ODD, severity=Severity.NOTE)

    assert list(differences(then, THEN)) == [
        Difference("finding_gone", "row.phone_odd (1)", then="look")
    ]
    assert list(differences(then, changed(THEN, findings=(lighter,)))) == [
        Difference("severity", "row.phone_odd (1)", "look", "note")
    ]


Ask = Callable[[str], Answer]


@pytest.fixture
def ask(world: World, monkeypatch: pytest.MonkeyPatch) -> Ask:
    @contextmanager
    def here(_options: Namespace) -> Iterator[House]:
        yield world.house

    for module in (command, inspect):
        monkeypatch.setattr(module, "house_of", here)

    def asked(mail: str) -> Answer:
        return command.run(Namespace(mail=mail))

    return asked


def everything(world: World) -> list[object]:
    tables = ("cases", "message", "history", "verdict", "effect", "outbox", "work", "mailbox")
    with world.house.database.transaction() as connection:
        return [connection.execute(text(f"SELECT * FROM {name}")).all() for name in tables]


def test_a_granted_request_is_judged_the_same_until_the_rules_change(
    world: World,
    ask: Ask,
    tmp_path: Path,
) -> None:
    """Its own mailboxes, there by now, do not speak against it."""
    letter = world.signed(Letter(number="45/UBND-VP", sheets=(TWO_RECRUITS,)))
    world.submit(a_mail(("Công văn, CCCD 092088004321.pdf", letter)))
    world.take_in()
    world.work()
    number = world.the_case().number
    with world.house.inbox.open() as folder:
        fetched, *_ = folder.fetch(folder.new_messages())
    saved = tmp_path / "saved.eml"
    saved.write_bytes(fetched.head or b"")
    before = everything(world)

    same = [ask(name) for name in (number, "1", str(saved))]

    assert [answer.code for answer in same] == [PASSED] * 3
    assert same[0].value["now"]["course"] == "accept"
    assert same[0].value["then"]["signatures"] == same[0].value["now"]["signatures"] != {}
    assert everything(world) == before

    with world.house.database.transaction() as connection:
        registry_store.save_agencies(connection, AGENCIES)  # the certificate is pinned no more
        connection.execute(text("DELETE FROM certificate"))
    answer = ask(number)

    assert answer.code == FAILED
    assert {one["what"] for one in answer.value["differences"]} == {"course", "finding_new"}
    assert answer.value["now"]["course"] == "review"
    assert "Cách xử lý: trước là “Hồ sơ đủ điều kiện" in answer.text


def test_ordinary_mail_is_replayed_by_its_reasons_and_an_unknown_one_is_refused(
    world: World,
    ask: Ask,
) -> None:
    world.submit(a_mail(Subject="Giấy mời họp"))
    world.take_in()
    with pytest.raises(BadInputError, match="chưa được xét"):
        ask("1")
    world.work()

    answer = ask("1")

    assert (answer.code, answer.value["then"]["course"]) == (PASSED, "leave_alone")
    with pytest.raises(BadInputError, match="mailbot inspect"):
        ask("77")


class SlowReader:
    """Stands before the sandbox; while a mail is read, another thread writes."""

    def __init__(self, house: House) -> None:
        self.sandbox, self.database = house.sandbox, house.database
        self.waited: list[bool] = []

    def run_on(self, *asked: Any) -> Any:
        writer = Thread(target=self._write, daemon=True)
        writer.start()
        writer.join(10)
        self.waited.append(writer.is_alive())
        return self.sandbox.run_on(*asked)

    def _write(self) -> None:
        with self.database.transaction() as connection:
            switches.pause(connection, "Lê An", "")

    def close(self) -> None:
        """The sandbox is closed by its house."""


def test_while_a_mail_is_read_for_a_person_work_goes_on(
    world: World, ask: Ask, tmp_path: Path
) -> None:
    raw = a_mail(Subject="Giấy mời họp")
    world.submit(raw)
    world.take_in()
    world.work()
    file = tmp_path / "mail.eml"
    file.write_bytes(raw)
    reader = SlowReader(world.house)
    vars(world.house)["sandbox"] = reader

    ask("1")
    inspect.inspect(Namespace(message=file))

    assert reader.waited == [False, False]
