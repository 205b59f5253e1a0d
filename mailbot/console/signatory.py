"""Who signs a notice: the certificate as the daemon found it last, for the preview to name.

The key itself is the daemon's; these pages never open it.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection

from mailbot.storage import observations

_LOOK = "signing"


@dataclass(frozen=True, slots=True)
class Signatory:
    """What was found of the certificate that will sign; `good` unless a hand is wanted."""

    good: bool
    lines: tuple[str, ...]


def signatory(connection: Connection) -> Signatory | None:
    """Return what a host found last about the keys, bad news first; None where none looked yet."""
    looks = [one for one in observations.latest(connection) if one.code == _LOOK]
    if not looks:
        return None
    told = min(looks, key=lambda one: (one.good, -one.seen_at.timestamp()))
    return Signatory(told.good, tuple(line[:1].upper() + line[1:] for line in told.lines))
