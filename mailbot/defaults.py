"""Where the packaged defaults lie: texts, letter templates, calendar, fonts."""

from __future__ import annotations

from functools import cache
from pathlib import Path

OVERRIDES = Path("/etc/mailbot")


def default_file(name: str) -> Path:
    """Return the path of a packaged file of `config/`, e.g. `letters/result.typ`."""
    return _packaged() / name


def config_file(name: str) -> Path:
    """Return the operator's own version under /etc/mailbot where there is one, else the default."""
    own = OVERRIDES / name
    return own if own.exists() else default_file(name)


@cache  # Each wording of a page is asked for here.
def _packaged() -> Path:
    here = Path(__file__).resolve().parent
    installed = here / "config"
    return installed if installed.is_dir() else here.parent / "config"
