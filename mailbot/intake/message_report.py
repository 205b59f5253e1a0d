"""Delivery reports (RFC 3464) and read receipts (RFC 8098): which of our mails they speak of."""

from __future__ import annotations

from dataclasses import dataclass

from mailbot.intake.header import Header, read_header
from mailbot.intake.header_parameters import read_parametrised
from mailbot.intake.header_text import decode_bytes
from mailbot.intake.message_part import Part, split_header

_MACHINE_TYPES = {
    "message/delivery-status",
    "message/global-delivery-status",
    "message/disposition-notification",
    "message/global-disposition-notification",
}
_RETURNED = {
    "text/rfc822-headers",
    "message/rfc822",
    "message/global",
    "message/global-headers",
}


@dataclass(frozen=True, slots=True)
class DeliveryReport:
    """What became of one of our mails for one recipient.

    `action` is `failed`, `delayed`, `delivered`, `relayed`, `expanded`, or for a read receipt its
    disposition; `status` the enhanced code (RFC 3463), e.g. `5.1.1`; `recipient` lower case.
    `original_message_id` keeps its angle brackets, `envelope_id` is what the mail was sent with
    (RFC 3461 §4.4); each is "" where the report does not say.
    """

    original_message_id: str
    recipient: str
    action: str
    status: str
    diagnostic: str = ""
    envelope_id: str = ""


def is_report(header: Header) -> bool:
    """Return whether the mail as a whole is a report (RFC 6522), whatever it reports."""
    return read_parametrised(header.first("content-type")).value == "multipart/report"


def reports_of(root: Part) -> tuple[DeliveryReport, ...]:
    """Return one report for each recipient the mail speaks of; nothing if it is none."""
    if root.content_type != "multipart/report":
        return ()
    machine = [part for part in root.children if part.content_type in _MACHINE_TYPES]
    if not machine:
        return ()
    groups = _groups(machine[0].data)
    message_id = _original_message_id(root)
    envelope_id = next(filter(None, (_text(one, "original-envelope-id") for one in groups)), "")
    of_recipients = (
        group for group in groups if group.count("final-recipient") or group.count("disposition")
    )
    return tuple(_report(group, message_id, envelope_id) for group in of_recipients)


def _groups(status: bytes) -> list[Header]:
    """Return the groups of fields: that of the whole mail, then one for each recipient."""
    blocks = status.replace(b"\r\n", b"\n").strip(b"\n").split(b"\n\n")
    return [read_header(block + b"\n") for block in blocks[:50] if block.strip()]


def _report(group: Header, message_id: str, envelope_id: str) -> DeliveryReport:
    recipient = _text(group, "original-recipient") or _text(group, "final-recipient")
    action = _text(group, "action") or _text(group, "disposition").rpartition(";")[2]
    return DeliveryReport(
        message_id or _text(group, "original-message-id"),
        recipient.rpartition(";")[2].strip().lower(),
        action.strip().lower(),
        _text(group, "status").split(" ")[0],
        _text(group, "diagnostic-code")[:500],
        envelope_id[:100],
    )


def _original_message_id(root: Part) -> str:
    for part in root.children:
        if part.content_type in _RETURNED:
            header = split_header(part.data)[0]
            return decode_bytes(header.first("message-id"))
    return ""


def _text(header: Header, name: str) -> str:
    return decode_bytes(header.first(name))
