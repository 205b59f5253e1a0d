"""The dossier of one mail: what the bytes say, before anybody judges it.

`read_dossier` opens hostile bytes; it runs in the sandbox and returns values only.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import accumulate, islice

from mailbot.cases.agency import Registry
from mailbot.clock import local_date
from mailbot.intake.attachment import Attachment
from mailbot.intake.beside_list import files_beside, is_picture
from mailbot.intake.message import Message, read_message
from mailbot.intake.paper import Paper, mail_papers, papers_of, pdfs, readable
from mailbot.intake.recognition import Recognition, own_words, recognise
from mailbot.intake.sender import Sender, judge_sender
from mailbot.intake.sender_rules import EvidenceRules
from mailbot.intake.signed_file import signed_office_files
from parsers import ReadError, RequestList, SourceFile, read_request
from parsers.said.covering import said_of_request
from signing import TrustStore

_MOST_SAID = 3


@dataclass(frozen=True, slots=True)
class Means:
    """What a mail is read with; all of it values, so that it can go to a child process."""

    registry: Registry
    rules: EvidenceRules
    own_addresses: frozenset[str]
    trust: TrustStore
    dkim_keys: Mapping[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Dossier:
    """What a mail says, who sent it, what is proven, what is asked.

    `request` is read from the PDFs or, where those hold no list, from all files; `copy` is what
    unsigned files beside a PDF list say, `pictures` names those that are pictures, which nobody
    reads. `said` is what the mail's own words say of it. `unread` tells why nothing could be read,
    or "".
    The attachments are without their bytes. `ocsps` are the answers the verdicts rest on besides
    what the means held. `mail_papers` are the signatures of the mail itself.
    """

    message: Message
    sender: Sender
    papers: tuple[Paper, ...] = ()
    request: RequestList = field(default_factory=RequestList)
    copy: RequestList = field(default_factory=RequestList)
    pictures: tuple[str, ...] = ()
    said: tuple[str, ...] = ()
    unread: str = ""
    ocsps: tuple[bytes, ...] = ()
    mail_papers: tuple[Paper, ...] = ()
    office_signed: tuple[str, ...] = ()

    def paper(self, name: str) -> Paper | None:
        """Return the signed file with this name, or None: nothing is signed about it."""
        return next((paper for paper in self.papers if paper.name == name), None)


def read_dossier(raw: bytes, means: Means, arrived_at: datetime) -> Dossier:
    """Return everything the mail's bytes say. Ordinary mail is read no further than needed."""
    message = read_message(raw)
    sender = judge_sender(
        raw,
        means.registry,
        means.rules,
        means.own_addresses,
        dkim_keys=means.dkim_keys,
        on=local_date(arrived_at),
    )
    dossier = Dossier(_without_bytes(message), sender)
    if sender.verdict == "delivery_report":
        return dossier
    dossier = _with_request(dossier, message.attachments)
    if _seems_ordinary(dossier):
        return dossier
    files = message.attachments
    return replace(
        dossier,
        said=_said(message, dossier.request),
        papers=papers_of(files, means.trust, arrived_at),
        mail_papers=mail_papers(message, means.trust, arrived_at),
        office_signed=signed_office_files(files),
    )


def read_dossiers(
    mails: bytes, sizes: tuple[int, ...], means: Means, arrived_at: tuple[datetime, ...]
) -> tuple[Dossier, ...]:
    """Return the same of several mails that lie one after the other."""
    starts = accumulate(sizes, initial=0)
    return tuple(
        read_dossier(mails[start : start + size], means, at)
        for start, size, at in zip(starts, sizes, arrived_at, strict=False)
    )


def filed_dossier(message: Message, sender: Sender, means: Means, at: datetime) -> Dossier:
    """Return everything the files say that somebody handed in; `sender` is who is said to ask."""
    files = message.attachments
    return replace(
        _with_request(Dossier(_without_bytes(message), sender), files),
        papers=papers_of(files, means.trust, at),
        office_signed=signed_office_files(files),
    )


def _with_request(dossier: Dossier, attachments: Iterable[Attachment]) -> Dossier:
    files = tuple(attachments)
    try:
        in_pdfs = read_request(_sources(pdfs(files)))
        if not in_pdfs.rows and len(pdfs(files)) < len(readable(files)):
            return replace(dossier, request=read_request(_sources(readable(files))))
        beside = files_beside(files)
        copy = read_request(_sources(file for file in beside if not is_picture(file)))
        pictures = tuple(file.name for file in beside if is_picture(file))
        return replace(dossier, request=in_pdfs, copy=copy, pictures=pictures)
    except ReadError as error:
        return replace(dossier, unread=error.code)


def _seems_ordinary(dossier: Dossier) -> bool:
    message = dossier.message
    recognised = recognise(
        message.subject,
        message.body,
        [file.name for file in message.attachments],
        procedures_read=(dossier.request.procedure,),
        is_reply_to_known_case=bool(message.answers_to),
        letter_text=dossier.request.letter.subject,
    )
    return recognised.outcome is Recognition.NOT_A_REQUEST and not dossier.unread


def _sources(files: Iterable[Attachment]) -> list[SourceFile]:
    return [SourceFile(file.name, file.data) for file in files]


def _said(message: Message, request: RequestList) -> tuple[str, ...]:
    if not request.rows:
        return ()
    own = own_words(message.body, is_reply=bool(message.answers_to))
    text = f"{message.subject}\n\n{own}"
    return tuple(islice(said_of_request(text, request.rows), _MOST_SAID))


def _without_bytes(message: Message) -> Message:
    bare = tuple(replace(file, data=b"") for file in message.attachments)
    return replace(message, attachments=bare, signed_entities=())
