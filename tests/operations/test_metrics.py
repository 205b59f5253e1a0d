"""The metrics are what Prometheus can parse, and true; rules and dashboard ask only for these."""

from __future__ import annotations

import json
import re
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from socket import create_server
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from mailbot.cases.case import Case, Channel
from mailbot.cases.state import State
from mailbot.defaults import default_file
from mailbot.errors import SettingsError
from mailbot.house import House
from mailbot.operations.metrics import exposition, metrics
from mailbot.operations.metrics_server import MetricsServer, serve_metrics, told_by
from mailbot.storage import messages, outbox, switches, work
from mailbot.storage.case_store import CaseStore
from mailbot.storage.database import Database
from mailbot.storage.messages import Arrived, Disposition, Spot
from mailbot.storage.outbox import Posted
from mailbot.storage.seal import new_key, seal_from
from mailbot.words import load_words
from tests.journeys.world import World
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
    store = CaseStore(seal_from(new_key()))
    with database.transaction() as connection:
        for hours in (-1, 2, 10, 30):
            case = Case(
                0, "", State.IN_REVIEW, 0, Channel.EMAIL, "a", "", "new", NOW, NOW + hours * HOUR
            )
            store.open(connection, case, NOW)
        arrived = Arrived("c" * 64, "r" * 64, 10, "", NOW)
        row = messages.record(connection, arrived, Spot("box", 1, 7), NOW)
        messages.mark_polled(connection, Spot("box", 1, 7), NOW - timedelta(seconds=90))
        messages.conclude(
            connection, row, Disposition.REJECTED, reasons=("login_differs", 'odd "\\\n')
        )
        outbox.post(connection, Posted("k", "result", ("a@b",), "<m@n>", b"x"), NOW, NOW + HOUR)
        slip = take_one(connection, NOW, HOUR)
        assert slip is not None
        work.set_aside(connection, slip, "boom")
        switches.pause(connection, "A", "b")
        for minutes in (5, 7):
            moved = replace(store.load(connection, 1), state=State.IN_REVIEW)
            store.save(connection, moved, NOW + timedelta(minutes=minutes), "looked_at")
        later = take_one(connection, NOW + 2 * HOUR, HOUR)
        assert later is not None
        work.postpone(connection, later, NOW + 3 * HOUR, "away")
    with database.transaction() as connection:
        return parsed(exposition(metrics(connection, NOW)))


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
    assert value(told, "step_seconds_last_day", step="looked_at", quantile="0.5") == 300
    assert value(told, "step_seconds_last_day", step="looked_at", quantile="1.0") == 300
    assert value(told, "outbox", state="ready") == 1
    assert value(told, "paused") == 1


def test_a_reason_with_odd_characters_stays_one_line(told: Samples) -> None:
    reasons = {
        dict(labels)["reason"]
        for name, labels in told
        if name == "mailbot_verdict_reasons_last_day"
    }

    assert reasons == {"login_differs", 'odd \\"\\\\\\n'}


def test_an_empty_database_is_told_too(database: Database) -> None:
    with database.transaction() as connection:
        found = parsed(exposition(metrics(connection, NOW)))

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
    with database.transaction() as connection:
        known = {one.name for one in metrics(connection, NOW)} | {"mailbot_up"}
    rules = default_file("monitoring/alerts.yaml").read_text("utf-8")
    board = json.loads(default_file("monitoring/grafana.json").read_text("utf-8"))
    asked = [target["expr"] for panel in board["panels"] for target in panel["targets"]]
    asked += re.findall(r"expr: (.+)", rules)

    names = {name for expression in asked for name in re.findall(r"mailbot_\w+", expression)}

    assert len(names) >= 13
    assert names <= known


def test_every_metric_that_tells_of_trouble_has_a_rule() -> None:
    rules = default_file("monitoring/alerts.yaml").read_text("utf-8")
    for name in ("step_seconds_last_day", "work_failing", "last_poll_age_seconds", "outbox"):
        assert re.search(rf"expr: .*\bmailbot_{name}\b", rules), name


def test_the_steps_a_rule_names_are_steps_cases_take() -> None:
    rules = default_file("monitoring/alerts.yaml").read_text("utf-8")
    steps = {step for named in re.findall(r'step=~"([^"]+)"', rules) for step in named.split("|")}

    assert steps
    assert steps <= {
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
