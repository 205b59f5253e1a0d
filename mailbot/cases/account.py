"""An account at a mail host, with the answers a host gives."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

from mailbot.cases.effect import Action


@dataclass(frozen=True, slots=True)
class Account:
    """A mailbox as the mail host has it; `address` is lower case."""

    address: str
    display_name: str = ""
    active: bool = True


@dataclass(frozen=True, slots=True)
class Wish:
    """One thing a mail host is asked to do: make the account, or set a new password."""

    action: Action
    account: Account
    password: str = field(repr=False)


Confirm = Callable[[], None]
"""Called when a host was seen to stand as it does, before it is changed; raises TryLaterError where
the wishes are no more ours to carry out.
"""


class HostAnswer(StrEnum):
    """What became of one wish. A host that is away raises TryLaterError instead."""

    DONE = "done"  # made now, or found made with this very password
    EXISTS = "exists"  # the address is in use, and not by our doing
    NO_ACCOUNT = "no_account"
    FOR_STAFF = "for_staff"  # on the work list: a person does it and marks it done
    NO_DOMAIN = "no_domain"  # the host does not serve the address's domain
