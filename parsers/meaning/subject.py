"""What a letter's subject asks for: mailboxes, or to change, prolong or confirm something asked."""

from __future__ import annotations

import re

from parsers.meaning.procedure import MAILBOX, PASSWORD
from parsers.text.words import bare, clean

_ABOUT = re.compile(r"\W*(?:v/v|ve viec|viec)\b\W*")
# How a letter asks, whatever for; a list that it only sends along, too.
_ASKING = re.compile(
    r"(?:kinh|de nghi|yeu cau|xin|nho|dang ky|ho tro|giup|giup do|tao dieu kien|phoi hop|xem xet|"
    r"trinh|giai quyet|thuc hien|viec|ve|cho|duoc|gui|nop|lap|cung cap|trich|danh sach|ho so|"
    r"van ban|cong van|phieu|mau|thu tuc|noi dung|nhu cau|su dung|can bo|cong chuc|vien chuc|"
    rf"nhan vien|don vi|co quan|moi|"
    rf"bo sung(?= (?:them )?(?:\d+ )?(?:cac )?(?:tai khoan )?{MAILBOX}))\b\W*"
)
_GIVES = re.compile(
    r"(?:cap(?! nhat)|tao|trang bi|mo|lap|khoi tao|thiet lap|dat|cai|khoi phuc|reset|lay|mat|quen|"
    rf"(?:(?:thay )?doi|lai)(?= {PASSWORD})|tai khoan|dia chi|so luong|\d+|{MAILBOX}|{PASSWORD})\b"
)
_OF_MAILBOXES = re.compile(rf"{MAILBOX}|{PASSWORD}")


def bends(subject: str) -> bool:
    """Return whether a subject that speaks of mailboxes asks otherwise than to give one, or a new
    password: "bổ sung danh sách …", "gia hạn …", "xác nhận …". An agency may stand before that.
    """
    words = bare(subject)
    if not _OF_MAILBOXES.search(words):
        return False
    asked = _behind_asking(words)
    return not (_GIVES.match(asked) or _names_agency(subject, asked))


def _behind_asking(words: str) -> str:
    """Return what stands behind "V/v đề nghị", in the words of a subject without marks."""
    about = _ABOUT.match(words)
    at = about.end() if about else 0
    while found := _ASKING.match(words, at):
        at = found.end()
    return words[at:]


def _names_agency(subject: str, asked: str) -> bool:
    """Return whether somebody is named there first: "Sở Nội vụ cấp mới hộp thư"."""
    plain = clean(subject)
    words = plain.split()
    begin = words[max(len(words) - len(asked.split()), 0) :][:1]
    return not plain.isupper() and bool(begin) and begin[0][:1].isupper()
