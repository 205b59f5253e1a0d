"""`python -m tests.soak`: every crash point, then random kills. Exit code 1 if anything was lost or
doubled.
"""

from __future__ import annotations

import argparse
import sys

from tests.crash.plays import PLAYS
from tests.soak.every_point import every_point
from tests.soak.random_kills import random_kills


def main() -> int:
    """Run what was asked for."""
    parser = argparse.ArgumentParser(prog="make soak ARGS=…")
    parser.add_argument("--first", type=int, default=1, metavar="N", help="begin at the n-th point")
    parser.add_argument("--step", type=int, default=1, help="take every n-th point; 0: none")
    parser.add_argument("--mails", type=int, default=500, help="mails in the storm; 0: no storm")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--database", choices=("sqlite", "postgresql"), action="append")
    parser.add_argument("--play", choices=tuple(PLAYS), action="append", help="default: all")
    options = parser.parse_args()
    wrong = 0
    for kind in options.database or ("sqlite", "postgresql"):
        for name in (options.play or PLAYS) if options.step else ():
            wrong += every_point(kind, PLAYS[name], options.first, options.step)
        if options.mails:
            wrong += random_kills(kind, options.mails, options.seed)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
