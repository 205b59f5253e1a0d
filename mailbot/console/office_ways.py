"""The ways of the screens that watch over the work and keep its ground: deadlines to agencies."""

from __future__ import annotations

from mailbot.console import (
    agencies,
    agency_edit,
    audit,
    calendar_page,
    deadline_lists,
    deadlines,
    mailboxes,
    reports,
    system,
)

WAYS = (
    *deadlines.WAYS,
    *deadline_lists.WAYS,
    *reports.WAYS,
    *calendar_page.WAYS,
    *agencies.WAYS,
    *agency_edit.WAYS,
    *mailboxes.WAYS,
    *audit.WAYS,
    *system.WAYS,
)
