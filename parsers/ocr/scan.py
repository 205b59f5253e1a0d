"""Files whose pages are pictures: drawn, recognised, and given back as readings to look at."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing

from parsers.flag import Flag, FlagCode
from parsers.ocr.engine import Engine
from parsers.ocr.languages import missing_languages
from parsers.ocr.page import LEGIBLE, Look, first_look, sheet_of, surety
from parsers.ocr.patience import MAX_PAGES, Patience
from parsers.ocr.picture import Shown, page_picture, pictures_of
from parsers.ocr.second_look import second_look
from parsers.pictured import Scan
from parsers.reading import Reading
from parsers.source import Place, ReadError


def read_scans(scans: Sequence[Scan]) -> list[Reading]:
    """Return a reading for each scan, every page of it flagged. Never raises ReadError."""
    if not scans:
        return []
    if missing_languages():
        return [_unread(scan, FlagCode.OCR_MISSING) for scan in scans]
    with closing(Engine(Patience())) as engine:
        return [_read(scan, engine) for scan in scans]


def _read(scan: Scan, engine: Engine) -> Reading:
    looks: list[Look] = []
    flags: list[Flag] = []
    try:
        for number, picture in _pictures(scan):
            place = Place(scan.file.name, number)
            flags.append(Flag(FlagCode.SCAN, place=place))
            if not engine.patience.takes_a_page():
                flags.append(Flag(FlagCode.SCAN_UNREAD, place=place))
                break
            sheet = sheet_of(picture, scan.file.name, number, engine)
            looks.append(first_look(sheet, engine))
            gave_up = engine.gave_up()
            if gave_up or surety(sheet.lines) < LEGIBLE:
                flags.append(Flag(FlagCode.SCAN_UNREAD, place=place))
    except ReadError as error:
        fields = (("file", scan.file.name),)
        flags.append(Flag(FlagCode(error.code), fields, Place(scan.file.name)))
    engine.patience.leaves_the_page()
    found = second_look(looks, engine)
    if engine.gave_up():
        flags.append(Flag(FlagCode.SCAN_UNREAD, place=Place(scan.file.name)))
    return Reading(found.blocks, (*flags, *found.flags))


def _pictures(scan: Scan) -> Iterator[tuple[int, Shown]]:
    if not scan.pages:
        yield from enumerate(pictures_of(scan.file.data, MAX_PAGES + 1), start=1)
        return
    import pypdfium2  # noqa: PLC0415 - heavy, and only some mails hold a PDF

    try:
        document = pypdfium2.PdfDocument(scan.file.data)
        for number in sorted(scan.pages):
            yield number, page_picture(document[number - 1])
    except pypdfium2.PdfiumError as error:
        raise ReadError("file_unreadable", f"pdfium: {error}") from error


def _unread(scan: Scan, code: FlagCode) -> Reading:
    pages = sorted(scan.pages) or [1]
    flags = [Flag(FlagCode.SCAN, place=Place(scan.file.name, page)) for page in pages]
    return Reading((), (*flags, Flag(code, place=Place(scan.file.name))))
