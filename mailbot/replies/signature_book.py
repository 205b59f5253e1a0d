"""The signature book (bìa trình ký): waiting notices as one zip, and the files that come back.

`unbound` opens what somebody uploaded; it runs in the sandbox and takes no more than its limits.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import BytesIO
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from mailbot.cases.name import clean_text, without_marks
from mailbot.zipped import DAMAGED

MAX_FILES = 500
MAX_FILE_BYTES = 25_000_000
MAX_BYTES = 200_000_000

# What file managers put into a zip by themselves.
_LITTER = re.compile(
    r"(.*/)?(__MACOSX/.*|\.DS_Store|Thumbs\.db|desktop\.ini)|.*/", re.IGNORECASE | re.DOTALL
)
_UNSAFE = re.compile(r"[^0-9A-Za-z.-]+")


@dataclass(frozen=True, slots=True)
class Sheet:
    """One file of a book. What came back keeps the name it was given, for telling only."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Returned:
    """The files of an upload, or the code of what is wrong with it as a whole."""

    sheets: tuple[Sheet, ...] = ()
    fault: str = ""


class _UnfitError(Exception):
    """The book as a whole cannot be taken; the message is the code."""


def sheet_name(letter_id: int, case_number: str, number: str) -> str:
    """Return the name of a notice in the book, in letters every zip program can write."""
    parts = (case_number, _UNSAFE.sub("-", without_marks(number)), str(letter_id))
    return "_".join(part for part in parts if part) + ".pdf"


def bound(sheets: Iterable[Sheet]) -> bytes:
    """Return the zip; the same sheets give the same bytes."""
    book = BytesIO()
    with ZipFile(book, "w", ZIP_STORED) as container:
        for sheet in sheets:
            container.writestr(ZipInfo(sheet.name), sheet.data)
    return book.getvalue()


def unbound(name: str, data: bytes) -> Returned:
    """Return the files of an uploaded zip, or the one file that was uploaded by itself."""
    if not data.startswith(b"PK"):
        return Returned((Sheet(name, data),))
    try:
        with ZipFile(BytesIO(data)) as container:
            return Returned(tuple(_sheets(container)))
    except _UnfitError as error:
        return Returned(fault=str(error))
    except DAMAGED:
        return Returned(fault="book_unreadable")


def _sheets(container: ZipFile) -> Iterator[Sheet]:
    entries = [entry for entry in container.infolist() if not _LITTER.fullmatch(entry.filename)]
    if not entries:
        raise _UnfitError("book_empty")
    if len(entries) > MAX_FILES:
        raise _UnfitError("book_too_large")
    left = MAX_BYTES
    for entry in entries:
        with container.open(entry) as file:
            data = file.read(min(MAX_FILE_BYTES, left) + 1)
        left -= len(data)
        if len(data) > MAX_FILE_BYTES or left < 0:
            raise _UnfitError("book_too_large")
        yield Sheet(clean_text(entry.filename)[:200], data)
