"""Mail as it lies in an IMAP folder, before anybody has read it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class FolderState:
    """What the server says on opening a folder (RFC 3501 §2.3.1.1): UIDs count only together with
    `uidvalidity`, and only rise; the next mail gets at least `uidnext`.
    """

    uidvalidity: int
    uidnext: int
    messages: int


@dataclass(frozen=True, slots=True)
class Listed:
    """One mail, known before it is downloaded; `internal_date` is aware, in UTC."""

    uid: int
    size: int
    internal_date: datetime


@dataclass(frozen=True, slots=True)
class Fetched:
    """One mail's bytes as the server has them; None when it was taken away meanwhile."""

    uid: int
    raw: bytes | None
