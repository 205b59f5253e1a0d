"""What became of handing a mail to the submission server."""

from __future__ import annotations

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
class Dispatch:
    """The outcome, with the server's own words: the queue id after `sent`, else the reason.

    `code` is the SMTP reply code, 0 where the server did not answer.
    """

    result: Result
    response: str = ""
    code: int = 0
