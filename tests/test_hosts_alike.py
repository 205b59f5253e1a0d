"""What hosts that share a database must have alike, and what is each one's own."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from mailbot.house import House, ground
from mailbot.settings import settings_from
from mailbot.storage.seal import new_key
from tests.databases import database_section
from tests.test_settings import SMALLEST, smallest

KEYS = "centre.p12", "leader.p12"


@pytest.fixture
def told(tmp_path: Path) -> Callable[..., str]:
    """Return what tells by which settings and keys a host works that has these sections."""
    (tmp_path / "seal-key").write_text(new_key())
    for key in KEYS:
        (tmp_path / key).write_bytes(b"a key")
    signing = SMALLEST["signing"] | {
        "pkcs12": str(tmp_path / KEYS[0]),
        "leader_pkcs12": str(tmp_path / KEYS[1]),
    }
    common = {
        "database": {"url": "postgresql+psycopg://db.test/mailbot"},
        "archive": {"directory": str(tmp_path / "archive")},
        "signing": signing,
    }

    def of_a_host(**sections: dict[str, Any]) -> str:
        given = {
            name: common.get(name, {}) | sections.get(name, {}) for name in (*common, *sections)
        }
        values = smallest(**given) | {"secrets_directory": str(tmp_path)}
        with closing(House(settings_from(values, "-"))) as house:
            assert house.membership is not None
            return house.membership.settings_sha

    return of_a_host


@pytest.mark.parametrize("file", ["seal-key", *KEYS])
def test_hosts_must_have_the_same_keys(told: Callable[..., str], tmp_path: Path, file: str) -> None:
    before = told()
    assert told() == before
    (tmp_path / file).write_text(new_key())
    assert told() != before


def test_a_sealing_key_may_stand_in_another_place_of_its_file(
    told: Callable[..., str], tmp_path: Path
) -> None:
    """So that hosts get a new one after each other: first all can open it, then it seals."""
    old, new = new_key(), new_key()
    (tmp_path / "seal-key").write_text(f"{old}\n{new}\n")
    before = told()
    (tmp_path / "seal-key").write_text(f"{new}\n{old}\n")
    assert told() == before


@pytest.mark.parametrize(
    ("section", "is_shared"),
    [
        pytest.param({"deadline": {"working_days": 1}}, True, id="the deadline"),
        pytest.param({"smtp": {"host": "other.test"}}, True, id="the mail server"),
        pytest.param({"console": {"port": 9999}}, False, id="the port of its pages"),
        pytest.param({"operations": {"metrics_port": 9998}}, False, id="the port of its metrics"),
        pytest.param({"database": {"url": "postgresql+psycopg://x.test/y"}}, False, id="the way"),
    ],
)
def test_hosts_must_have_the_same_settings_but_for_what_is_each_ones_own(
    told: Callable[..., str], section: dict[str, Any], *, is_shared: bool
) -> None:
    assert (told(**section) != told()) is is_shared


def test_hosts_take_the_time_from_the_database_whatever_their_own_clocks_say(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ground, "utc_now", lambda: datetime(2001, 1, 1, tzinfo=UTC))
    values = smallest(**database_section(request, "postgresql"))
    with closing(House(settings_from(values, "-"))) as house:
        told = house.clock()
        with house.database.reading() as connection:
            its_own = connection.execute(text("SELECT clock_timestamp()")).scalar_one()
    assert abs(its_own - told) < timedelta(minutes=5)
