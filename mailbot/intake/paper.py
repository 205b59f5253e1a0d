"""Papers: the files of a mail with what their signatures prove, the mail's own signature included.

`judged_papers` is what an examination does first, and what anybody may do again years later.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from mailbot.intake.attachment import Attachment, AttachmentKind
from mailbot.intake.message import Message, read_message
from mailbot.intake.signed_file import reports_beside
from signing import (
    SignatureReport,
    TrustStore,
    Verdict,
    canonical_part,
    open_enveloping,
    verify_detached,
    verify_pdf,
)


@dataclass(frozen=True, slots=True)
class Paper:
    """One file of the mail with what its signatures prove: a PDF's own, else those beside it or
    around it; for the mail's own signature, the file that holds it.
    """

    name: str
    sha256: str
    report: SignatureReport


def judged_papers(raw: bytes, trust: TrustStore, at: datetime) -> tuple[Paper, ...]:
    """Return every signed thing of a mail with the verdict as of `at`."""
    message = read_message(raw)
    return (*papers_of(message.attachments, trust, at), *mail_papers(message, trust, at))


def papers_of(files: tuple[Attachment, ...], trust: TrustStore, at: datetime) -> tuple[Paper, ...]:
    """Return the PDFs, and other files that are signed; a PDF without signatures of its own may
    be signed like any file.
    """
    papers = {
        file.name: Paper(file.name, file.sha256, verify_pdf(file.data, trust, at))
        for file in pdfs(files)
    }
    for file, report in reports_beside(files, trust, at):
        own = papers.get(file.name)
        if own is None or own.report.verdict is Verdict.UNSIGNED:
            papers[file.name] = Paper(file.name, file.sha256, report)
    return tuple(papers.values())


def mail_papers(message: Message, trust: TrustStore, at: datetime) -> tuple[Paper, ...]:
    """Return what the signatures of the mail itself prove (RFC 8551): clear and opaque ones."""
    return (*_clear(message, trust, at), *_opaque(message, trust, at))


def _clear(message: Message, trust: TrustStore, at: datetime) -> Iterator[Paper]:
    for one in message.signed_entities:
        content = canonical_part(one.content)
        report = verify_detached(content, one.signature, trust, at, mail=True)
        yield Paper("smime.p7s", hashlib.sha256(one.signature).hexdigest(), report)


def _opaque(message: Message, trust: TrustStore, at: datetime) -> Iterator[Paper]:
    for file in message.attachments:
        if file.kind is AttachmentKind.CONTAINER and file.given_name.lower() == "smime.p7m":
            report = open_enveloping(file.data, trust, at, mail=True).report
            yield Paper(file.name, file.sha256, report)


def pdfs(files: Iterable[Attachment]) -> list[Attachment]:
    """Return the files that are PDFs, whatever they call themselves."""
    return [file for file in readable(files) if b"%PDF-" in file.data[:1024]]


def readable(files: Iterable[Attachment]) -> list[Attachment]:
    """Return the files that may say something: no signatures, no containers."""
    left_out = {AttachmentKind.SIGNATURE, AttachmentKind.CONTAINER}
    return [file for file in files if file.kind not in left_out]
