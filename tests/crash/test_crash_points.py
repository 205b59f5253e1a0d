"""The short form: some points of the way of a clean request. `make soak` takes them all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pytest

from tests.crash.stage import Outcome, Stage, a_stage, die_at, die_at_first, undisturbed
from tests.servers.mail import MailServers
from tests.servers.postgres import Postgres

SAMPLE = 6


@dataclass(frozen=True)
class Lived:
    """A stage with what came of one undisturbed life on it, and the points on its way."""

    stage: Stage
    wanted: Outcome
    points: Sequence[str]


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def lived(
    request: pytest.FixtureRequest,
    mail_servers: MailServers,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Lived]:
    folder = tmp_path_factory.mktemp("lived")
    folder.chmod(0o755)
    if request.param == "sqlite":
        urls = f"sqlite:///{folder}/mailbot.db", f"sqlite:///{folder}/hosts.db"
    else:
        server: Postgres = request.getfixturevalue("postgres")
        urls = server.database(), server.database()
    with a_stage(mail_servers, urls[0], urls[1], folder) as stage:
        yield Lived(stage, *undisturbed(stage))


def test_every_kind_of_point_is_on_the_way(lived: Lived) -> None:
    passed = {
        point.removeprefix("before ") for point in lived.points if point.startswith("before ")
    }
    wanted = {"commit", "imap fetch", "sandbox read_dossier", "mail host carry_out", "smtp data"}
    if not lived.stage.world.house.is_shared:  # there, raw mail is committed, not fsynced
        wanted |= {"fsync", "rename"}
    assert passed >= wanted


def test_wherever_it_dies_the_same_comes_of_it(lived: Lived) -> None:
    sample = range(5, len(lived.points) + 1, len(lived.points) // SAMPLE)
    died = [die_at(lived.stage, last, lived.wanted) for last in sample]
    assert sum(map(bool, died)) >= SAMPLE - 1
    # Here nobody can know whether the mail has left; how many points come before differs by life.
    after_data = die_at_first(lived.stage, "after smtp data", lived.wanted)
    assert after_data == "after smtp data"
