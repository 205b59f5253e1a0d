"""The errors that say what to do next; anything else is a bug (STYLE: habit 8)."""


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
