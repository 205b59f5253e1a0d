"""What a letter or a column of its own says beyond the list, and what may change what is asked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import chain

from parsers.columns import Columns
from parsers.flag import Flag, FlagCode, without_numbers
from parsers.meaning.opening import own_words
from parsers.meaning.procedure import asks_again, cell_procedure, headed_procedure, named_procedures
from parsers.meaning.subject import bends as subject_bends
from parsers.meaning.telling import (
    BENDS,
    BESIDES,
    EXCEPTS,
    IN_CELL,
    IN_TITLE,
    PHONE,
    SPEAKS_OF_OTHERS,
    Phrases,
    speaks_of_a_row,
)
from parsers.source import Place
from parsers.text.remembered import remembered
from parsers.text.words import SENTENCES, clean

_DRAFT = re.compile(r"^\W*(?:bản )?(?:dự thảo|nháp|hủy|huỷ)(?: lần \d+)?\W*$")
_DRAFT_TITLE = re.compile(
    r"^\W*(?:(?i:bản )?(?i:dự thảo|nháp) (?i:danh sách|phụ lục|công văn|tờ trình|biểu)\b)"
    r"|\((?i:(?:bản )?(?:dự thảo|nháp)(?: lần \d+)?)\)\W*$"
)
_SHEET_ASIDE = Phrases.of(
    r"^\W*(?:(?:ds|danh sách|sheet|bảng|bản|file|mẫu|phụ lục|pl)\W+)?"
    r"(?:cũ|nháp|thử|test|ví dụ|minh họa|lưu|backup|old|draft|dự phòng|bỏ|không|đã gửi|đã làm)"
    r"\b[\W\d]*$"
)
# A file's name is often typed without marks, and "huy" or "bo" then are other words, too. Who has
# no mailbox yet is who asks for one, and what is not signed yet may be signed since.
_FILE_ASIDE = re.compile(
    r"(?:^|[\W_])(?:cũ|nháp|dự thảo|hủy|huỷ|old|draft|backup)(?:[\W_]|$)"
    r"|[\W_](?:cu|nhap|du[ _-]?thao|thử)[\W\d_]*(?:\.\w+)?$"
    r"|(?:^|[\W_])(?:(?:không|khong)[\W_]+(?:cấp|cap|duyệt|duyet|gửi|gui|dùng|dung|lấy|lay)"
    r"|(?:chưa|chua)[\W_]+(?:duyệt|duyet|dùng|dung|xong|gửi|gui)"
    r"|(?:đã|da)[\W_]+(?:cấp|cap(?![\W_]+nhat)|hủy|huỷ|huy|bỏ|thay))(?:[\W_]|$)"
)
# Who is no staff yet, no more, or for a time; or it is open which of two.
_FOR_A_TIME = Phrases.of(
    r"\b(?:thử việc|thực tập|cộng tác viên|ctv|thời vụ|thuê khoán|khoán việc|học việc|dự kiến)\b",
    r"\b(?:chưa (?:phân công|bố trí)|đi học|ở nhà|\d+ tháng)\b|\b(?:mượn|nhờ)\W*$",
    r"^\W*(?:nguyên|cựu(?! chiến binh)|biệt phái)\b|\bhoặc\b",
    without_marks=False,
)
_WORDS = ("name", "parent_agency", "unit", "position")
LONGEST = 160
_ENDS = re.compile(rf"{SENTENCES.pattern}|(?<=:)\s+(?!{PHONE})")
"""Where sentences end, and what introduces others; "số: 0901 234 567" is one with its number."""


def letter_instructions(subject: str, body: str) -> Iterator[str]:
    """Yield the sentences of a letter that replace, limit or bend what its list asks for, and a
    subject that asks for something else.

    What a legal ground says of other letters is left out.
    """
    if subject and subject_bends(subject):
        yield clean(subject)[:LONGEST]
    for sentence in filter(None, (subject, *_sentences(body))):
        if BENDS.stand_in(sentence) or SPEAKS_OF_OTHERS.stand_in(own_words(sentence)):
            yield clean(sentence)[:LONGEST]


def letter_exceptions(text: str) -> Iterator[str]:
    """Yield where a text leaves somebody out of what the list asks for, the first time."""
    before = EXCEPTS.words_before(text)
    if before is not None:
        rest = " ".join(clean(text).split(" ")[before:])
        yield re.split(r"[.;]", rest)[0][:LONGEST]


def told(code: FlagCode, quote: str, place: Place | None) -> Flag:
    """Return the flag that tells what is said there, its long numbers left out."""
    return Flag(code, (("text", without_numbers(clean(quote))[:LONGEST]),), place)


def limits(text: str, place: Place | None) -> Iterator[Flag]:
    """Yield what a text beside a list, or a header, a title or a sum in it, says of its rows."""
    for code, quote in _limiting(text):
        yield told(code, quote, place)


@remembered
def _limiting(text: str) -> tuple[tuple[FlagCode, str], ...]:
    quote = next(chain(letter_instructions("", text), _other_procedures(text)), "")
    if not quote and speaks_of_a_row(text):
        quote = text
    exceptions = ((FlagCode.EXCEPTION_STATED, one) for one in letter_exceptions(text))
    return (*([(FlagCode.INSTRUCTION_STATED, quote)] if quote else []), *exceptions)


def title_limits(title: str, place: Place | None) -> Iterator[Flag]:
    """Yield what the title of a list or of a group says, other than which rows stand there.

    One that names its procedure may tell of people who moved, or of changed passwords.
    """
    said = list(limits(title, place))
    yield from said
    speaks = IN_TITLE.stand_in(title) or asks_again(title)
    if not said and speaks and not headed_procedure(title):
        yield told(FlagCode.INSTRUCTION_STATED, title, place)


def sheet_limits(place: Place) -> Iterator[Flag]:
    """Yield what the title of a workbook's sheet says of the list that stands on it."""
    title = place.sheet
    said = list(limits(title, place))
    yield from said
    speaks = IN_TITLE.stand_in(title) and not headed_procedure(title)
    if not said and (speaks or _SHEET_ASIDE.stand_in(title)):
        yield told(FlagCode.INSTRUCTION_STATED, title, place)


def file_limits(place: Place) -> Iterator[Flag]:
    """Yield what the name of a file says of the list in it: a draft, or a former one."""
    if _FILE_ASIDE.search(clean(place.file).lower()):
        yield told(FlagCode.INSTRUCTION_STATED, place.file, place)


def _sentences(text: str) -> list[str]:
    return _ENDS.split(text)


def _other_procedures(text: str) -> Iterator[str]:
    """Yield the sentences outside a letter that cancel mailboxes, or ask for one thing besides."""
    for sentence in _sentences(text):
        named = named_procedures(sentence)
        asks = bool(named) or asks_again(sentence)
        if "cancel" in named or (asks and BESIDES.stand_in(sentence)):
            yield sentence


def _asks_other(text: str, procedure: str) -> bool:
    return cell_procedure(text) not in ("", procedure)


def is_draft(line: str) -> bool:
    """Return whether a line says that the letter is a draft, or void."""
    plain = clean(line)
    titled = plain[:1].isupper() and _DRAFT_TITLE.search(plain)
    return bool(titled or _DRAFT.match(plain.lower()))


def cell_instructions(
    texts: Mapping[str, str], columns: Columns, places: Mapping[str, Place], procedure: str
) -> Iterator[Flag]:
    """Yield a flag for each cell that says more than a name of something, or speaks against its
    row. A person's name is none of these: whatever is not a name there is told as such, and so is
    whatever a remark says.
    """
    for name in _WORDS:
        text = texts.get(name, "")
        if name == "name" and columns.shape == "individual":
            continue
        said = list(limits(text, places.get(name)))
        yield from said
        if not said and _speaks_against_row(text):
            yield told(FlagCode.INSTRUCTION_STATED, text, places.get(name))
    for header in columns.unknown:
        text = texts.get(header, "")
        if _speaks_against_row(text) or any(limits(text, None)) or _asks_other(text, procedure):
            fields = (("header", header), ("text", without_numbers(text)[:LONGEST]))
            yield Flag(FlagCode.COLUMN_TELLS, fields, places.get(header))


def _speaks_against_row(text: str) -> bool:
    return IN_CELL.stand_in(text) or _FOR_A_TIME.stand_in(text)
