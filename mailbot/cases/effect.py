"""What is done to a mailbox at the mail host."""

from __future__ import annotations

from enum import StrEnum


class Action(StrEnum):
    """Make it, or set its password anew."""

    CREATE = "create"
    SET_PASSWORD = "set_password"  # noqa: S105 (the name of an action)
