"""The errors that say what to do next; anything else is a bug (STYLE: habit 8)."""

from __future__ import annotations

import errno
import socket
from collections.abc import Iterator
from enum import StrEnum

from mailbot.words import say


class MailbotError(Exception):
    """Root of mailbot's own errors. The message is written for the person who reads it."""

    code = "error"


class TryLaterError(MailbotError):
    """The world failed; the same call may succeed later."""

    code = "try_later"


class WithheldError(TryLaterError):
    """The mail server has a mail and does not give it; the text is for logs."""

    def __init__(self, text: str, uid: int) -> None:
        super().__init__(text)
        self.uid = uid


class DatabaseAwayError(TryLaterError):
    """The database does not answer, or is in others' hands for too long; the text is for logs.

    What is known of the fault is worded as `outside.database_<fault>`.
    """

    def __init__(self, text: str, fault: str = "") -> None:
        super().__init__(text)
        self.fault = fault


class NeedsStaffError(MailbotError):
    """A person must look before this can go on."""

    code = "needs_staff"


class StepError(NeedsStaffError):
    """A step of the work waits for a person: `fault` is worded as `step.<fault>`, with its fields.

    As text it is for the log.
    """

    def __init__(self, fault: str, **fields: str) -> None:
        told = ", ".join(f"{name}={value}" for name, value in fields.items())
        super().__init__(f"{fault} ({told})" if told else fault)
        self.fault = fault
        self.fields = fields


class BadInputError(MailbotError):
    """What was given (a file, an option, a row) cannot be used; the message says how to mend it."""

    code = "bad_input"


class SettingsError(BadInputError):
    """The settings cannot be used; the message names the key and what is allowed."""

    code = "settings"


class KeyRefusedError(SettingsError):
    """A signing key did not open with what the secret files say; a token locks after a few tries,
    so nothing tries again by itself.
    """

    code = "key_refused"


class SandboxFailure(StrEnum):
    """What became of a task in the sandbox that gave no result."""

    CRASHED = "crashed"
    TIMEOUT = "timeout"
    MEMORY = "memory"
    FAILED = "failed"


class SandboxError(MailbotError):
    """A task in the sandbox gave no result. `detail` names a type or a signal, never content."""

    code = "sandbox"

    def __init__(self, kind: SandboxFailure, detail: str) -> None:
        super().__init__(say("outside.reader_gave_nothing", kind=kind, detail=detail))
        self.kind = kind
        self.detail = detail


_OS_REASONS = {
    errno.ENOENT: "nothing_there",
    errno.EACCES: "no_right",
    errno.EPERM: "not_allowed",
    errno.EISDIR: "is_a_folder",
    errno.ENOTDIR: "no_folder",
    errno.EEXIST: "exists",
    errno.ENOSPC: "disk_full",
    errno.EDQUOT: "quota_full",
    errno.EROFS: "read_only",
    errno.EIO: "disk_faulty",
    errno.ENAMETOOLONG: "name_too_long",
    errno.ELOOP: "links_in_a_circle",
    errno.EMFILE: "too_many_files",
    errno.ENFILE: "too_many_files",
    errno.EBADF: "closed",
    errno.EADDRINUSE: "port_taken",
}

_SHORTAGES = frozenset(
    {errno.EMFILE, errno.ENFILE, errno.EAGAIN, errno.ENOMEM, errno.ENOSPC, errno.EDQUOT}
)


def is_shortage(error: Exception) -> bool:
    """Return whether the machine had no more files, processes, memory or room: it is no fault of
    what was worked on, and goes by.
    """
    return isinstance(error, OSError) and error.errno in _SHORTAGES


def os_reason(error: OSError) -> str:
    """Return in Vietnamese why the operating system could not do it; a rare reason as it says."""
    known = _OS_REASONS.get(error.errno or 0)
    if known is not None:
        return say(f"outside.system_{known}")
    return error.strerror or type(error).__name__


def net_reason(error: BaseException) -> str:
    """Return in Vietnamese why a server was not reached; a rare reason as the library says it."""
    for one in reversed([*_behind(error)]):
        for kind, told in _NET_REASONS:
            if isinstance(one, kind):
                return say(f"outside.net_{told}")
        # Errors of TLS are of a kind of their own, and their numbers are no system's.
        if type(one) is OSError and one.errno in {errno.EHOSTUNREACH, errno.ENETUNREACH}:
            return say("outside.net_no_way")
    return f"{type(error).__name__}: {error}"


def _behind(error: BaseException) -> Iterator[BaseException]:
    """Yield the error and what it came from; a library's own may be of the system's kind, too."""
    behind: BaseException | None = error
    while behind is not None:
        yield behind
        reason = getattr(behind, "reason", None)  # where urllib keeps it
        behind = reason if isinstance(reason, BaseException) else behind.__cause__


_NET_REASONS: tuple[tuple[type[BaseException], str], ...] = (
    (ConnectionRefusedError, "refused"),
    (ConnectionError, "cut_off"),
    (TimeoutError, "silent"),
    (socket.gaierror, "unknown_host"),
)


def in_vietnamese(error: Exception) -> dict[str, str]:
    """Return the field `detail` of an error that an operating system's lies behind."""
    cause = error.__cause__
    return {"detail": os_reason(cause)} if isinstance(cause, OSError) else {}


# What the logbook's English names as away.
_PARTS = {
    "database": "database",
    "archive": "archive",
    "backup": "backup",
    "restore": "restore",
    "pg_dump": "database",
    "pg_restore": "database",
    "psql": "database",
    "smtp": "smtp",
    "mail host": "mailboxes",
    "time stamp service": "time_stamps",
    "DNS": "dns",
}


def in_words(error: Exception) -> str:
    """Return what an error says; where only a part is named, what to do about it too."""
    part, colon, detail = str(error).partition(": ")
    if not isinstance(error, TryLaterError) or not colon or part not in _PARTS:
        return str(error)
    cause = error.__cause__
    if isinstance(error, DatabaseAwayError) and error.fault:
        url = "provisioning.sql_url" if part == "mail host" else "database.url"
        detail = say(f"outside.database_{error.fault}", url=url)
    elif isinstance(cause, OSError) and cause.strerror:
        detail = detail.replace(cause.strerror, os_reason(cause))
    what, hint = say(f"command.away_{_PARTS[part]}"), say("command.outside_hint")
    return say("command.outside", what=what, detail=detail, hint=hint)
