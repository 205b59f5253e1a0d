"""What is decided, and by when."""

from __future__ import annotations

from datetime import time
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, Field

from mailbot.cases.mending import can_be_asked
from mailbot.settings.section import Section
from mailbot.settings.values import fault
from mailbot.words import load_words


class Deadline(Section):
    """May be stricter than the law's 17:00 of the 2nd working day, never later."""

    working_days: int = Field(2, ge=1, le=2)
    due_at: time = Field(time(17, 0), le=time(17, 0))
    warn_hours_before: tuple[Annotated[int, Field(ge=1)], ...] = (8, 4, 1)
    soon_hours: int = Field(4, ge=1, le=16)
    calendar_file: Path | None = None


def _askable_code(code: str) -> str:
    if code not in load_words().texts:
        raise fault("unknown_code")
    if not can_be_asked(code):
        raise fault("not_asked")
    return code


class Review(Section):
    """What a person must look at, and what need not wait for one."""

    auto_supplement: tuple[Annotated[str, AfterValidator(_askable_code)], ...] = ()
    directory_max_age_days: int = Field(30, ge=1)
    accept_paper: bool = False
