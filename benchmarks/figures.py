"""What a benchmark is asked for on its command line, and how it tells its figures."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping


def asked(option: str, usual: int) -> int:
    """Return the number after an option, the usual one where it was not given."""
    return int(sys.argv[sys.argv.index(option) + 1]) if option in sys.argv else usual


def tell(figures: Mapping[str, float]) -> None:
    """Print one table, or one JSON value with --json."""
    if "--json" in sys.argv:
        print(json.dumps(figures, indent=1))
        return
    for name, figure in figures.items():
        print(f"{name:<52} {figure:9.2f}")
