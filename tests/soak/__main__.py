"""`python -m tests.soak`: every crash point. Exit code 1 if anything was lost or doubled."""

from __future__ import annotations

import argparse
import sys

from tests.soak.every_point import every_point


def main() -> int:
    """Run what was asked for."""
    parser = argparse.ArgumentParser(prog="make soak ARGS=…")
    parser.add_argument("--step", type=int, default=1, help="take every n-th point only")
    options = parser.parse_args()
    return 1 if every_point(options.step) else 0


if __name__ == "__main__":
    sys.exit(main())
