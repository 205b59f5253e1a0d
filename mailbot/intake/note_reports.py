"""Noting delivery reports: what became of a mail of ours is written into its case."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection

from mailbot.intake.message_report import DeliveryReport
from mailbot.storage import history, outbox
from mailbot.storage.outbox import MailState, Posted

_TAKEN = frozenset({"delivered", "relayed", "expanded", "delayed"})
"""Actions of a report that no server gives of a mail it did not take (RFC 3464, 2.3.3)."""

_WITH_SERVER = frozenset({MailState.SENDING, MailState.SENT, MailState.UNKNOWN})
"""A report may be faster than what we write of the server's answer, which a crash may take away."""


def note_reports(
    connection: Connection, reports: Iterable[DeliveryReport], now: datetime
) -> int | None:
    """Write what became of our mails into their cases; a failure is for a person.

    Only a report of the address we wrote to changes anything: what becomes of a mail that its
    reader forwards is no news of ours. Of a mail that came back and was sent again, a report must
    name the last send to prove it: that of the send before may be late. Return
    the case, None where none of its mail is spoken of.
    """
    case_id = None
    for report in reports:
        mail = outbox.reported(connection, report.original_message_id)
        if mail is None:
            continue
        if report.recipient in {address.lower() for address in mail.recipients}:
            _settle(connection, mail, report, now)
        if mail.case_id is not None:
            case_id = mail.case_id
            _write(connection, case_id, report, now)
    return case_id


def _settle(connection: Connection, mail: Posted, report: DeliveryReport, now: datetime) -> None:
    known = bool(report.envelope_id and mail.envelope_id)
    of_last = known and report.envelope_id == mail.envelope_id
    if report.action == "failed" and known and not of_last:
        outbox.bounced_before(connection, mail.id, now)
    elif report.action == "failed" and mail.state in _WITH_SERVER:
        outbox.bounced(connection, mail.id, report.status, now)
    elif report.action in _TAKEN and _may_be_taken(mail) and (of_last or not mail.came_back):
        outbox.taken(connection, mail.id, f"{report.action} {report.status}".strip(), now)


def _may_be_taken(mail: Posted) -> bool:
    """Return whether it was sent and nobody knows what became of that; one about to be sent again
    is such a mail, too.
    """
    begun = mail.state is MailState.READY and bool(mail.envelope_id)
    return begun or mail.state is MailState.UNKNOWN


def _write(connection: Connection, case_id: int, report: DeliveryReport, now: datetime) -> None:
    told = {"action": report.action, "status": report.status, "to": report.recipient}
    history.write(connection, now, case_id, "delivery_report", **told)
