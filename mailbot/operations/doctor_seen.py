"""What one look of the doctor found: good, or what to do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Seen:
    """`code` is worded in config/texts/vi/doctor.toml; where it is not good, with what to do."""

    good: bool
    code: str
    fields: Mapping[str, str]


def fine(code: str, **fields: str) -> Seen:
    """Return that this is as it should be."""
    return Seen(good=True, code=code, fields=fields)


def wrong(code: str, **fields: str) -> Seen:
    """Return that somebody must do something."""
    return Seen(good=False, code=code, fields=fields)
