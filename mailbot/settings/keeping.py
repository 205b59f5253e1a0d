"""Where cases, mail and letters are kept, and how long."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field

from mailbot.settings.section import Section
from mailbot.settings.values import DatabaseUrl, DaysOrForGood


class Database(Section):
    """Where cases are kept: an SQLAlchemy URL of SQLite or PostgreSQL."""

    url: DatabaseUrl = "sqlite:////var/lib/mailbot/mailbot.db"


class Archive(Section):
    """Where raw mail and letters lie, and how long our copies of mail left alone are kept."""

    directory: Path = Path("/var/lib/mailbot/archive")
    untouched_days: int = Field(30, ge=1)


class Retention(Section):
    """Days after which each kind goes, and the most that mail of no case may take up."""

    rejected_days: int = Field(90, ge=1)
    answered_days: int = Field(1825, ge=30)
    outbox_days: int = Field(1825, ge=30)
    rows_days: DaysOrForGood = 0
    notices_days: DaysOrForGood = 0
    drafts_days: DaysOrForGood = 0
    verdicts_days: DaysOrForGood = 0
    cap_bytes: int = Field(5_000_000_000, ge=1_000_000)
