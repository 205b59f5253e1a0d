"""What an office program opens is read, wherever in the archive it lies; nothing else is."""

from __future__ import annotations

import random

import pytest

from parsers import FlagCode, SourceFile, read_request
from parsers.kinds import FileKind, file_kind
from tests.parsers.asserts import assert_clean
from tests.parsers.conftest import FORMS
from tests.parsers.corpus.request import a_request
from tests.parsers.corpus.sheets import annex_workbook
from tests.parsers.corpus.word import letter_with_annex
from tests.parsers.packages import DOCUMENT, changed, packed, parts_of

REQUEST = a_request(random.Random(5), FORMS["new-people"])
LETTER, BOOK = letter_with_annex(REQUEST), annex_workbook(REQUEST)
RELS, TYPES = "_rels/.rels", "[Content_Types].xml"
MOVED = "word/document2.xml"


def _moved(data: bytes) -> dict[str, str | bytes]:
    """Return the parts of a docx whose document has another name, with an empty one of its own."""
    for part, slash in ((RELS, ""), (TYPES, "/")):
        data = changed(data, part, f"{slash}{DOCUMENT}", f"{slash}{MOVED}")
    parts = parts_of(data)
    own = parts.pop("word/_rels/document.xml.rels")
    return parts | {MOVED: parts[DOCUMENT], "word/_rels/document2.xml.rels": own}


def test_a_document_of_another_name_is_read() -> None:
    parts = _moved(LETTER)
    del parts[DOCUMENT]

    assert_clean(read_request([SourceFile("a.docx", packed(*parts.items()))]), REQUEST)


def test_what_is_hidden_is_sought_in_the_document_that_is_opened() -> None:
    parts = _moved(LETTER)
    hidden = str(parts[MOVED]).replace("<w:r>", "<w:r><w:rPr><w:vanish/></w:rPr>")

    read = read_request([SourceFile("a.docx", packed(*(parts | {MOVED: hidden}).items()))])

    assert FlagCode.HIDDEN_TEXT in {flag.code for flag in read.flags}


@pytest.mark.parametrize("name", [DOCUMENT, "word/Document.xml"])
def test_a_part_that_is_there_twice_is_not_read(name: str) -> None:
    twice = packed((name, "<other/>"), *parts_of(LETTER).items())

    (flag,) = read_request([SourceFile("a.docx", twice)]).flags

    assert flag.code is FlagCode.FILE_UNREADABLE


def test_what_the_program_opens_tells_the_kind() -> None:
    book, letter = parts_of(BOOK), parts_of(LETTER)
    both = packed(*(book | letter).items())

    assert file_kind(both) is FileKind.DOCX
    assert file_kind(packed(("mimetype", "application/vnd.oasis.opendocument.spreadsheet"))) is (
        FileKind.ODS
    )
    assert file_kind(
        packed(("mimetype", "application/vnd.oasis.opendocument.spreadsheet"), *book.items())
    ) is (FileKind.OTHER)


def test_a_workbook_that_one_reader_would_not_find_is_not_read() -> None:
    parts = parts_of(BOOK)
    parts["xl/second.xml"] = parts.pop("xl/workbook.xml")
    parts["xl/_rels/second.xml.rels"] = parts.pop("xl/_rels/workbook.xml.rels")
    for name in (RELS, TYPES):
        parts[name] = str(parts[name]).replace("xl/workbook.xml", "xl/second.xml")

    (flag,) = read_request([SourceFile("a.xlsx", packed(*parts.items()))]).flags

    assert flag.code is FlagCode.FILE_UNREADABLE
