"""A mail host without an interface: every wish goes on the work list, staff carries it out.

The list itself is the ledger of effects; `mailbot tasks` shows it, `mailbot done` ticks it off.
"""

from __future__ import annotations

from dataclasses import dataclass

from mailbot.cases.account import Account, HostAnswer


@dataclass(frozen=True, slots=True)
class WorkList:
    """Answers every wish with FOR_STAFF and knows no accounts."""

    def check(self) -> None:
        """Find nothing wrong."""

    def look_up(self, address: str) -> Account | None:  # noqa: ARG002
        """Return None: only a person can look."""
        return None

    def create(self, account: Account, password: str) -> HostAnswer:  # noqa: ARG002
        """Leave it to staff."""
        return HostAnswer.FOR_STAFF

    def set_password(self, address: str, password: str) -> HostAnswer:  # noqa: ARG002
        """Leave it to staff."""
        return HostAnswer.FOR_STAFF

    def has_password(self, address: str, password: str) -> bool:  # noqa: ARG002
        """Return False: nothing is known to be done until staff says so."""
        return False

    def suspend(self, address: str) -> HostAnswer:  # noqa: ARG002
        """Leave it to staff."""
        return HostAnswer.FOR_STAFF
