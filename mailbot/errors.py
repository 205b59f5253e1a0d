"""The errors that say what to do next; anything else is a bug (STYLE: habit 8)."""

from __future__ import annotations

from enum import StrEnum


class MailbotError(Exception):
    """Root of mailbot's own errors. The message is written for the person who reads it."""

    code = "error"


class TryLaterError(MailbotError):
    """The world failed; the same call may succeed later."""

    code = "try_later"


class NeedsStaffError(MailbotError):
    """A person must look before this can go on."""

    code = "needs_staff"


class BadInputError(MailbotError):
    """What was given (a file, an option, a row) cannot be used; the message says how to mend it."""

    code = "bad_input"


class SettingsError(BadInputError):
    """The settings cannot be used; the message names the key and what is allowed."""

    code = "settings"


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
        super().__init__(f"Tiến trình đọc tệp không cho kết quả ({kind}: {detail}).")
        self.kind = kind
        self.detail = detail
