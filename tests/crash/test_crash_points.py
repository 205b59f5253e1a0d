"""The short form: some points of the way of every play. `make soak` takes them all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pytest

from tests.crash.fork_server import ForkServer, a_fork_server
from tests.crash.outcome import Outcome
from tests.crash.plays import PLAYS
from tests.crash.stage import Stage, a_stage, die_at, undisturbed
from tests.pki import token
from tests.servers.mail import MailServers
from tests.servers.postgres import Postgres

SAMPLE = 6
# Where the other plays end, most on one of the databases only: to perform them takes a while. At
# the first point of a name, or so far on.
END: dict[str, tuple[float | str, ...]] = {
    "reset": ("after mail host carry_out",),
    "supplement": (0.78,),
    "two_step": (0.55,),
    "twice_and_broken": (0.3,),
    "stamped": ("after http application/timestamp-query",),
    "token": ("after token sign",),
    "restored": ("after database copied", "after mail host look_up"),
}


@dataclass(frozen=True)
class Lived:
    """A stage with what came of its play undisturbed, and the points on its way."""

    stage: Stage
    wanted: Outcome
    points: Sequence[str]

    def dies_at(self, last: float | str) -> str:
        """Die there, by its number, its name or its share of the way; return the point."""
        at = int(last * len(self.points)) if isinstance(last, float) else last
        return die_at(self.stage, at, self.wanted)


@pytest.fixture(scope="module")
def lives(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ForkServer]:
    with a_fork_server(tmp_path_factory.mktemp("lives")) as server:
        yield server


WHERE = (
    ("sqlite", "clean"),
    ("sqlite", "two_step"),
    ("sqlite", "stamped"),
    ("sqlite", "token"),
    ("sqlite", "restored"),
    ("postgresql", "clean"),
    ("postgresql", "reset"),
    ("postgresql", "supplement"),
    ("postgresql", "twice_and_broken"),
    ("postgresql", "restored"),
)


@pytest.fixture(scope="module", params=WHERE, ids="-".join)
def lived(
    request: pytest.FixtureRequest,
    mail_servers: MailServers,
    lives: ForkServer,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Lived]:
    kind, name = request.param
    if PLAYS[name].token and not token.is_installed():
        pytest.skip("needs softhsm2")
    folder = tmp_path_factory.mktemp("lived")
    folder.chmod(0o755)
    if kind == "sqlite":
        urls = f"sqlite:///{folder}/mailbot.db", f"sqlite:///{folder}/hosts.db"
    else:
        server: Postgres = request.getfixturevalue("postgres")
        urls = server.database(), server.database()
    with a_stage(mail_servers, *urls, folder, PLAYS[name], lives) as stage:
        yield Lived(stage, *undisturbed(stage))


def test_wherever_it_dies_the_same_comes_of_it(lived: Lived) -> None:
    name = lived.stage.play.name
    assert {point.removeprefix("before ") for point in lived.points} >= wanted_points(lived)
    if name in END:
        assert all(lived.dies_at(last) for last in END[name])
        return
    sample = range(5, len(lived.points) + 1, len(lived.points) // SAMPLE)
    died = [lived.dies_at(last) for last in sample]
    assert sum(map(bool, died)) >= SAMPLE - 1
    # Here nobody can know whether the mail has left; how many points come before differs by life.
    assert lived.dies_at("after smtp data") == "after smtp data"


def wanted_points(lived: Lived) -> set[str]:
    """Return what must be on the way of this play."""
    wanted = {"commit", "imap connect", "imap fetch", "smtp connect", "smtp data", "smtp quit"}
    if not lived.stage.world.house.is_shared:  # there, raw mail is committed, not fsynced
        wanted |= {"fsync", "rename"}
    wanted |= {
        "two_step": {"sandbox upload_faults"},
        "token": {"token open", "token sign", "mail host carry_out"},
        "restored": {"database copied", "mail host look_up", "mail host carry_out"},
        "stamped": {
            "reader start",
            "reader answer",
            "dns resolve",
            "http list",
            "http application/ocsp-request",
            "http application/timestamp-query",
            "http answer",
        },
    }.get(lived.stage.play.name, {"mail host carry_out"})
    return wanted
