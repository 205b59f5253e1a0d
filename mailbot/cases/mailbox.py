"""A mailbox as the directory of official mailboxes knows it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from mailbot.cases.row import Holder


@dataclass(frozen=True, slots=True)
class Mailbox:
    """One entry of the directory; `address` is lower case.

    `protected` marks leadership and official mailboxes, whose password a person always decides on.
    """

    address: str
    holder: Holder
    name: str
    agency_code: str
    unit: str = ""
    position: str = ""
    phone: str = ""
    active: bool = True
    protected: bool = False


@dataclass(frozen=True, slots=True)
class Directory:
    """All mailboxes, and the local date on which they were last imported (None: never)."""

    mailboxes: tuple[Mailbox, ...] = ()
    imported_on: date | None = None

    def find(self, address: str) -> Mailbox | None:
        """Return the mailbox with exactly this address (any case), or None."""
        wanted = address.lower()
        return next((box for box in self.mailboxes if box.address == wanted), None)
