"""What came beside a signed list: never obeyed, but never passed over in silence either."""

from __future__ import annotations

import re
from collections.abc import Iterable

from mailbot.cases.finding import Finding, Place, Severity
from mailbot.intake.attachment import Attachment, AttachmentKind
from mailbot.intake.attachment_inner import is_shut
from mailbot.intake.paper import pdfs, readable
from mailbot.intake.request import list_findings
from parsers import RequestList
from parsers.kinds import FileKind, file_kind

_OF_PROGRAMS = frozenset({"text/calendar", "text/vcard", "text/x-vcard"})
_LONG_NUMBER = re.compile(rb"\d{9}")


def files_beside(files: tuple[Attachment, ...]) -> list[Attachment]:
    """Return the files that are no PDFs and may hold a list of their own; containers that nobody
    could open, too.
    """
    in_pdfs = {file.name for file in pdfs(files)}
    opened = {file.container for file in files}
    shut = [file for file in files if file.name not in opened and _is_shut(file)]
    read = [file for file in readable(files) if file.name not in in_pdfs and _may_list(file)]
    return [*read, *shut]


def is_picture(file: Attachment) -> bool:
    """Return whether the file is a picture, whatever it calls itself."""
    return file_kind(file.data) is FileKind.PICTURE


def beside_findings(copy: RequestList, pictures: Iterable[str]) -> tuple[Finding, ...]:
    """Return which of these files nobody has read: one that cannot be, and every picture."""
    unread = tuple(flag for flag in copy.flags if flag.code.startswith("file_"))
    seen = (
        Finding("request.picture_beside", Severity.LOOK, {"file": name}, place=Place(name))
        for name in pictures
    )
    return (*list_findings(RequestList(flags=unread)), *seen)


def _is_shut(file: Attachment) -> bool:
    """Return whether a container is shut; of a mail's own signature other rules tell."""
    if file.kind is not AttachmentKind.CONTAINER or file.given_name.lower() == "smime.p7m":
        return False
    return not file.content_type.startswith("message/") and is_shut(file.data, file.name)


def _may_list(file: Attachment) -> bool:
    """Return whether a list may stand here: not in a logo within the mail's text, nor in what mail
    programs and servers add of their own, which names nobody by a number.
    """
    if file.kind is AttachmentKind.INLINE and is_picture(file):
        return False
    if file.content_type in _OF_PROGRAMS:
        return False
    return not file.content_type.startswith("text/") or bool(_LONG_NUMBER.search(file.data))
