"""`python -m benchmarks.console`: what queue, search and case cost the server, on both databases.

`--ended N` and `--open N` for a smaller town; `--kept FOLDER` generates the towns there once and
opens them again; `--json`; `--sqlite` or `--postgresql` alone; `--profile FILE` (see README.md).
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

from benchmarks.console.asking import Cost, Served, served
from benchmarks.console.kept import a_town
from benchmarks.console.town import searches

BUDGET = 50.0  # milliseconds, console design


def main() -> None:
    """Print one table, or one JSON value with --json."""
    options = _options()
    figures: dict[str, dict[str, Cost]] = {}
    size = {"still_open": options.open, "ended": options.ended}
    with _folder(options.kept) as folder:
        for engine in ("sqlite", "postgresql"):
            if options.only in {None, engine}:
                with a_town(folder, engine, **size) as place, served(place, options.profile) as one:
                    figures[engine] = _measured(one)
    if options.json:
        print(json.dumps(figures, indent=1, default=lambda cost: cost.told))
        return
    _print(figures)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="benchmarks.console")
    parser.add_argument("--open", type=int, default=5_000)
    parser.add_argument("--ended", type=int, default=1_000_000)
    parser.add_argument("--kept", type=Path)
    parser.add_argument("--profile", type=Path)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--sqlite", dest="only", action="store_const", const="sqlite")
    parser.add_argument("--postgresql", dest="only", action="store_const", const="postgresql")
    return parser.parse_args()


@contextmanager
def _folder(kept: Path | None) -> Iterator[Path]:
    if kept is not None:
        yield kept.resolve()
        return
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)  # PostgreSQL's own user must reach its directory
        yield Path(folder)


def _measured(console: Served) -> dict[str, Cost]:
    told = {
        "queue": console.cost("/"),
        "case": console.cost("/ho-so/HS-2026-00001"),
        "case, from a search": console.cost("/ho-so/HS-2026-00001?q=nguyen"),
        "finished cases": console.cost("/?v=xong"),
        "all cases": console.cost("/?v=tat-ca"),
        "deadlines": console.cost("/thoi-han"),
        "deadlines, the list in time": console.cost("/thoi-han/trong-han"),
        "deadlines, the list answered": console.cost("/thoi-han/da-tra-loi"),
        "calendar": console.cost("/lich"),
    }
    for name, query in searches():
        for group, among in (("can", "open"), ("xong", "finished"), ("tat-ca", "all")):
            path = "/?" + urlencode({"v": group, "q": query})
            told[f"search {among}: {name}"] = console.cost(path, fragment=True)
    return told


def _print(figures: dict[str, dict[str, Cost]]) -> None:
    print(f"{'milliseconds of processor time':<58} {'console':>8} {'database':>9} {'clock':>8}")
    for engine, told in figures.items():
        for name, cost in told.items():
            over = "" if cost.processor <= BUDGET else "  OVER 50 ms"
            print(
                f"{engine:<11} {name:<46} {cost.console:8.1f} {cost.database:9.1f} "
                f"{cost.clock:8.1f}{over}"
            )


if __name__ == "__main__":
    main()
