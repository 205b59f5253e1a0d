"""Noting delivery reports: what became of a mail of ours is written into its case."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection

from mailbot.intake.message_report import DeliveryReport
from mailbot.storage import history, outbox
from mailbot.storage.outbox import MailState


def note_reports(
    connection: Connection, reports: Iterable[DeliveryReport], now: datetime
) -> int | None:
    """Write what became of our mails into their cases; a failure is for a person.

    Return the case, or None where the reports speak of no case's mail.
    """
    case_id = None
    for report in reports:
        mail = outbox.by_message_id(connection, report.original_message_id)
        if mail is None:
            continue
        if report.action == "failed":
            outbox.settle(connection, mail.id, MailState.FAILED, report.status)
        if mail.case_id is not None:
            case_id = mail.case_id
            _write(connection, case_id, report, now)
    return case_id


def _write(connection: Connection, case_id: int, report: DeliveryReport, now: datetime) -> None:
    told = {"action": report.action, "status": report.status, "to": report.recipient}
    history.write(connection, now, case_id, "delivery_report", **told)
