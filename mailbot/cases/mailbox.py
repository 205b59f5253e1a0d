"""A mailbox as the directory of official mailboxes knows it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from mailbot.cases.row import Holder
from mailbot.cases.same_person import phone_key


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


class MailboxDirectory(Protocol):
    """Who holds which mailbox: asked for what a request needs, never read whole."""

    @property
    def imported_on(self) -> date | None:
        """The local date of the last import; None: never."""

    def find(self, address: str) -> Mailbox | None:
        """Return the mailbox with exactly this address (any case), or None."""

    def among(self, addresses: Collection[str]) -> Collection[str]:
        """Return which of these lower-case addresses are mailboxes, open or closed."""

    def of_agencies(self, codes: Collection[str]) -> Iterable[Mailbox]:
        """Return the mailboxes that belong to these agencies, by address."""

    def reached_at(self, phones: Collection[str]) -> Iterable[Mailbox]:
        """Return the mailboxes whose holder has one of these telephones, as `phone_key` has it."""


@dataclass(frozen=True, slots=True)
class Directory:
    """All mailboxes as one value, and the local date on which they were last imported."""

    mailboxes: tuple[Mailbox, ...] = ()
    imported_on: date | None = None

    def find(self, address: str) -> Mailbox | None:
        """Return the mailbox with exactly this address (any case), or None."""
        wanted = address.lower()
        return next((box for box in self.mailboxes if box.address == wanted), None)

    def among(self, addresses: Collection[str]) -> Collection[str]:
        """Return which of these lower-case addresses are mailboxes, open or closed."""
        return {box.address for box in self.mailboxes} & {*addresses}

    def of_agencies(self, codes: Collection[str]) -> Iterable[Mailbox]:
        """Return the mailboxes that belong to these agencies, in order."""
        return (box for box in self.mailboxes if box.agency_code in codes)

    def reached_at(self, phones: Collection[str]) -> Iterable[Mailbox]:
        """Return the mailboxes whose holder has one of these telephones, in order."""
        return (box for box in self.mailboxes if phone_key(box.phone) in phones)
