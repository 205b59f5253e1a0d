"""Patterns match alike on every Python we run on."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
OURS = ("mailbot", "parsers", "signing")
POSSESSIVE_GROUP = re.compile(r"\)(?:[*+?]|\{\{?\d*,?\d*\}?\})\+")


def test_no_group_is_repeated_possessively() -> None:
    """Debian 12's Python (3.11.2) matches it wrongly where something in the group may be tried in
    two ways (gh-106052); `(?>(?:…)*)` says the same, and is matched right.
    """
    sources = (path for name in OURS for path in sorted((ROOT / name).rglob("*.py")))
    found = [path for path in sources if POSSESSIVE_GROUP.search(path.read_text("utf-8"))]
    assert not found
