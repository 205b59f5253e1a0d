"""The metrics are what Prometheus can parse, and true; rules and dashboard ask only for these."""

from __future__ import annotations

import json
import re
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from http.client import RemoteDisconnected
from pathlib import Path
from socket import create_server
from typing import Any
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from sqlalchemy import update

from mailbot.cases.case import Channel
from mailbot.cases.finding import Finding, Severity
from mailbot.cases.state import State
from mailbot.defaults import default_file
from mailbot.errors import SettingsError
from mailbot.house import House
from mailbot.operations.metrics import metrics
from mailbot.operations.metrics_server import MetricsServer, serve_metrics, told_by
from mailbot.operations.metrics_text import exposition
from mailbot.storage import (
    backups,
    inbox_marks,
    letters,
    messages,
    observations,
    outbox,
    switches,
    work,
)
from mailbot.storage.case_store import CaseStore
from mailbot.storage.database import Database
from mailbot.storage.letters import LetterKind
from mailbot.storage.messages import Arrived, Disposition, Spot
from mailbot.storage.observations import Observation
from mailbot.storage.outbox import MailState, Posted
from mailbot.storage.tables import cases, message
from mailbot.words import load_words
from tests.builders import a_case
from tests.databases import SEAL
from tests.journeys.world import World
from tests.logged import a_log
from tests.slips import take_one

NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
_SAMPLE = re.compile(r"([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (\S+)")
_LABEL = re.compile(r'([a-zA-Z_]\w*)="((?:[^"\\\n]|\\["\\n])*)"(?:,|$)')

Samples = dict[tuple[str, frozenset[tuple[str, str]]], float]


def parsed(text: str) -> Samples:
    """Read the text format (version 0.0.4) strictly; any line that does not fit fails."""
    assert text.endswith("\n")
    found: Samples = {}
    typed: set[str] = set()
    for line in text.splitlines():
        if line.startswith("#"):
            said = re.fullmatch(r"# (HELP|TYPE) (\w+) (.+)", line)
            assert said, line
            if said[1] == "TYPE":
                assert said[2] not in typed, "a metric's lines stand together"
                assert said[3] == "gauge"
                typed.add(said[2])
            continue
        sample = _SAMPLE.fullmatch(line)
        assert sample, line
        name, labels, value = sample.groups()
        assert name in typed, line
        assert _LABEL.sub("", labels or "") == "", line
        key = (name, frozenset(_LABEL.findall(labels or "")))
        assert key not in found, line
        found[key] = float(value)
    return found


def value(found: Samples, name: str, **labels: str) -> float:
    return found[f"mailbot_{name}", frozenset(labels.items())]


@pytest.fixture
def told(database: Database) -> Samples:
    """Return what is told of a day with a little of everything."""
    store = CaseStore(SEAL)
    with database.transaction() as connection:
        for hours in (-1, 2, 10, 30):
            store.open(connection, a_case(due_at=NOW + hours * HOUR), NOW)
        arrived = Arrived("c" * 64, "r" * 64, 10, "", NOW)
        row = messages.record(connection, arrived, Spot("box", 1, 7), NOW)
        inbox_marks.mark_polled(connection, Spot("box", 1, 7), NOW - timedelta(seconds=90))
        messages.conclude(
            connection, row, Disposition.REJECTED, reasons=("login_differs", 'odd "\\\n')
        )
        outbox.post(connection, Posted("k", "result", ("a@b",), "<m@n>", b"x"), NOW, NOW + HOUR)
        slip = take_one(connection, NOW, HOUR)
        assert slip is not None
        work.set_aside(connection, slip, "boom")
        switches.pause(connection, "A", "b")
        later = take_one(connection, NOW + 2 * HOUR, HOUR)
        assert later is not None
        work.postpone(connection, later, NOW + 3 * HOUR, "away")
    return told_of(database)


def told_of(database: Database, now: datetime = NOW) -> Samples:
    return parsed(exposition(metrics(database, now)))


def test_every_number_is_the_databases(told: Samples) -> None:
    assert value(told, "last_poll_age_seconds") == 90
    assert [
        value(told, "deadlines", left=left) for left in ("overdue", "under_4h", "under_1d", "more")
    ] == [1, 1, 1, 1]
    assert value(told, "nearest_deadline_seconds") == -3600
    assert value(told, "open_cases", state="in_review") == 4
    assert value(told, "mails_last_day", disposition="rejected") == 1
    assert value(told, "work", kind="examine", state="set_aside") == 1
    assert value(told, "work", kind="deliver", state="later") == 1
    assert value(told, "work_failing", kind="deliver") == 1
    assert value(told, "outbox", state="ready") == 1
    assert value(told, "mails_sent_last_day") == 0
    assert value(told, "paused") == 1


def move(database: Database, minutes: int, what: str, **changed: Any) -> None:
    """Change the first case so many minutes after now."""
    store = CaseStore(SEAL)
    with database.transaction() as connection:
        case = replace(store.load(connection, 1), **changed)
        store.save(connection, case, NOW + timedelta(minutes=minutes), what)


def steps(found: Samples, quantile: str = "1.0") -> dict[str, float]:
    """Return how long the longest of each step took."""
    labels = {key: dict(key[1]) for key in found if key[0] == "mailbot_step_seconds_last_day"}
    return {
        told["step"]: found[key] for key, told in labels.items() if told["quantile"] == quantile
    }


def test_a_step_is_a_move_to_another_state_and_lasts_from_the_move_before(
    database: Database,
) -> None:
    with database.transaction() as connection:
        CaseStore(SEAL).open(connection, a_case(), NOW)
    move(database, 3, "cell_edited")
    move(database, 10, "approved", state=State.ACCEPTED)
    move(database, 12, "provisioned", state=State.PROVISIONED)
    move(database, 13, "drafted", state=State.SIGNED)
    move(database, 20, "answered", state=State.ANSWERED)
    move(database, 40, "erased")

    found = told_of(database, NOW + HOUR)
    assert steps(found) == {"approved": 600, "provisioned": 120, "drafted": 60, "answered": 420}
    assert steps(told_of(database, NOW + timedelta(days=1, minutes=15))) == {"answered": 420}


def test_a_wait_that_began_before_the_last_day_is_told(database: Database) -> None:
    with database.transaction() as connection:
        CaseStore(SEAL).open(connection, a_case(), NOW)
    move(database, 3 * 1440, "approved", state=State.ACCEPTED)

    assert steps(told_of(database, NOW + timedelta(days=3, minutes=1))) == {"approved": 3 * 86400}


def test_receiving_is_told_of_all_mails_and_examining_of_those_that_opened_a_case(
    database: Database,
) -> None:
    def take_in(uid: int, disposition: Disposition, case_id: int | None) -> int:
        arrived = Arrived(f"{uid:064}", "r", 10, "", NOW - timedelta(seconds=uid))
        row = messages.record(connection, arrived, Spot("box", 1, uid), NOW)
        messages.conclude(connection, row, disposition, case_id=case_id)
        return row

    with database.transaction() as connection:
        for seconds in (40, 50, 60):
            CaseStore(SEAL).open(connection, a_case(), NOW + timedelta(seconds=seconds))
        take_in(20, Disposition.CASE, 1)
        take_in(300, Disposition.JOINED, 1)
        take_in(400, Disposition.REJECTED, None)
        by_hand = take_in(500, Disposition.CASE, 2)
        connection.execute(update(message).filter_by(id=by_hand).values(taken_by="Lê An"))
        take_in(600, Disposition.CASE, 3)
        connection.execute(update(cases).filter_by(id=3).values(channel=Channel.POST))

    found = told_of(database, NOW + HOUR)
    assert steps(found) == {"received": 500, "examined": 40}
    assert steps(found, "0.5") == {"received": 400, "examined": 40}


def test_the_reasons_of_cases_are_counted_by_code_and_verdict(database: Database) -> None:
    store = CaseStore(SEAL)
    unsigned = Finding("signature.unsigned", Severity.BLOCKS, {"name": "Nguyễn Văn An"})
    odd = Finding("row.phone_odd", Severity.LOOK, {"phone": "094617350"}, row=0)
    with database.transaction() as connection:
        for findings in ((unsigned, odd), (unsigned,), ()):
            store.open(connection, replace(a_case(), findings=findings), NOW)
    with database.transaction() as connection:
        letters.write(connection, 1, LetterKind.REFUSAL, {}, NOW)
        letters.write(connection, 2, LetterKind.SUPPLEMENT, {}, NOW)
    move(database, 1, "answered", state=State.ANSWERED)

    found = told_of(database, NOW + HOUR)
    told = {
        (dict(labels)["verdict"], dict(labels)["reason"]): count
        for (name, labels), count in found.items()
        if name == "mailbot_case_reasons_last_day"
    }
    assert told == {
        ("review", "signature.unsigned"): 2,
        ("review", "row.phone_odd"): 1,
        ("refused", "signature.unsigned"): 1,
        ("refused", "row.phone_odd"): 1,
        ("supplement", "signature.unsigned"): 1,
    }
    assert value(found, "cases_ended_last_day", outcome="refused", by_itself="no") == 1
    assert "Nguyễn" not in str(found)
    assert not [
        name
        for name, _ in told_of(database, NOW + timedelta(days=2))
        if name in {"mailbot_case_reasons_last_day", "mailbot_cases_ended_last_day"}
    ]


def test_the_age_of_the_backup_is_told_once_there_is_one(database: Database) -> None:
    assert not [name for name, _ in told_of(database) if name == "mailbot_backup_age_seconds"]
    with database.transaction() as connection:
        backups.note(connection, NOW - 30 * HOUR)

    assert value(told_of(database), "backup_age_seconds") == 30 * 3600


def test_what_the_doctor_found_is_told_while_its_host_is_heard_of(database: Database) -> None:
    seen = (("a", "disk", False, 1), ("a", "clock", True, 1), ("b", "disk", False, 3))
    with database.transaction() as connection:
        observations.keep(
            connection,
            [
                Observation(host, look, good, ("hãy dọn đĩa",), NOW - hours * HOUR)
                for host, look, good, hours in seen
            ],
        )

    found = told_of(database)
    assert value(found, "doctor_good", host="a", look="disk") == 0
    assert value(found, "doctor_good", host="a", look="clock") == 1
    assert value(found, "doctor_age_seconds") == 3600
    assert len([name for name, _ in found if name == "mailbot_doctor_good"]) == 2


def test_a_mail_that_came_back_after_it_was_sent_is_told_however_old(database: Database) -> None:
    with database.transaction() as connection:
        for key in "abc":
            mail = Posted(key, "result", ("a@b",), f"<{key}@n>", b"x")
            outbox.post(connection, mail, NOW, NOW)
            outbox.sent(connection, ord(key) - ord("a") + 1, "250 ok", NOW)
        outbox.settle(connection, 1, MailState.FAILED, "bounced")

    found = told_of(database, NOW + HOUR)
    assert value(found, "outbox", state="failed") == 1
    assert value(found, "mails_sent_last_day") == 3


def test_a_reason_with_odd_characters_stays_one_line(told: Samples) -> None:
    reasons = {
        dict(labels)["reason"]
        for name, labels in told
        if name == "mailbot_verdict_reasons_last_day"
    }

    assert reasons == {"login_differs", 'odd \\"\\\\\\n'}


def test_an_empty_database_is_told_too(database: Database) -> None:
    found = told_of(database)

    assert value(found, "work_oldest_due_seconds") == 0
    assert value(found, "deadlines", left="overdue") == 0


def test_the_port_answers_on_this_machine_only_and_nothing_else() -> None:
    server = MetricsServer(lambda: "# ok\n", 0)
    try:
        with urlopen(f"http://127.0.0.1:{server.port}/metrics") as answer:
            assert answer.read() == b"# ok\n"
            assert answer.headers["Content-Type"].startswith("text/plain; version=0.0.4")
        with pytest.raises(HTTPError) as refused:
            urlopen(f"http://127.0.0.1:{server.port}/")
        refused.value.close()
        assert refused.value.code == 404
        with pytest.raises(SettingsError, match="metrics_port"):
            MetricsServer(str, server.port)
    finally:
        server.close()


def test_a_scrape_that_fails_is_an_event_of_the_log_without_its_text(tmp_path: Path) -> None:
    def fail() -> str:
        raise ValueError("094199003372")

    with a_log(tmp_path) as log:
        server = MetricsServer(fail, 0)
        with pytest.raises(RemoteDisconnected):
            urlopen(f"http://127.0.0.1:{server.port}/metrics")
        server.close()
    (told,) = log.of("bug")
    assert (told["kind"], told["traceback"][-1]) == ("metrics", "ValueError")
    assert "094199003372" not in log.text


def test_a_database_that_is_away_is_told_as_down(world: World) -> None:
    assert value(parsed(told_by(world.house)), "up") == 1
    world.house.database.close()

    nowhere = world.house.settings.database.model_copy(
        update={"url": "sqlite:////nowhere/at/all.db"}
    )
    house = House(world.house.settings.model_copy(update={"database": nowhere}))

    assert value(parsed(told_by(house)), "up") == 0
    house.close()


def test_rules_and_dashboard_ask_only_for_what_is_told(database: Database) -> None:
    known = {one.name for one in metrics(database, NOW)} | {"mailbot_up"}
    rules = default_file("monitoring/alerts.yaml").read_text("utf-8")
    board = json.loads(default_file("monitoring/grafana.json").read_text("utf-8"))
    asked = [target["expr"] for panel in board["panels"] for target in panel["targets"]]
    asked += re.findall(r"expr: (.+)", rules)

    names = {name for expression in asked for name in re.findall(r"mailbot_\w+", expression)}

    assert len(names) >= 13
    assert names <= known


def test_every_metric_that_tells_of_trouble_has_a_rule() -> None:
    rules = default_file("monitoring/alerts.yaml").read_text("utf-8")
    for name in (
        "step_seconds_last_day", "work_failing", "last_poll_age_seconds", "outbox",
        "backup_age_seconds", "doctor_good", "doctor_age_seconds",
    ):  # fmt: skip
        assert re.search(rf"expr: .*\bmailbot_{name}\b", rules), name


def test_the_steps_a_rule_names_are_steps_cases_take() -> None:
    rules = default_file("monitoring/alerts.yaml").read_text("utf-8")
    steps = {step for named in re.findall(r'step=~"([^"]+)"', rules) for step in named.split("|")}

    assert "examined" in steps
    assert steps <= {"received", "examined"} | {
        name.removeprefix("deed.") for name in load_words().texts if name.startswith("deed.")
    }


def test_the_settings_say_whether_and_where_metrics_are_served(world: World) -> None:
    with closing(create_server(("127.0.0.1", 0))) as taken:
        port = taken.getsockname()[1]
    operations = world.house.settings.operations.model_copy(update={"metrics_port": port})
    house = House(world.house.settings.model_copy(update={"operations": operations}))

    with serve_metrics(house), urlopen(f"http://127.0.0.1:{port}/metrics") as answer:
        assert value(parsed(answer.read().decode()), "up") == 1
    with pytest.raises(OSError, match="refused"):
        urlopen(f"http://127.0.0.1:{port}/metrics")
    with serve_metrics(world.house):
        pass
    house.close()
