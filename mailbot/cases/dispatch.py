"""Handing a mail to the submission server: its envelope, and what became of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum


class Result(StrEnum):
    """`unknown`: the connection was lost after the mail's bytes went out and before the server's
    answer came; it may have been taken or not (RFC 1047).
    """

    SENT = "sent"
    RETRY = "retry"
    FAILED = "failed"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Envelope:
    """Who sends to whom. `copy_to` is a mailbox of ours in the same transaction: the copy that
    arrives there proves the acceptance of all. `id` comes back in delivery reports (RFC 3461 §4.4):
    letters and digits, another one each time the mail is sent.
    """

    sender: str
    recipients: tuple[str, ...]
    copy_to: str = ""
    id: str = ""


@dataclass(frozen=True, slots=True)
class Dispatch:
    """The outcome, with the server's own words: the queue id after `sent`, else the reason.

    `code` is the SMTP reply code, 0 where the server did not answer.
    """

    result: Result
    response: str = ""
    code: int = 0


MayLeave = Callable[[bool], bool]
"""Asked when the server has agreed to all receivers, right before the bytes go out, and told
whether the receipt copy goes along; where it says no, the mail stays here.
"""
