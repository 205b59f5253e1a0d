"""A mail host without an interface: every wish goes on the work list, staff carries it out.

The list itself is the ledger of effects; `mailbot tasks` shows it, `mailbot done` ticks it off.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mailbot.cases.account import Account, Confirm, HostAnswer, Wish


@dataclass(frozen=True, slots=True)
class WorkList:
    """Answers every wish with FOR_STAFF and knows no accounts."""

    def check(self) -> None:
        """Find nothing wrong."""

    def look_up(self, address: str) -> Account | None:  # noqa: ARG002
        """Return None: only a person can look."""
        return None

    def carry_out(self, wishes: Sequence[Wish], confirm: Confirm) -> tuple[HostAnswer, ...]:  # noqa: ARG002
        """Leave all of them to staff."""
        return tuple(HostAnswer.FOR_STAFF for _ in wishes)

    def has_password(self, address: str, password: str) -> bool:  # noqa: ARG002
        """Return False: nothing is known to be done until staff says so."""
        return False

    def suspend(self, address: str) -> HostAnswer:  # noqa: ARG002
        """Leave it to staff."""
        return HostAnswer.FOR_STAFF
