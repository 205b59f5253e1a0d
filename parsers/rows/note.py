"""What a row's cells say of it beyond the form: a doubt, a day to come, a remark nobody knows.

A remark tells by custom who somebody is and why the row stands in the list: "Mới tuyển dụng". One
that does not (`parsers.custom.understood`) is a person's to read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from parsers.columns import Columns
from parsers.custom.understood import is_understood
from parsers.flag import Flag, FlagCode, without_numbers
from parsers.meaning.instruction import LONGEST, told
from parsers.rows.qualified import is_qualified
from parsers.tables import Entry
from parsers.text.words import bare, clean
from parsers.values.doubt import is_placeholder
from parsers.values.national_id import agrees_with_birth, agrees_with_sex
from parsers.values.sex import WORDS
from parsers.values.to_come import is_over, is_to_come, is_to_come_in_all

_BORN = re.compile(r"\b(?:sinh|ns)\b(?: ngày| năm|:)* ?([\d/. -]*\d)", re.IGNORECASE)
_SEX = re.compile(r"^(?:giới tính:? )?(nam|nữ)$", re.IGNORECASE)
_WHOLE_ID = 12
_BEGINS = re.compile(
    r"nhan (?:viec|cong tac|nhiem vu)|vao lam|bat dau|tuyen dung|bo nhiem|hieu luc|tiep nhan"
)
_GONE = re.compile(
    r"^(?:(?:ngay|thang|tu ngay|thoi diem) )?(?:thoi (?:viec|giu)|roi don vi|"
    r"nghi (?:viec|huu|thai san|om|phep)|chuyen (?:di|cong tac))\b"
)
_UNTIL = re.compile(
    r"^(?!.*\b(?:tap su|thu viec|dao tao)\b).*\b(?:han|den ngay|ket thuc|het hieu luc)\b"
)
_IN_TURN = re.compile(r"^(?:(?:muc |thu tu )?uu tien|dot(?: cap| de nghi)?|giai doan|luot)$")
_FIRST = frozenset({"", "1", "01", "i", "dot 1", "dot i", "-", "x"})
_HOW_MANY = re.compile(r"^(?:so luong|sl|so hop thu|so tai khoan)(?: hop thu| tai khoan)?$")
_OF_REMARKS = re.compile(
    r"^(?:(?:thong tin|noi dung) )?(?:ly do|noi dung|tinh trang|trang thai|y kien|de xuat|ket qua|"
    r"hinh thuc|doi tuong|dien|muc dich|nhu cau|yeu cau|khac|them|mo ta|giai trinh|luu y|chu thich|"
    r"nhan xet|bo sung)\b"
)
_WORDS = ("parent_agency", "unit", "position")
_DOUBT = re.compile(r"\?|\(\s*\.{3,}\s*\)")


@dataclass(frozen=True, slots=True)
class Asked:
    """What a row asks for, and when: `on` is the letter's date, after which a day is to come."""

    procedure: str
    on: date | None

    def awaits(self, text: str) -> bool:
        """Return whether the text names a day to come."""
        return self.on is not None and is_to_come(text, self.on)


def row_notes(entry: Entry, columns: Columns, asked: Asked, index: int) -> Iterator[Flag]:
    """Yield a flag for each cell of the row at `index` that says more than its column asks."""
    for name in _WORDS if columns.shape == "individual" else ("name", *_WORDS):
        text = entry.texts.get(name, "")
        doubtful = _DOUBT.search(text) or is_qualified(text, asked.procedure, asked.on)
        if doubtful or asked.awaits(text):
            yield told(FlagCode.INSTRUCTION_STATED, text, entry.places.get(name))
    for header in columns.unknown:
        text = entry.texts.get(header, "")
        if _DOUBT.search(text) or _column_tells(bare(header), text, asked):
            fields = (("header", header), ("text", without_numbers(text)[:LONGEST]))
            yield Flag(FlagCode.COLUMN_TELLS, fields, entry.places.get(header))
    remark = clean(entry.texts.get("note", ""))
    if _is_unclear(remark, asked) or _is_of_another(remark, entry.texts.get("national_id", "")):
        stt = entry.texts.get("stt", "").strip(" .)(") or str(index + 1)
        fields = (("stt", stt), ("text", without_numbers(remark)[:LONGEST]))
        yield Flag(FlagCode.NOTE_UNCLEAR, fields, entry.places.get("note"), index, "note")


def _is_unclear(remark: str, asked: Asked) -> bool:
    """Return whether a remark is not understood, or names a day to come; one without a year is
    of the letter's.
    """
    if _DOUBT.search(remark) or not is_understood(remark, asked.procedure):
        return True
    return asked.on is not None and is_to_come_in_all(remark, asked.on)


def _is_of_another(remark: str, national_id: str) -> bool:
    """Return whether a remark states a birth or a sex that is not the ID's."""
    digits = "".join(filter(str.isdigit, national_id))
    if len(digits) != _WHOLE_ID:
        return False
    born, sex = _BORN.search(remark), _SEX.search(remark)
    return (born is not None and not agrees_with_birth(digits, born[1])) or (
        sex is not None and not agrees_with_sex(digits, WORDS[bare(sex[1])])
    )


def _column_tells(header: str, text: str, asked: Asked) -> bool:
    """Return whether a column beside the form's says that a row waits, is more than one, has left
    or is to leave, or what nobody understands.
    """
    if _HOW_MANY.match(header):
        return text.strip() not in ("", "1", "01")
    if _IN_TURN.match(header):
        return bare(text) not in _FIRST
    if _GONE.match(header):
        return not is_placeholder(text)
    if _UNTIL.search(header) and asked.on is not None and is_over(text, asked.on):
        return True
    if _OF_REMARKS.match(header):
        return _is_unclear(clean(text), asked)
    return bool(_BEGINS.search(header)) and asked.awaits(text)
