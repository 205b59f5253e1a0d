"""The towns on disk: generated once, then opened again for every try."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.console.town import Size, fill
from mailbot.storage.staff import Role
from tests.console.office import a_staffed_house
from tests.servers.postgres import kept_postgres

OFFICER = "lan"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a town lies: its house, and the URL and the process of its database server, if any."""

    house: Path
    url: str = ""
    server: int | None = None

    @property
    def sections(self) -> dict[str, dict[str, str]]:
        """The settings that lead to its database."""
        return {"database": {"url": self.url}} if self.url else {}


@contextmanager
def a_town(folder: Path, engine: str, size: Size) -> Iterator[Place]:
    """Yield the town of this size, generated in the folder unless it stands there already."""
    home = folder / f"{engine}-{size.still_open}-{size.ended}"
    (home / "house").mkdir(parents=True, exist_ok=True)
    if engine == "sqlite":
        yield _whole(Place(home / "house"), size)
        return
    (home / "server").mkdir(exist_ok=True)
    with kept_postgres(home / "server") as postgres:
        running = postgres.process.running
        place = Place(home / "house", postgres.first_database(), running.pid if running else None)
        yield _whole(place, size)


def _whole(place: Place, size: Size) -> Place:
    mark = place.house / "whole"
    if not mark.exists():
        if any(place.house.iterdir()):
            raise SystemExit(f"{place.house.parent} holds half a town: remove it and try again")
        with a_staffed_house(place.house, **place.sections) as staffed:
            staffed.member(OFFICER, *Role)
            fill(staffed.house, random.Random(1), size)
        mark.touch()
    return place
