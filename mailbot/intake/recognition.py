"""Is a mail a request for a mailbox or a password, ordinary mail, or doubtful?

The inbox is the department's general one. Wording drifts inside the decision itself ("mật mã",
"mật khẩu"; "hộp thư", "thư điện tử", "hộp điện tử"), so words are compared without diacritics,
never whole titles. Doubt makes a case; ordinary mail is left to people, untouched.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from mailbot.cases.name import clean_text, without_marks

_MAILBOX = (
    r"hop\s*thu(?!\s+(?:\d|hai|ba|tu|nam|sau|bay|nhat)\b)|thu\s+dien\s+tu|hop\s+dien\s+tu"
    r"|hom\s*thu(?!\s+gop\s*y)|thu\s+cong\s*vu|e-?mail|mail\s*box|tai\s+khoan\s+thu|dia\s+chi\s+thu|mail\s+cong\s*vu"
)
_ANY_MAILBOX = rf"{_MAILBOX}|mail"
_SECRET_WORD = r"mat\s*ma|mat\s*khau|pass\s*word|mat\s*khoa"  # noqa: S105 -- words for one
_NEW = (
    r"cap(?=\s+(?:moi|phat|bo\s*sung|tai\s+khoan|ho[mp]|thu|dia\s+chi|e-?mail|mail|cho))"
    r"|tao(?=\s+(?:moi|lap|ho[mp]|thu|tai\s+khoan|e-?mail|mail))"
    r"|(?:xin|de\s+nghi|yeu\s+cau)\s+cap|mo\s+moi"
)
_RESET = r"cap\s+lai|dat\s+lai|khoi\s+phuc|quen|lay\s+lai|doi|thay|reset|mat|cap\s+moi"
_CHANGE = (
    r"thay\s+doi|huy\s+bo|huy|thu\s+hoi|vo\s+hieu|ngung|khoa|xoa|dieu\s+chinh|sua\s+doi|doi\s+ten"
    r"|(?:tam\s+)?dung\s+(?:su\s+dung|hoat\s+dong)|cham\s+dut|ban\s+giao|cap\s+nhat"
    r"|chuyen(?:\s+giao)?(?=\s+(?:cac\s+|tai\s+khoan\s+|dia\s+chi\s+)?ho[pm]\s*thu)"
    r"|dang\s+ky|new|khoi\s+phuc|kich\s+hoat|mo\s+lai|mo\s+khoa"
)
# Words that lose their sense with their marks: "họp thứ Hai" is no "hộp thư hai".
_FALSE_FRIENDS = re.compile(
    r"\b(?:(?:họp|hợp)\s+(?:thứ|thu|thủ|thụ|thú)|(?:tài\s+khoản|địa\s+chỉ)\s+(?:thu|thứ|thụ|thuế))\b"
)
_QUOTED_LINE = re.compile(r"^[ \t]*>.*$", re.MULTILINE)
_REPLY_HEAD = re.compile(
    r"^[ \t]*(?:-{3,}[ \t]*(?:original message|thư gốc|thư đã chuyển tiếp|forwarded)"
    r"|vào .{0,80} đã viết:|on .{0,120} wrote:)",
    re.MULTILINE | re.IGNORECASE,
)
# Outlook and Zimbra quote below the head of the mail, in a reply as in what is sent on.
_ANY_HEAD = re.compile(
    rf"{_REPLY_HEAD.pattern}|^[* \t]*(?:from|từ|người gửi)[* \t]*:.*\n+(?:.*\n+){{0,2}}?"
    r"[* \t]*(?:sent|date|đã gửi|ngày(?: gửi)?)[* \t]*:",
    re.MULTILINE | re.IGNORECASE,
)
_WRAPPED = re.compile(r"\n(?=[a-z])")
_MAX_TEXT = 100_000


def _pair(first: str, second: str, distance: int) -> str:
    return rf"\b(?:{first})\b[^.;!?\n]{{0,{distance}}}?\b(?:{second})\b"


_ASKS_IN_TEXT = re.compile(
    "|".join((_pair(_NEW, _ANY_MAILBOX, 25), _pair(_RESET, _SECRET_WORD, 15)))
)
_ASKS_IN_HEAD = re.compile(
    "|".join(
        (
            _pair(_NEW, _ANY_MAILBOX, 60),
            _pair(_RESET, _SECRET_WORD, 60),
            _pair(_CHANGE, _ANY_MAILBOX, 40),
            _pair(_SECRET_WORD, _ANY_MAILBOX, 40),
        )
    )
)
_SPEAKS_OF = re.compile(rf"\b(?:{_MAILBOX}|{_SECRET_WORD})\b")
_DOCUMENTS = (".pdf", ".xlsx", ".xls", ".docx", ".doc", ".ods", ".odt", ".p7m", ".zip", ".rar")


class Recognition(StrEnum):
    """What a mail seems to be. Doubt makes a case."""

    REQUEST = "request"
    DOUBT = "doubt"
    NOT_A_REQUEST = "not_a_request"


@dataclass(frozen=True, slots=True)
class Recognised:
    """The outcome and the code of what led to it, for the daily list and the record."""

    outcome: Recognition
    why: str


def recognise(  # noqa: PLR0913 -- each is a fact of the mail, all by name but the first three
    subject: str,
    body: str,
    attachment_names: Collection[str],
    *,
    procedures_read: Collection[str] = (),
    is_reply_to_known_case: bool = False,
    letter_text: str = "",
) -> Recognised:
    """Return what the mail seems to be.

    Args:
        procedures_read: what `parsers` found in the attachments (`new`, `reset`, `both`,
            `change`, `cancel`); `none` and empty say nothing.
        letter_text: text of the attached letters, where it could be read.
    """
    if is_reply_to_known_case:
        return Recognised(Recognition.REQUEST, "reply_to_case")
    if {"new", "reset", "both", "change", "cancel"} & set(procedures_read):
        return Recognised(Recognition.REQUEST, "list_read")
    head = "\n".join((subject, *(_spaced(name) for name in attachment_names)))
    return _by_words(_key(head), _key(own_words(body)), _key(letter_text), attachment_names)


def _by_words(head: str, body: str, letter: str, names: Collection[str]) -> Recognised:
    has_document = any(name.lower().endswith(_DOCUMENTS) for name in names)
    if _ASKS_IN_HEAD.search(head):
        return Recognised(Recognition.REQUEST, "words_in_subject")
    if _ASKS_IN_HEAD.search(letter):
        return Recognised(Recognition.REQUEST, "words_in_letter")
    if _ASKS_IN_TEXT.search(body):
        outcome = Recognition.REQUEST if has_document else Recognition.DOUBT
        return Recognised(outcome, "words_in_body")
    if _SPEAKS_OF.search(head):
        return Recognised(Recognition.DOUBT, "subject_speaks_of_mailboxes")
    return Recognised(Recognition.NOT_A_REQUEST, "no_words")


def _key(text: str) -> str:
    """Return the text for comparing; a line that begins small goes on with the one before."""
    lines = (clean_text(line).lower() for line in text[:_MAX_TEXT].splitlines())
    told_apart = _FALSE_FRIENDS.sub("…", "\n".join(lines))
    return _WRAPPED.sub(" ", without_marks(told_apart))


def _spaced(name: str) -> str:
    return re.sub(r"[_\-.]+", " ", name)


def own_words(body: str, *, is_reply: bool = False) -> str:
    """Return the body without what it quotes from earlier mails."""
    text = unicodedata.normalize("NFC", body[:_MAX_TEXT])
    quoted = (_ANY_HEAD if is_reply else _REPLY_HEAD).search(text)
    return _QUOTED_LINE.sub("", text[: quoted.start()] if quoted else text)
