"""Which procedure words ask for, by meaning rather than exact title."""

from __future__ import annotations

import re

from parsers.text.remembered import remembered
from parsers.text.words import bare, clean

MAILBOX = (
    r"(?:hop thu|thu dien tu|hop dien tu|e-?mail|(?:\bhop )?\bmail\b|thu cong vu|tai khoan thu"
    r"|mailbox)"
)
PASSWORD = r"(?:mat ma|mat khau|password)"  # noqa: S105 - a pattern, not a secret
FORM_NAME = re.compile(r"cap moi,? thay doi,?(?: va)? huy bo")
RESET_VERBS = (
    r"(?:cap lai|dat lai|cai lai|khoi phuc|reset|lay lai|cap doi|khoi tao lai|thiet lap lai"
    r"|thay doi|doi)(?: lai)?"
)
# What somebody was given is asked for no more, and "truy cập" gives nothing.
NEW_VERBS = (
    r"(?<!\bda )(?<!\bda duoc )"
    r"(?:cap moi|tao moi|cap phat|dang ky moi|mo moi|khoi tao|tao lap|lap moi|dang ky|bo sung"
    r"|tao|(?<!truy )cap)"
)
CANCEL_VERBS = (
    r"(?:huy bo|huy|xoa bo|xoa|thu hoi|vo hieu(?: hoa)?|dong|khoa|tam khoa"
    r"|(?:(?:tam )?ngung|tam dung|cham dut)(?: su dung| hoat dong)?|dung (?:su dung|hoat dong))"
)
CHANGE_VERBS = (
    r"(?:thay doi|cap nhat|dieu chinh|sua doi|doi ten|chuyen doi|(?<!nhan )ban giao|(?<!theo )doi)"
)
MOVE = r"chuyen(?: giao)?(?= (?:\w+ ){0,3}?(?:hop thu|tai khoan thu|dia chi thu))"
OF_IT = (
    r"(?: (?:cac|bo sung|moi|them|su dung|hoat dong|thong tin|ten|chu|nguoi quan ly|can bo quan ly"
    r"|don vi|cua|ve|tai khoan|dia chi|\d+|\(\w+\)))*"
)
NEW_PASSWORD = rf"{RESET_VERBS} {PASSWORD}"
# What the holders promise to do themselves, and the agency once somebody has left; and what was
# given years ago.
ASIDE = re.compile(
    r"\b(?:"
    rf"(?:bi|he thong|may chu)(?: tu dong| da| tam)* khoa(?= (?:\w+ ){{0,2}}{MAILBOX})"
    rf"|(?:se|phai|tu|trach nhiem|cam ket)(?: \w+){{0,9}} (?:thay )?doi {PASSWORD}"
    r"|(?:khi|neu|truong hop)(?: [^\s.]+){1,14} se(?: [^\s.]+){1,14} "
    rf"(?:{CANCEL_VERBS}|{CHANGE_VERBS}){OF_IT} {MAILBOX}"
    rf"|duoc cap {MAILBOX}(?: \S+){{0,8}} (?:tu|vao|trong) nam \d{{4}}"
    r"|(?<!nghi )(?<!mong )(?<!muon )(?<!can )(?<!de )(?<!xin )duoc "
    rf"(?:uy ban nhan dan |ubnd )?(?:thanh pho|tinh|so)(?: \w+){{0,5}} cap {MAILBOX})"
)
PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "reset",
        re.compile(rf"{NEW_PASSWORD}|quen {PASSWORD}|(?:cap lai|reset(?: lai)?) {MAILBOX}"),
    ),
    ("new", re.compile(rf"cap moi(?= va | hoac )|{NEW_VERBS}{OF_IT} {MAILBOX}")),
    ("cancel", re.compile(rf"{CANCEL_VERBS}{OF_IT} {MAILBOX}")),
    ("change", re.compile(rf"(?:{CHANGE_VERBS}|{MOVE}){OF_IT} {MAILBOX}")),
)
WORD = re.compile(r"[\w@./-]+")
"""What is one of the words that `bare` gives."""

REPORTS = re.compile(
    r"thông báo|báo cáo|kết quả|hướng dẫn|kế hoạch|triển khai|trả lời|phúc đáp|góp ý|quy chế"
    r"|mời (?:họp|dự|tham)|tuyên truyền|tăng cường|tờ trình|biên bản|công bố|rà soát|thống kê"
    r"|tập huấn|bảo dưỡng|nâng cấp|giấy mời"
)


@remembered
def mentions(text: str) -> tuple[tuple[int, str], ...]:
    """Return each procedure named in the text with the position of its last mention."""
    words = FORM_NAME.sub("", bare(text))
    if not re.search(MAILBOX, words):
        return ()
    words = ASIDE.sub("", words)
    found = ((name, [*pattern.finditer(words)]) for name, pattern in PATTERNS)
    return tuple((each[-1].end(), name) for name, each in found if each)


def asks_by_form_name(text: str) -> bool:
    """Return whether a text asks for what the form is called after, and for nothing by itself."""
    words = bare(text)
    found = FORM_NAME.search(words)
    asks = found and re.search(r"\b(?:de nghi|yeu cau|xin|dang ky)\b", words[: found.start()])
    return bool(asks) and not named_procedures(text)


def named_procedures(text: str) -> frozenset[str]:
    """Return all procedures the text names."""
    return frozenset(name for _, name in mentions(text))


def nearest_procedure(text: str) -> str:
    """Return the procedure named last, "" for none: what a heading above a table says."""
    return max(mentions(text), default=(0, ""))[1]


def headed_procedure(text: str) -> str:
    """Return the procedure a heading names below another list: a mailbox goes without saying."""
    password = re.search(
        rf"(?:danh sach[\w ]* |^(?:[ivx]+|\d+|[a-z])?[ ./-]*){NEW_PASSWORD}", bare(text)
    )
    return nearest_procedure(text) or ("reset" if password else "")


def asks_again(text: str) -> bool:
    """Return whether a text speaks of a new password, of whatever it be."""
    return bool(re.search(rf"{NEW_PASSWORD}|quen {PASSWORD}", bare(text)))


def cell_procedure(text: str) -> str:
    """Return the procedure a row's cell asks for in its own words, "" for none."""
    words = bare(text)
    if re.search(rf"{NEW_PASSWORD}|^(?:cap|dat) lai\b", words):
        return "reset"
    return "new" if re.match(r"(?:cap|tao|dang ky) moi\b", words) else nearest_procedure(text)


def is_report(text: str) -> bool:
    """Return whether a subject speaks about requests rather than making one.

    What stands behind the words that ask tells for whom: "cho công chức Phòng Kế hoạch".
    """
    words = bare(text)
    asks = [found.start() for _, rule in PATTERNS if (found := rule.search(words))]
    before = len(words[: min(asks, default=len(words))].split())
    return bool(REPORTS.search(" ".join(WORD.findall(clean(text).lower())[:before])))
