"""`python -m tests.parsers.round_trip [--lists N] [--seed N] [--producer NAME]`.

Draws so many lists, has every producer write each as it is and changed in what must not matter, and
reads them; then every list with merged rows; then a hundred times as many grids that a page break
cuts anywhere; then ten times as many sheets by both readers of workbooks. Prints the counts; the
files of each fault are kept in build/round-trip. Exit code 1 where a list was misread in silence, a
plain one not read exactly and without a flag, or a sheet not read alike.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from tests.parsers.round_trip.cuts import cut_lists
from tests.parsers.round_trip.merged import WRITERS, merged_outcomes
from tests.parsers.round_trip.producers import PRODUCERS
from tests.parsers.round_trip.sheets import read_twice
from tests.parsers.round_trip.trip import Outcome, Way, drawn_trips, ways

FAULTS = Path(__file__).parents[3] / "build" / "round-trip"
VERDICTS = ("exact", "flagged", "wrong", "silent")


def main() -> int:
    options = _options()
    producers = options.producer or PRODUCERS
    faults = sum(_producer(producer, options.seed, options.lists) for producer in producers)
    faults += sum(_merged(producer) for producer in producers if producer in WRITERS)
    faults += _cut(options.seed, 100 * options.lists)
    faults += _read_twice(options.seed, 10 * options.lists)
    return 1 if faults else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make properties ARGS=…")
    parser.add_argument("--lists", type=int, default=100, help="each is written twice")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--producer", action="append", choices=tuple(PRODUCERS))
    return parser.parse_args()


def _producer(producer: str, of_seed: int, count: int) -> int:
    """Print what becomes of the lists a producer writes; return how many faults there are."""
    started = time.process_time()
    counts: Counter[tuple[str, str]] = Counter()
    faults = 0
    # Each producer gets lists of its own.
    of_producer = of_seed * len(PRODUCERS) + tuple(PRODUCERS).index(producer)
    for at, way in enumerate(ways(drawn_trips(of_producer, count), producer)):
        counts["plain" if way.outcome.plain else "tight", way.outcome.verdict] += 1
        if way.outcome.is_fault:
            faults += 1
            _keep(f"{producer}-{of_seed}-{at}", way)
    for kind in ("plain", "tight"):
        told = ", ".join(f"{counts[kind, verdict]} {verdict}" for verdict in VERDICTS)
        print(f"{producer:12} {kind}: {told}")
    print(f"{producer:12} {time.process_time() - started:.0f} s CPU", flush=True)
    return faults


def _merged(producer: str) -> int:
    """Print what becomes of every merged list; return how many faults there are."""
    done = dict(merged_outcomes(producer))
    faults = {layout: outcome for layout, outcome in done.items() if outcome.is_fault}
    print(f"{producer:12} merged: {len(done) - len(faults)} of {len(done)} exact", flush=True)
    for layout, outcome in faults.items():
        print(f"{layout}: {outcome.verdict} {sorted(set(outcome.flags))}")
    return len(faults)


def _cut(of_seed: int, wanted: int) -> int:
    """Print what becomes of grids that are cut; return how many are misread in silence."""
    done = list(cut_lists(of_seed, wanted))
    counts = Counter(one.outcome.verdict for one in done)
    more = [one for one in done if len(one.outcome.rows) > len(one.outcome.written)]
    told = ", ".join(f"{counts[verdict]} {verdict}" for verdict in VERDICTS)
    print(f"cut by a page break: {told}; {len(more)} with a row too many", flush=True)
    silent = [one for one in done if one.outcome.is_silent]
    for one in (*silent, *more):
        print(f"{one.layout}, {one.cut}: {one.outcome.verdict} {sorted(set(one.outcome.flags))}")
        for line in _differences(one.outcome):
            print(f"    {line}")
    return len(silent)


def _read_twice(of_seed: int, count: int) -> int:
    """Print which sheets both readers of workbooks do not read alike; return how many."""
    done = list(read_twice(range(of_seed * count, (of_seed + 1) * count)))
    faults = [one.seed for one in done if not one.alike]
    print(f"sheets by both readers: {len(done) - len(faults)} of {len(done)} alike", flush=True)
    print("".join(f"sheet {seed}: not alike\n" for seed in faults), end="")
    return len(faults)


def _keep(name: str, way: Way) -> None:
    FAULTS.mkdir(parents=True, exist_ok=True)
    for file, data in way.files:
        (FAULTS / f"{name}-{file}").write_bytes(data)
    what = " and ".join(way.changes) or "as it is"
    print(f"{name}, {what}: {way.outcome.verdict} {sorted(set(way.outcome.flags))}")
    for line in _differences(way.outcome):
        print(f"    {line}")


def _differences(outcome: Outcome) -> Iterator[str]:
    """Yield the first fields that are not as written."""
    if len(outcome.rows) != len(outcome.written):
        yield f"{len(outcome.rows)} rows of {len(outcome.written)}"
        return
    if not outcome.facts_right:
        yield "the letter's facts"
    for read, written in zip(outcome.rows, outcome.written, strict=True):
        for name, value in written.items():
            if read.get(name) != value:
                yield f"{name}: {read.get(name)!r} for {value!r}"


if __name__ == "__main__":
    sys.exit(main())
