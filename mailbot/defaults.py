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
    return own if is_there(own) else default_file(name)


def is_there(path: Path) -> bool:
    """Return whether a file is there. Where we may not look it counts as there: who reads it is
    told why not, and does not take something else for it.
    """
    try:
        return path.exists()
    except PermissionError:
        return True


@cache  # Each wording of a page is asked for here.
def _packaged() -> Path:
    here = Path(__file__).resolve().parent
    installed = here / "config"
    return installed if installed.is_dir() else here.parent / "config"
