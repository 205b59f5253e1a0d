"""`python -m benchmarks.console`: what queue, search and case cost the server, on both databases.

`--ended N` and `--open N` for a smaller town; `--kept FOLDER` generates the towns there once and
opens them again; `--pages PATTERN` for some; `--json`; `--sqlite` or `--postgresql` alone;
`--profile FILE` (see README.md).
"""

from __future__ import annotations

import argparse
import json
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, astuple
from pathlib import Path
from urllib.parse import urlencode

from benchmarks.console.asking import Cost, Served, served
from benchmarks.console.kept import a_town
from benchmarks.console.town import Size, searches

BUDGET = 50.0  # milliseconds, console design
PAGES = {
    "queue": "/",
    "case": "/ho-so/HS-2026-00001",
    "case, from a search": "/ho-so/HS-2026-00001?q=nguyen",
    "finished cases": "/?v=xong",
    "all cases": "/?v=tat-ca",
    "deadlines": "/thoi-han",
    "deadlines, the list in time": "/thoi-han/trong-han",
    "deadlines, the list answered": "/thoi-han/da-tra-loi",
    "calendar": "/lich",
    "counter": "/tiep-nhan",
    "counter, the form": "/tiep-nhan/moi",
    "work list": "/viec-can-lam",
    "signing desk": "/trinh-ky",
    "agencies": "/co-quan",
    "agencies, a search": "/co-quan?tim=tan+thoi+5",
    "agency, the largest": "/co-quan/pnk",
    "mailboxes": "/hop-thu",
    "mailboxes, a search": "/hop-thu?tim=nguyen+thi",
    "report, a month": "/bao-cao?ky=thang&ngay=2026-10-01",
    "report, a quarter": "/bao-cao?ky=quy&ngay=2026-07-01",
    "report, a year": "/bao-cao?ky=nam&ngay=2025-01-01",
    "report, a year of an agency": "/bao-cao?ky=nam&ngay=2025-01-01&co-quan=pnk",
    "report, the oldest year": "/bao-cao?ky=nam&ngay=2021-01-01",
    "register of a month": "/bao-cao/so-theo-doi?ky=thang&ngay=2026-10-01",
    "register of a year, its last page": (
        "/bao-cao/so-theo-doi?ky=nam&ngay=2025-01-01&trang=9999999"
    ),
    "history": "/nhat-ky",
    "history of a case": "/nhat-ky?ho-so=HS-2024-500000",
    "history of an officer": "/nhat-ky?nguoi=C%C3%A1n+b%E1%BB%99+7",
    "history of an officer in a month": (
        "/nhat-ky?nguoi=C%C3%A1n+b%E1%BB%99+7&viec=approved&tu=01/03/2024&den=31/03/2024"
    ),
    "system": "/he-thong",
    "users": "/nguoi-dung",
    "account": "/tai-khoan",
}


def main() -> None:
    """Print one table, or one JSON value with --json."""
    options = _options()
    figures: dict[str, dict[str, Cost]] = {}
    size = Size(options.open, options.ended, busy=300, agencies=600, mailboxes=20_000)
    with _folder(options.kept) as folder:
        for engine in ("sqlite", "postgresql"):
            if options.only in {None, engine}:
                with a_town(folder, engine, size) as place, served(place, options.profile) as one:
                    figures[engine] = _measured(one, options.pages)
    if options.json:
        print(json.dumps(figures, indent=1, default=asdict))
        return
    _print(figures)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="benchmarks.console")
    parser.add_argument("--open", type=int, default=5_000)
    parser.add_argument("--ended", type=int, default=1_000_000)
    parser.add_argument("--kept", type=Path)
    parser.add_argument("--profile", type=Path)
    parser.add_argument("--pages", default="", help="only those whose name this pattern finds")
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


def _measured(console: Served, only: str) -> dict[str, Cost]:
    pages = {name: (path, False) for name, path in PAGES.items()}
    for name, query in searches():
        for group, among in (("can", "open"), ("xong", "finished"), ("tat-ca", "all")):
            path = "/?" + urlencode({"v": group, "q": query})
            pages[f"search {among}: {name}"] = path, True
    return {
        name: console.cost(path, fragment=fragment)
        for name, (path, fragment) in pages.items()
        if re.search(only, name)
    }


def _print(figures: dict[str, dict[str, Cost]]) -> None:
    heads = ("console", "database", "p95", "clock", "p95")
    print(f"{'milliseconds of processor time':<57}", *(f"{head:>8}" for head in heads))
    for engine, told in figures.items():
        for name, cost in told.items():
            over = "" if cost.processor <= BUDGET else "  OVER 50 ms"
            figures_told = (f"{one:8.1f}" for one in astuple(cost))
            print(f"{engine:<11} {name:<45}", *figures_told, over)


if __name__ == "__main__":
    main()
