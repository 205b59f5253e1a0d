"""Reads the attached files of one message into one request."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from parsers.archive import unpacked
from parsers.compare import differences
from parsers.flag import Flag, FlagCode
from parsers.interpret import interpret, with_flags
from parsers.kinds import FileKind, file_kind
from parsers.legacy import in_unicode
from parsers.pictured import Scan, pictured_pages, with_pages
from parsers.reading import Grid, Reading
from parsers.request import RequestList, Row
from parsers.said.spoken import with_spoken
from parsers.source import Place, ReadError, SourceFile
from parsers.text.words import bare
from parsers.unread import unread_text
from parsers.unruled import with_unruled

if TYPE_CHECKING:
    from parsers.pdf.stated import Stated

MAX_FILES = 40
MAX_BYTES = 60_000_000
ALL_PAGES_UP_TO = 6
NOTHING_SEEN = Reading()

REFUSED = {
    FileKind.DOC: FlagCode.FILE_OLD_WORD,
    FileKind.PHONE_PICTURE: FlagCode.FILE_PHONE_PICTURE,
    FileKind.ENCRYPTED: FlagCode.FILE_ENCRYPTED,
    FileKind.PACKED: FlagCode.FILE_ARCHIVE,
    FileKind.CROOKED: FlagCode.FILE_UNREADABLE,
    FileKind.OTHER: FlagCode.FILE_UNSUPPORTED,
}


@dataclass(frozen=True, slots=True)
class _Pair:
    """One file as two readers saw it; `flags` say why it could not be read, or not twice.

    `scan` names what of it must be recognised, for it is a picture; `pages` of a PDF are to be
    looked at if it holds a request.
    """

    first: Reading = NOTHING_SEEN
    second: Reading = NOTHING_SEEN
    flags: tuple[Flag, ...] = ()
    scan: Scan | None = None
    pages: Stated | None = None


def read_request(files: Sequence[SourceFile]) -> RequestList:
    """Return what the files ask for, read twice and compared.

    Raises ReadError where there is too much to read; any other bytes give a value.
    """
    if len(files) > MAX_FILES or sum(len(file.data) for file in files) > MAX_BYTES:
        raise ReadError("file_too_large", "too many files or too many bytes")
    opened = unpacked(files)
    read = [_read_file(file) for file in opened.files]
    pairs = [_proposed(pair) for pair in _with_scans(read)]
    request = interpret([pair.first for pair in pairs])
    if request.procedure != "none" and not request.rows:
        pairs = [_spoken(pair) for pair in pairs]
        request = interpret([pair.first for pair in pairs])
    flags = [*opened.flags]
    flags += [flag for pair in pairs for flag in (*pair.flags, *unread_text(pair.first))]
    if request.procedure != "none":
        second = interpret([pair.second for pair in pairs])
        request = _signed_alike(request, second)
        flags += differences(request, second)
        flags += [flag for pair in pairs for flag in _looked_at(pair.pages, request.rows)]
    return with_flags(request, flags)


def _signed_alike(request: RequestList, second: RequestList) -> RequestList:
    """Return the request without a signer where the second reader names another one."""
    one, other = request.letter, second.letter
    if (one.signer, one.signer_title) == (other.signer, other.signer_title) or not one.signer:
        return request
    flag = Flag(FlagCode.SIGNER_UNCLEAR, place=one.places.get("signer"))
    unsigned = replace(request, letter=replace(one, signer="", signer_title=""))
    return with_flags(unsigned, [flag])


def _read_file(file: SourceFile) -> _Pair:
    """Return one file read twice; what cannot be read is a flag."""
    kind = file_kind(file.data)
    reader = READERS.get(kind)
    if reader is None:
        return _Pair(flags=(_refusal(REFUSED.get(kind, FlagCode.FILE_UNSUPPORTED), file),))
    try:
        return reader(file)
    except ReadError as error:
        return _Pair(flags=(_refusal(FlagCode(error.code), file),))


def _refusal(code: FlagCode, file: SourceFile) -> Flag:
    return Flag(code, (("file", file.name),), Place(file.name))


def _read_pdf(file: SourceFile) -> _Pair:
    from parsers.pdf.fast import read_fast  # noqa: PLC0415 - heavy, and only some mails hold a PDF
    from parsers.pdf.plumber import read_plumber  # noqa: PLC0415

    first = read_fast(file)
    second = read_plumber(file, _pages_to_check(first))
    pictured = pictured_pages(first)
    scan = Scan(file, pictured) if pictured else None
    return _Pair(first, second, second.flags, scan, first.stated)


def _looked_at(stated: Stated | None, rows: Sequence[Row]) -> Iterator[Flag]:
    """Yield what of a PDF looks otherwise than it is said to, and which of its rows are marked."""
    if stated is not None and stated.pages:
        from parsers.pdf.shown import shown_otherwise  # noqa: PLC0415 - only requests need it

        yield from shown_otherwise(stated, rows)


def _read_picture(file: SourceFile) -> _Pair:
    return _Pair(scan=Scan(file))


def _with_scans(pairs: Sequence[_Pair]) -> list[_Pair]:
    """Return the pairs with their scans recognised, all by one engine; most mails have none."""
    scans = [pair.scan for pair in pairs if pair.scan is not None]
    if not scans:
        return list(pairs)
    from parsers.ocr.scan import read_scans  # noqa: PLC0415 - heavy, and only scans need it

    read = iter(read_scans(scans))
    return [pair if pair.scan is None else _recognised(pair, next(read)) for pair in pairs]


def _recognised(pair: _Pair, scanned: Reading) -> _Pair:
    """Return the pair with what was recognised in place of both readers' blocks of those pages."""
    return replace(
        pair,
        first=with_pages(pair.first, scanned),
        second=with_pages(pair.second, scanned),
        flags=(*pair.flags, *scanned.flags),
    )


def _proposed(pair: _Pair) -> _Pair:
    """Return the pair with what can only be proposed: old text in Unicode, unruled tables."""
    first, second = (with_unruled(in_unicode(one)) for one in (pair.first, pair.second))
    return replace(pair, first=first, second=second)


def _spoken(pair: _Pair) -> _Pair:
    """Return the pair with what its sentences list; nothing else of the request holds a row."""
    return replace(pair, first=with_spoken(pair.first), second=with_spoken(pair.second))


def _pages_to_check(reading: Reading) -> frozenset[int]:
    """Return the pages the slow reader must see: all of a short file, else letter and lists."""
    pages = {block.place.page or 1 for block in reading.blocks}
    if not pages or max(pages) <= ALL_PAGES_UP_TO:
        return frozenset(pages)
    return frozenset(
        block.place.page or 1
        for block in reading.blocks
        if isinstance(block, Grid) or block.place.page == 1 or _tells(block.text)
    )


def _tells(text: str) -> bool:
    words = bare(text)
    return any(key in words for key in ("hop thu", "thu dien tu", "kem theo", "kinh gui", "@"))


def _read_xlsx(file: SourceFile) -> _Pair:
    from parsers.workbook.first import read_first  # noqa: PLC0415
    from parsers.workbook.second import read_second  # noqa: PLC0415

    return _Pair(read_first(file), read_second(file))


def _read_docx(file: SourceFile) -> _Pair:
    from parsers.word.first import read_first  # noqa: PLC0415
    from parsers.word.second import read_second  # noqa: PLC0415

    first, second = read_first(file), read_second(file)
    return _Pair(replace(first, letters=second.letters), second, second.flags)


def _read_old_sheet(file: SourceFile) -> _Pair:
    from parsers.workbook.second import read_second  # noqa: PLC0415

    only = read_second(file)
    return _Pair(only, only, (_refusal(FlagCode.OLD_WORKBOOK, file),))


def _read_open_sheet(file: SourceFile) -> _Pair:
    from parsers.workbook.open_unseen import look_at  # noqa: PLC0415
    from parsers.workbook.second import read_second  # noqa: PLC0415

    only = read_second(file, look_at(file))
    return _Pair(only, only, (_refusal(FlagCode.ONE_READER, file),))


READERS: dict[FileKind, Callable[[SourceFile], _Pair]] = {
    FileKind.PDF: _read_pdf,
    FileKind.XLSX: _read_xlsx,
    FileKind.DOCX: _read_docx,
    FileKind.XLS: _read_old_sheet,
    FileKind.ODS: _read_open_sheet,
    FileKind.PICTURE: _read_picture,
}
