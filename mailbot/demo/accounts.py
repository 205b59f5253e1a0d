"""Who has a mailbox on the embedded mail server."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field

EXTENSION = "+"


def _nobody(_address: str) -> bool:
    return False


def _never(_address: str, _password: str) -> bool:
    return False


@dataclass
class Accounts:
    """Addresses (lower case) with their passwords, more of them at any time; beside these whoever
    `exists` and `verify` say, e.g. mailboxes made by the `sql` mail host.
    """

    passwords: dict[str, str] = field(default_factory=dict)
    exists: Callable[[str], bool] = _nobody
    verify: Callable[[str, str], bool] = _never

    def owner(self, address: str) -> str | None:
        """Return the mailbox that gets mail for this address (`name+anything@` is `name@`)."""
        local, _, domain = address.lower().rpartition("@")
        bare = f"{local.partition(EXTENSION)[0]}@{domain}"
        return bare if bare in self.passwords or self.exists(bare) else None

    def accepts(self, address: str, password: str) -> bool:
        """Return whether this is the mailbox's password."""
        known = self.passwords.get(address.lower())
        if known is None:
            return self.verify(address.lower(), password)
        return secrets.compare_digest(known.encode(), password.encode())
