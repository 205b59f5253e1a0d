"""Mail as it lies in an IMAP folder, before anybody has read it."""

from __future__ import annotations

from collections.abc import Iterable
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
    """One mail, known before it is downloaded; `internal_date` is aware, in UTC. Of a mail that
    is there, and of which the server tells nothing, `size` is 0 and the date that of the look.
    """

    uid: int
    size: int
    internal_date: datetime


@dataclass(frozen=True, slots=True)
class Fetched:
    """One mail as the server has it.

    `head` is all of it or, of a large one, its beginning with at least the header; None when it was
    taken away meanwhile. `rest` are the parts after it, downloaded as they are taken, once;
    TryLaterError among them when the mail is taken away in between.
    """

    uid: int
    head: bytes | None
    rest: Iterable[bytes] = ()
