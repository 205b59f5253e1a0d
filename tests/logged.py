"""What a block logs, as journald would get it."""

from __future__ import annotations

import json
import logging
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from mailbot import logbook


class Log:
    """A log that is being written. Reading it fails where a line is no JSON object."""

    def __init__(self, file: Path) -> None:
        self.file = file

    @property
    def text(self) -> str:
        """Everything as it stands there."""
        return self.file.read_text("utf-8")

    def of(self, event: str) -> list[dict[str, Any]]:
        """Return these events, in their order."""
        lines = [json.loads(line) for line in self.text.splitlines()]
        return [line for line in lines if line["event"] == event]


@contextmanager
def a_log(folder: Path) -> Iterator[Log]:
    """Yield the log of what is logged meanwhile."""
    ours, root = logging.getLogger("mailbot"), logging.getLogger()
    before = ours.handlers[:], ours.level, ours.propagate, root.handlers[:], warnings.showwarning
    ours.handlers = []
    try:
        logbook.open_logbook(file=folder / "log")
        yield Log(folder / "log")
    finally:
        for handler in ours.handlers:
            handler.close()
        ours.handlers, ours.level, ours.propagate, root.handlers, warnings.showwarning = before
