"""A dossier that did not come by e-mail: what the officer says of it, and its files.

It is kept as one MIME message, so that everything that reads, shows and proves the files of a mail
does the same for the files of a filing.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from email.message import EmailMessage
from email.policy import SMTP

from mailbot.cases.case import Channel
from mailbot.intake.attachment import Attachment
from mailbot.intake.dossier import Dossier, Means, filed_dossier
from mailbot.intake.message import read_message
from mailbot.intake.sender import Sender
from mailbot.intake.typed_list import FILE
from parsers import FlagCode, ReadError, RequestList, SourceFile, read_request
from signing import Verdict


@dataclass(frozen=True, slots=True)
class FiledFile:
    """One file as it was handed in, unread."""

    name: str
    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Filing:
    """What the officer at the counter says. `login` is the account, `officer` the person's name.

    `grounds` is as in LetterFacts; `token` makes the same form sent twice one filing; `completes`
    is the number of the case that waits for this supplement.
    """

    token: str
    channel: Channel
    agency_code: str
    arrived_at: datetime
    login: str
    officer: str
    on_paper: bool
    letter_number: str = ""
    letter_date: date | None = None
    grounds: tuple[str, ...] = ()
    procedure: str = "none"
    completes: str = ""


@dataclass(frozen=True, slots=True)
class Filed:
    """What the files say (`read`), what was typed, and whether the files' rows are proven."""

    dossier: Dossier
    typed: RequestList = field(default_factory=RequestList)

    @property
    def signed_papers(self) -> bool:
        """Return whether any file carries a signature, good or not."""
        return any(one.report.signatures for one in self.dossier.papers)

    @property
    def rows_are_signed(self) -> bool:
        """Return whether the files hold rows, and each file they come from is proven."""
        request = self.dossier.request
        places = [row.place for row in request.organisations]
        places += [row.place for row in request.individuals]
        papers = [self.dossier.paper(place.file) if place else None for place in places]
        return bool(papers) and all(
            paper is not None and paper.report.verdict is Verdict.PASSED for paper in papers
        )


def envelope(filing: Filing, files: tuple[FiledFile, ...], subject: str) -> bytes:
    """Return the filing as bytes to be archived; the same filing gives the same bytes."""
    mail = EmailMessage(policy=SMTP)
    mail["Subject"] = subject
    mail["X-Mailbot-Filing"] = f"{filing.token}; channel={filing.channel}"
    mail.set_content("", cte="7bit")
    mail.make_mixed(boundary=f"filing-{filing.token}")
    for file in files:
        mail.add_attachment(
            file.data, maintype="application", subtype="octet-stream", filename=file.name
        )
    return mail.as_bytes()


def read_filing(raw: bytes, means: Means, arrived_at: datetime, agency_code: str) -> Filed:
    """Return everything the files say. Opens hostile bytes: it runs in the sandbox."""
    message = read_message(raw)
    typed = tuple(file for file in message.attachments if file.name == FILE)
    handed_in = replace(
        message, attachments=tuple(file for file in message.attachments if file.name != FILE)
    )
    dossier = filed_dossier(handed_in, _asker(agency_code), means, arrived_at)
    return Filed(dossier, _read(typed))


def without_files(agency_code: str, unread: str = "") -> Filed:
    """Return a filing of which no file was read; `unread` tells why, if there were any."""
    return Filed(Dossier(read_message(b""), _asker(agency_code), unread=unread))


def read_typed(book: bytes) -> RequestList:
    """Return the rows of a typed list; that no letter stands in it is no flaw."""
    request = read_request([SourceFile(FILE, book)])
    flags = tuple(flag for flag in request.flags if flag.code is not FlagCode.LETTER_MISSING)
    return replace(request, flags=flags)


def _asker(agency_code: str) -> Sender:
    """Return who asks: the officer saw to it that this is the agency."""
    return Sender("accepted", "", agency_code, ())


def _read(files: tuple[Attachment, ...]) -> RequestList:
    try:
        return read_typed(files[0].data) if files else RequestList()
    except ReadError:
        return RequestList()
