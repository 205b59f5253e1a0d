"""A mail without a list in the thread of a case: what it is to that case.

A supplement whose list cannot be read, a letter withdrawn, the next request as a reply to the last
notice: none of them may end as a line in a story that nobody reads any more.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from enum import StrEnum

from mailbot.cases.case import Case
from mailbot.cases.deadline import Deadline
from mailbot.cases.finding import Finding, Severity
from mailbot.cases.state import OPEN_STATES, State
from mailbot.clock import day_time
from mailbot.intake.attachment import Attachment, AttachmentKind
from mailbot.intake.completion import OPEN_TO_COMPLETION
from mailbot.intake.dossier import Dossier
from mailbot.intake.message import Message
from mailbot.intake.recognition import Recognition, own_words, recognise

_OF_PROGRAMS = frozenset({"text/calendar", "text/vcard", "text/x-vcard"})

# What people's mail servers write as well: it asks for no answer of a machine, and is none.
_OF_PEOPLE = frozenset({"suppressed", "mailing_list"})


class Bearing(StrEnum):
    """What such a mail is to the case."""

    NOTED = "noted"  # thanks, or a machine's word
    LOOKED_AT = "looked_at"  # a person reads it with the case
    APART = "apart"  # a dossier of its own


def bearing_of(dossier: Dossier, case: Case) -> Bearing:
    """Return what the mail, which holds no row to be granted, is to the case it answers."""
    message = dossier.message
    brings_papers = bool(dossier.unread) or any(map(_is_paper, message.attachments))
    if not (brings_papers or _OF_PEOPLE.issuperset(message.marks.automatic)):
        return Bearing.NOTED
    if case.state in OPEN_TO_COMPLETION:
        return Bearing.LOOKED_AT
    if brings_papers or _asks(message):
        return Bearing.APART
    return Bearing.LOOKED_AT if case.state in OPEN_STATES else Bearing.NOTED


def looked_at(case: Case, arrived_at: datetime, clock: Deadline, parent: str = "") -> Case:
    """Return the case with word of the mail. One that waited for the agency, or by itself, goes to
    a person; `clock`, that of this mail, counts where it stood still until then. The mail lies with
    the case numbered `parent` where the rows were held back from that one.
    """
    fields = {"at": day_time(arrived_at)}
    told = Finding("case.mail_added", Severity.LOOK, fields)
    if parent:
        told = Finding("case.mail_added_parent", Severity.LOOK, fields | {"case": parent})
    added = replace(case, findings=(*case.findings, told))
    if case.state not in OPEN_TO_COMPLETION:
        return added
    added = replace(added.moved(State.IN_REVIEW), decision=None)
    if case.state is not State.AWAITING_SUPPLEMENT:
        return added
    return replace(
        added,
        arrived_at=clock.received_at,
        due_at=clock.due_at,
        findings=(*added.findings, *clock.warnings),
    )


def _is_paper(file: Attachment) -> bool:
    """Return whether the file may be of a dossier: no signature, and no logo within the text."""
    if file.kind is AttachmentKind.SIGNATURE or file.content_type in _OF_PROGRAMS:
        return False
    return not (file.kind is AttachmentKind.INLINE and file.content_type.startswith("image/"))


def _asks(message: Message) -> bool:
    """Return whether its own words ask for something; its subject is ours, quoted."""
    own = own_words(message.body, is_reply=True)
    return recognise("", own, ()).outcome is not Recognition.NOT_A_REQUEST
