"""May a mail be answered by a machine? Two robots must never talk to each other (RFC 3834).

The limits per hour and day, and "already answered", need memory; who keeps it asks here first.
"""

from __future__ import annotations

from collections.abc import Collection

from mailbot.intake.loop_marks import MAX_HOPS
from mailbot.intake.message import Message
from mailbot.intake.sender import Sender

MAX_THREAD_ANSWERS = 5


def may_answer(
    message: Message,
    sender: Sender,
    own_addresses: Collection[str],
    own_message_ids: Collection[str] = (),
) -> tuple[str, ...]:
    """Return why the mail must not be answered automatically; nothing means it may.

    Args:
        own_addresses: the department's, lower case.
        own_message_ids: Message-IDs of letters and acknowledgements sent automatically in this
            thread, with angle brackets.

    An answer goes to `sender.address` only, never to Reply-To.
    """
    own = {address.lower() for address in own_addresses}
    answered = set(message.references) & set(own_message_ids)
    reasons = {
        "not_accepted": sender.verdict != "accepted",
        "own_address": sender.address in own,
        "not_addressed_to_us": not (message.marks.recipients & own),
        "too_many_hops": message.marks.hops > MAX_HOPS,
        "own_loop_mark": bool(message.marks.loops),
        "thread_too_deep": len(answered) >= MAX_THREAD_ANSWERS,
    }
    told = [code for code, is_so in reasons.items() if is_so]
    return tuple(dict.fromkeys([*message.marks.automatic, *told]))
