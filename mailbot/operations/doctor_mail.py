"""The doctor's looks at the mail servers: logins, rights, and a mail to ourselves whose evidence is
read as that of any other mail.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Iterator
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from secrets import token_hex

from mailbot.cases.dispatch import Envelope, Result
from mailbot.clock import local
from mailbot.house import House
from mailbot.intake.header_trace import arrival
from mailbot.intake.sender import probe_faults
from mailbot.operations.doctor_seen import Seen, fine, wrong

WAIT_SECONDS = 30.0
LOOK_EVERY_SECONDS = 0.5
NEARLY_FULL_PERCENT = 90
LARGEST_MAIL_BYTES = 10_000_000
CLOCK_MAY_DIFFER = timedelta(minutes=1)


def look_at_inbox(house: House) -> Iterator[Seen]:
    """The login works, the folder opens, its newest mail can be read, and there is room for more:
    nothing is ever deleted there, and every mail of ours leaves its receipt copy.
    """
    found = house.inbox.check()
    if (found.percent_full or 0) >= NEARLY_FULL_PERCENT:
        yield wrong("inbox_nearly_full", percent=str(found.percent_full))
    code = "inbox_good" if found.idle else "inbox_without_idle"
    yield fine(code, folder=house.settings.imap.folder, count=str(found.messages))


def look_at_smtp(house: House) -> Iterator[Seen]:
    """The login works, and the server takes a mail as large as the largest notice that people sign
    and hand in again.
    """
    found = house.smtp.check()
    if 0 < found.size_limit_bytes < LARGEST_MAIL_BYTES:
        limit, needed = found.size_limit_bytes / 1e6, LARGEST_MAIL_BYTES / 1e6
        yield wrong("smtp_small", limit=f"{limit:.0f}", needed=f"{needed:.0f}")
        return
    yield fine("smtp_with_reports" if found.delivery_reports else "smtp_good")


def look_at_probe(house: House, wait_seconds: float = WAIT_SECONDS) -> Iterator[Seen]:
    """A mail to ourselves is taken from our sender's address, arrives, and is proven by our own
    mail server; its clock and ours agree. One to the address of the receipt copies comes to where
    these are looked for.
    """
    sent_at, inbox = house.clock(), house.settings.department.inbox
    came = yield from _sent_to(house, inbox, "probe_lost", wait_seconds)
    if came is None:
        return
    yield from _evidence(house, came)
    yield from _clock(house, came, sent_at)
    copy_to = house.settings.smtp.receipt_copy
    if copy_to not in {"", inbox} and (
        yield from _sent_to(house, copy_to, "copy_lost", wait_seconds)
    ):
        yield fine("copy_good", inbox=copy_to)


def _sent_to(
    house: House, address: str, lost: str, wait_seconds: float
) -> Generator[Seen, None, bytes | None]:
    """Send a mail to an address of ours; return it as it lies in the inbox, or tell what became of
    it.
    """
    message_id, raw = _probe(house, address, house.clock())
    dispatch = house.smtp.send(Envelope(house.sender, (address,)), raw)
    if dispatch.result is not Result.SENT and not dispatch.code:
        yield wrong("probe_not_sent", reason=dispatch.response)
        return None
    if dispatch.result is not Result.SENT:
        yield wrong("probe_not_taken", sender=house.sender, response=dispatch.response)
        return None
    came = _arrived(house, message_id, time.monotonic() + wait_seconds)
    if came is None:
        folder, seconds = house.settings.imap.folder, str(int(wait_seconds))
        yield wrong(lost, inbox=address, folder=folder, seconds=seconds)
    return came


def _evidence(house: House, raw: bytes) -> Iterator[Seen]:
    rules = house.evidence
    if rules.source == "none":
        yield fine("evidence_off")
        return
    faults = probe_faults(raw, rules, house.sender)
    for fault in faults:
        said = house.words.say(f"sender.{fault.code}", **dict(fault.fields))
        yield wrong("evidence_wrong", source=rules.source, fault=said)
    if not faults:
        yield fine("evidence_good", source=rules.source)


def _clock(house: House, raw: bytes, sent_at: datetime) -> Iterator[Seen]:
    arrived_at = arrival(raw, house.evidence)
    if arrived_at is None:
        return
    apart = max(sent_at - arrived_at, arrived_at - house.clock())
    if apart > CLOCK_MAY_DIFFER:
        yield wrong("mail_clock_differs", seconds=str(round(apart.total_seconds())))


def _arrived(house: House, message_id: str, until: float) -> bytes | None:
    """Return the probe as it lies in the inbox, or None where it does not come in time."""
    with house.inbox.open() as folder:
        while True:
            for uid in folder.holding(message_id):
                raw = bytearray()
                write: Callable[[bytes], object] = raw.extend
                if folder.fetch_into(uid, write):
                    return bytes(raw)
            if time.monotonic() > until:
                return None
            time.sleep(LOOK_EVERY_SECONDS)


def _probe(house: House, address: str, now: datetime) -> tuple[str, bytes]:
    message_id = f"<probe.{now:%Y%m%dt%H%M%S}.{token_hex(6)}@{house.sender.partition('@')[2]}>"
    mail = EmailMessage()
    mail["From"] = house.sender
    mail["To"] = address
    mail["Subject"] = house.words.say("case.probe_subject")
    mail["Message-ID"] = message_id
    mail["Date"] = format_datetime(local(now))
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(house.words.say("case.probe_body") + "\n")
    return message_id, mail.as_bytes(policy=SMTP.clone(max_line_length=78))
