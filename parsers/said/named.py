"""Sentences of a letter that speak of somebody in its list, and ask nothing for them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from parsers.meaning.instruction import letter_exceptions, letter_instructions
from parsers.meaning.opening import cites, is_address
from parsers.meaning.procedure import named_procedures
from parsers.meaning.telling import Phrases
from parsers.said.listed_people import SOMEBODY, TITLE, ListedPeople, by_place
from parsers.text.words import SENTENCES, clean
from parsers.values.somebody import DOES

_OPENING = r"(?:nhớ|thể|đăng nhập|truy cập|vào|còn nhớ|(?:sử dụng|dùng|mở|nhận) được)"
_HAS_BOX = (
    r"(?:từng )?có (?:địa chỉ |tài khoản )?(?:hộp thư|tài khoản|(?:e-?)?mail|địa chỉ thư|"
    r"thư điện tử)"
)
_LEAVES = Phrases.of(
    (
        r"\b(?:nghỉ(?! dưỡng| mát| (?:thai sản|ốm|bệnh|phép|hè|sinh|điều trị)[^.;]* quên)|"
        r"thôi (?:việc|giữ|làm)|đình chỉ|kỷ luật|khởi tố|chấm dứt|hết hợp đồng|"
        r"chuyển (?:đi|sang|công tác(?! về| đến| từ)))\b"
    ),
    (
        r"\b(?:từ trần|qua đời|tử vong|hy sinh|đã mất|mất (?:ngày|vào|hôm|hồi|do bệnh)|"
        r"hưu(?: trí)?|hưởng (?:chế độ|bhxh|bảo hiểm|trợ cấp)|tinh giản|giải quyết chế độ|"
        r"nhập ngũ|nghĩa vụ quân sự|thai sản(?![^.;]* quên)|du học)\b"
    ),
    (
        r"\b(?:điều động|luân chuyển|biệt phái|thuyên chuyển|tăng cường|cử)\b[^.;,]{0,25} "
        r"(?:sang|đi(?! vào)|qua|lên|xuống) \w"
    ),
)
"""What a sentence, its names left out, says of who is no more there to get a mailbox."""

_OF_LIST = re.compile(r"\b(?:danh sách|phụ lục|biểu)\b", re.IGNORECASE)
_FORGOT = re.compile(r"\b(?:quên|mật khẩu|cam kết|trách nhiệm)\b", re.IGNORECASE)

_BY_CUSTOM = Phrases.of(
    (
        r"\b(?:tuyển dụng|trúng tuyển|tiếp nhận|bổ nhiệm|điều động|luân chuyển|phân công|biệt phái|"
        r"nhận (?:công tác|nhiệm vụ)|được giao|giữ chức|(?:công tác|làm việc) tại|"
        r"chuyển (?:công tác )?(?:về|đến))\b"
    ),
    rf"\b(?:quên|mất mật|không {_OPENING}|chưa {_HAS_BOX}|chưa (?:được cấp|đăng ký)|nhu cầu)\b",
    r"\b(?:liên hệ|liên lạc|đầu mối|phụ trách|phối hợp|trao đổi|cử|nhờ|mong|cam kết|báo cáo|"
    r"đề nghị)\b",
)
"""Why a letter asks for somebody it names, or names them: whom to call."""

# What somebody does or has, and no more than who it is: "ông §, Chuyên viên".
_SAID_OF = re.compile(
    rf"{TITLE}{SOMEBODY} (?:\([^)]*\) )?(?!(?:và|cùng|hoặc|là|chức|sinh|số|đơn vị|phòng|cccd)\b)"
    rf"[^\W\d_]|\b(?:của|trường hợp|đối với|thay) (?:{TITLE})?{SOMEBODY}"
    rf"|(?:^|[,;:(] ?)\W{{0,9}}{SOMEBODY}{DOES}",
    re.IGNORECASE,
)
_VALUE_OF = re.compile(
    rf"\b(?:thoại|sđt|cccd|căn cước|cmnd|mail|thư|vụ|danh)\s+(?:mới |đúng )?của (?:{TITLE})?"
    rf"{SOMEBODY}[^.;]*?(?:\blà\b|:)",
    re.IGNORECASE,
)
"""What else than its row a sentence gives somebody: "Số điện thoại của bà § là 0916 …"."""

_PROMISED = re.compile(r"\b(?:cam kết|(?:có|chịu) trách nhiệm)\b", re.IGNORECASE)
_CONTACT = re.compile(r"(?<!\d)0\d{2,3}[ .]?\d{3}[ .]?\d{3,4}(?!\d)|@\w")


def of_somebody(body: str, people: ListedPeople) -> Iterator[str]:
    """Yield the sentences that say of somebody of a list what letters do not by custom: for whom
    they ask and why, and whom to call.

    What is told anyway (`letter_instructions`, `letter_exceptions`) is left out, and so is the
    address. Words of no custom are told by `parsers.said.unclear`.
    """
    for sentence in map(clean, SENTENCES.split(body)):
        if is_address(sentence):
            continue
        said = people.left_out_of(sentence)
        odd = _is_odd(said) or (
            (SOMEBODY in said or by_place(said) or "danh sách" in said)
            and people.works_elsewhere(said)
        )
        if odd and not _is_told(sentence):
            yield sentence


def _is_odd(said: str) -> bool:
    """Return whether a sentence, its names left out, says more of somebody than letters do; a legal
    ground may only tell that somebody leaves, and what the asker promises speaks of nobody.
    """
    named = SOMEBODY in said
    if (named or _OF_LIST.search(said)) and _LEAVES.stand_in(said):
        return named or not (cites(said) or _FORGOT.search(said))
    if cites(said):
        return False
    placed = not named and by_place(said) and not _PROMISED.search(said)
    by_custom = _BY_CUSTOM.stand_in(said) or _CONTACT.search(said) or named_procedures(said)
    if placed:
        return not by_custom
    return named and bool(_VALUE_OF.search(said) or (not by_custom and _SAID_OF.search(said)))


def _is_told(sentence: str) -> bool:
    return any(letter_instructions("", sentence)) or any(letter_exceptions(sentence))
