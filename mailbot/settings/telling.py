"""What agencies and staff are told by e-mail."""

from __future__ import annotations

from datetime import time

from pydantic import Field

from mailbot.settings.section import Section


class Replies(Section):
    """Acknowledgements and the limits that stop a mail storm."""

    acknowledge: bool = True
    acknowledge_after_seconds: int = Field(180, ge=0)
    answers_per_sender_and_hour: int = Field(30, ge=1)
    answers_per_hour: int = Field(500, ge=1)


class StaffMail(Section):
    """What staff are told by e-mail, at the address their account has; each can be switched off."""

    digest: bool = True
    digest_at: time = time(7, 30)
    deadline: bool = True
    deadline_hours: int = Field(4, ge=1, le=16)
    system: bool = True
