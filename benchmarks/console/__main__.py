"""`python -m benchmarks.console`: what queue, search and case cost the server, on both databases.

`--ended N` and `--open N` for a smaller town; `--json`; `--sqlite` or `--postgresql` alone.
"""

from __future__ import annotations

import argparse
import json
import random
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

from benchmarks.console.town import fill, searches
from mailbot.storage.staff import Role
from tests.console.office import Browser, Staffed, a_staffed_house
from tests.servers.postgres import running_postgres

ROUNDS = 15
BUDGET = 50.0  # milliseconds, console design


def main() -> None:
    """Print one table, or one JSON value with --json."""
    options = _options()
    figures: dict[str, dict[str, float]] = {}
    for engine in ("sqlite", "postgresql"):
        if options.only in {None, engine}:
            with _town(engine, options.open, options.ended) as staffed:
                figures[engine] = _measured(staffed)
    if options.json:
        print(json.dumps(figures, indent=1))
        return
    for engine, told in figures.items():
        for name, milliseconds in told.items():
            mark = "" if milliseconds <= BUDGET else "  OVER 50 ms"
            print(f"{engine:<11} {name:<45} {milliseconds:8.1f} ms{mark}", flush=True)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="benchmarks.console")
    parser.add_argument("--open", type=int, default=5_000)
    parser.add_argument("--ended", type=int, default=1_000_000)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--sqlite", dest="only", action="store_const", const="sqlite")
    parser.add_argument("--postgresql", dest="only", action="store_const", const="postgresql")
    return parser.parse_args()


@contextmanager
def _town(engine: str, still_open: int, ended: int) -> Iterator[Staffed]:
    with tempfile.TemporaryDirectory() as folder, _url(engine) as url:
        sections = {"database": {"url": url}} if url else {}
        with a_staffed_house(Path(folder), **sections) as staffed:
            staffed.member("lan", Role.HANDLE, Role.APPROVE)
            fill(staffed.house, random.Random(1), still_open=still_open, ended=ended)
            yield staffed


@contextmanager
def _url(engine: str) -> Iterator[str]:
    if engine == "sqlite":
        yield ""
        return
    with running_postgres() as postgres:
        yield postgres.database()


def _measured(staffed: Staffed) -> dict[str, float]:
    browser = Browser(staffed, "lan")
    told = {
        "queue": _best(lambda: browser.get("/")),
        "case": _best(lambda: browser.get("/ho-so/HS-2026-00001")),
        "finished cases": _best(lambda: browser.get("/?v=xong")),
    }
    for name, query in searches():
        for group, among in (("can", "open"), ("xong", "finished"), ("tat-ca", "all")):
            path = "/?" + urlencode({"v": group, "q": query})
            key = f"search {among}: {name}"
            told[key] = _best(lambda path=path: browser.get(path, **{"hx-request": "true"}))
    return told


def _best(ask: Callable[[], object]) -> float:
    """Return the milliseconds of the quickest answer once the first has warmed it up.

    The quickest, so that other work of the machine is left out; PostgreSQL's own work is in it.
    """
    ask()
    taken = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        ask()
        taken.append(1000 * (time.perf_counter() - began))
    return min(taken)


if __name__ == "__main__":
    main()
