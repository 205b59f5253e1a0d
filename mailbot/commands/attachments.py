"""`mailbot attachments MESSAGE`: every file of a mail, with its digest."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from mailbot.errors import BadInputError, os_reason
from mailbot.intake.message import read_message
from mailbot.words import load_words


def attachments_json(message_path: Path) -> list[dict[str, Any]]:
    """Return `[{"name", "sha256", "size", "kind"}]` in the order of the mail.

    An `inner` file also names its `container`. Raises BadInputError where the file is unreadable.
    """
    return [
        {
            "name": one.given_name,
            "sha256": one.sha256,
            "size": one.size,
            "kind": one.kind.value,
        }
        | ({"container": one.container} if one.container else {})
        for one in read_message(read_file(message_path)).attachments
    ]


def read_file(path: Path) -> bytes:
    """Return the bytes of a file a person named; BadInputError says why they cannot be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        fields = {"file": str(path), "fault": os_reason(error)}
        raise BadInputError(load_words().say("sender.no_file", **fields)) from error
