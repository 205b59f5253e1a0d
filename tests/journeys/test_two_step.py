"""`two_step` and `worklist`: people make the mailboxes and sign; mailbot prepares and checks."""

from __future__ import annotations

import json
from argparse import Namespace
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from mailbot.cases.state import State
from mailbot.commands.usage import parse
from mailbot.house import House
from tests.journeys.paper import TWO_RECRUITS, Letter
from tests.journeys.reply import file_named, file_names, text_of
from tests.journeys.world import World, a_mail, a_world
from tests.servers.mail import MailServers

Say = Callable[..., Any]


@pytest.fixture
def world(mail_servers: MailServers, tmp_path: Path) -> Iterator[World]:
    tmp_path.chmod(0o755)
    urls = f"sqlite:///{tmp_path}/mailbot.db", f"sqlite:///{tmp_path}/hosts.db"
    with a_world(
        mail_servers,
        *urls,
        tmp_path,
        signing={"mode": "two_step"},
        provisioning={"host": "worklist"},
    ) as world:
        yield world


@pytest.fixture
def say(world: World, monkeypatch: pytest.MonkeyPatch) -> Say:
    """Return what types a staff command and gives its JSON value."""

    @contextmanager
    def same_house(_options: Namespace) -> Iterator[House]:
        yield world.house

    monkeypatch.setattr("mailbot.commands.house.house_of", same_house)
    monkeypatch.setattr("mailbot.commands.letters.house_of", same_house)

    def typed(*words: str) -> Any:
        options = parse([*words, "--json"])
        module, function = options.run.split(":")
        answer = getattr(import_module(f"mailbot.commands.{module}"), function)(options)
        return json.loads(json.dumps(answer.value))

    return typed


def test_staff_makes_the_mailboxes_leader_and_clerk_sign_and_mailbot_sends(
    world: World, say: Say, tmp_path: Path
) -> None:
    world.submit(a_mail(("Công văn.pdf", world.signed(Letter(sheets=(TWO_RECRUITS,))))))
    world.take_in()
    world.work()
    assert world.the_case().state is State.AWAITING_HANDS
    (receipt,) = world.replies()
    assert file_names(receipt)[0].startswith("Giấy tiếp nhận")

    tasks = say("tasks")["to_do"]
    assert [task["address"] for task in tasks] == ["daonth@cantho.gov.vn", "quytv@cantho.gov.vn"]
    first = say("reveal", tasks[0]["task"], "--officer", "Lê Thị Cán Bộ")
    assert len(first["password"]) >= 12
    say("done", tasks[0]["task"], "--officer", "Lê Thị Cán Bộ")
    say("done", tasks[1]["task"], "--officer", "Lê Thị Cán Bộ", "--not-done", "Hết dung lượng")
    world.work()
    assert world.the_case().state is State.AWAITING_SIGNATURE

    (waiting,) = say("letters", "list")
    draft = tmp_path / "draft.pdf"
    say("letters", "number", str(waiting["letter"]), "12/TB-TTCNTT", "--date", "2026-11-25",
        "--officer", "Văn thư")  # fmt: skip
    say("letters", "download", str(waiting["letter"]), str(draft))
    assert "12/TB-TTCNTT" in text_of(draft.read_bytes())

    signed = tmp_path / "signed.pdf"
    signed.write_bytes(world.pki.sign(draft.read_bytes(), world.leader, field_name="LanhDao"))
    refused = say("letters", "upload", str(waiting["letter"]), str(signed), "--officer", "Văn thư")
    assert refused["reasons"] == ["needs_two_signatures"]

    signed.write_bytes(world.pki.sign(signed.read_bytes(), world.organisation, field_name="CoQuan"))
    accepted = say("letters", "upload", str(waiting["letter"]), str(signed), "--officer", "Văn thư")
    assert accepted["accepted"]
    world.work()
    assert world.the_case().state is State.ANSWERED
    reply = world.replies()[-1]
    said = text_of(file_named(reply, "Thông báo"))
    assert "daonth@cantho.gov.vn" in said
    assert "Hết dung lượng" in said
    told = say("explain", world.the_case().number)
    assert {"password_revealed", "uploaded", "answered"} <= {e["what"] for e in told["history"]}


def test_another_document_than_ours_is_not_taken(world: World, say: Say, tmp_path: Path) -> None:
    world.submit(a_mail(("Công văn.pdf", world.signed(Letter(sheets=(TWO_RECRUITS,))))))
    world.take_in()
    world.work()
    for task in say("tasks")["to_do"]:
        say("done", task["task"], "--officer", "Lê Thị Cán Bộ")
    world.work()
    (waiting,) = say("letters", "list")
    foreign = tmp_path / "foreign.pdf"
    foreign.write_bytes(world.signed(Letter(sheets=(TWO_RECRUITS,))))
    answer = say(
        "letters", "upload", str(waiting["letter"]), str(foreign), "--number", "9/TB-TTCNTT",
        "--officer", "Văn thư",
    )  # fmt: skip
    assert answer["reasons"] == ["not_our_bytes"]
    assert world.the_case().state is State.AWAITING_SIGNATURE
