"""What a command answers: one JSON value, the same in words, and an exit code."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

PASSED = 0
FAILED = 1
UNDECIDED = 2
KEY_REFUSED = 78
"""EX_CONFIG of sysexits(3); the unit is not started again after it."""


@dataclass(frozen=True, slots=True)
class Answer:
    """`value` is printed with --json, `text` without. The code is 0 passed or accepted, 1 failed,
    unsigned or rejected, 2 indeterminate, unreadable, held or flagged. `when_said` is called when
    it stands on the screen, and not where it could not be written.
    """

    value: Any
    text: str
    code: int = PASSED
    when_said: Callable[[], None] | None = None
