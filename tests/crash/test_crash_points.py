"""The short form: some points of the way of a clean request. `make soak` takes them all."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.crash.stage import Stage, a_stage, die_at, die_at_first, undisturbed
from tests.servers.mail import MailServers
from tests.servers.postgres import Postgres

SAMPLE = 6


@pytest.fixture(params=["sqlite", "postgresql"])
def stage(
    request: pytest.FixtureRequest, mail_servers: MailServers, tmp_path: Path
) -> Iterator[Stage]:
    tmp_path.chmod(0o755)
    if request.param == "sqlite":
        urls = f"sqlite:///{tmp_path}/mailbot.db", f"sqlite:///{tmp_path}/hosts.db"
    else:
        server: Postgres = request.getfixturevalue("postgres")
        urls = server.database(), server.database()
    with a_stage(mail_servers, urls[0], urls[1], tmp_path) as stage:
        yield stage


def test_wherever_it_dies_the_same_comes_of_it(stage: Stage) -> None:
    wanted, points = undisturbed(stage)
    sample = range(5, len(points) + 1, len(points) // SAMPLE)
    died = [die_at(stage, last, wanted) for last in sample]
    assert sum(map(bool, died)) >= SAMPLE - 1
    # Here nobody can know whether the mail has left; how many points come before differs by life.
    assert die_at_first(stage, "after smtp data", wanted) == "after smtp data"


def test_every_kind_of_point_is_on_the_way(stage: Stage) -> None:
    _, points = undisturbed(stage)
    passed = {point.removeprefix("before ") for point in points if point.startswith("before ")}
    wanted = {"commit", "imap fetch", "sandbox read_dossier", "mail host carry_out", "smtp data"}
    if not stage.world.house.is_shared:  # there, raw mail is committed, not fsynced
        wanted |= {"fsync", "rename"}
    assert passed >= wanted
