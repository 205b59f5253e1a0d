"""A new file that a person asked for: there whole, or not at all."""

from __future__ import annotations

import os
from contextlib import ExitStack
from pathlib import Path

from mailbot.errors import BadInputError, os_reason
from mailbot.words import say


def write_new(path: Path, data: bytes, mode: int = 0o666) -> None:
    """Write a file that is not there yet; BadInputError says why it cannot be.

    What did not come whole is taken away: it would stand in its own way, and half a notice might be
    signed.
    """
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
        with ExitStack() as undone:
            undone.callback(path.unlink)
            with os.fdopen(descriptor, "wb") as file:
                file.write(data)
            undone.pop_all()
    except OSError as error:
        reason = os_reason(error)
        raise BadInputError(say("command.not_written", file=path, reason=reason)) from error
