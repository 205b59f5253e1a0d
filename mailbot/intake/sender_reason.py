"""One reason against a sender: a code, how much it weighs, and what it is about."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Weight(StrEnum):
    """`rejects`: known to be false, or no sender can be named. `holds`: a person looks."""

    REJECTS = "rejects"
    HOLDS = "holds"


@dataclass(frozen=True, slots=True)
class SenderReason:
    """`code` without the room's name; `fields` fill its wording in config/texts/vi/sender.toml."""

    code: str
    weight: Weight
    fields: tuple[tuple[str, str], ...] = ()


def rejects(code: str, **fields: str) -> SenderReason:
    """Return a reason that proves the sender false or unreadable."""
    return SenderReason(code, Weight.REJECTS, tuple(sorted(fields.items())))


def holds(code: str, **fields: str) -> SenderReason:
    """Return a reason for a person to look."""
    return SenderReason(code, Weight.HOLDS, tuple(sorted(fields.items())))
