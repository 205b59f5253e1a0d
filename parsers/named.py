"""Sentences of a letter that speak of somebody in its list, and ask nothing for them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import takewhile

from parsers.instruction import letter_exceptions, letter_instructions
from parsers.opening import cites, is_address
from parsers.procedure import named_procedures
from parsers.request import IndividualRow, Row
from parsers.telling import Phrases
from parsers.values.somebody import CALLED
from parsers.words import SENTENCES, clean

_TITLE = rf"\b{CALLED}\s*:?\s+"
_CALLED = re.compile(rf"({_TITLE})((?:[^\W\d_]+ ){{0,6}}[^\W\d_]+)", re.IGNORECASE)
_OPENING = r"(?:nhớ|thể|đăng nhập|truy cập|vào|còn nhớ|(?:sử dụng|dùng|mở|nhận) được)"
_HAS_BOX = (
    r"(?:từng )?có (?:địa chỉ |tài khoản )?(?:hộp thư|tài khoản|(?:e-?)?mail|địa chỉ thư|"
    r"thư điện tử)"
)
AGAINST = Phrases.of(
    (
        rf"\bchưa\b(?! {_HAS_BOX}| được (?:cấp|tạo|mở)| {_OPENING}| (?:đăng ký|sử dụng|rõ|hiểu|"
        r"biết|đổi|thay đổi)\b)"
    ),
    rf"\bkhông\b(?! {_HAS_BOX}| {_OPENING}| (?:chuyên trách|rõ|hiểu|biết)\b)",
    rf"\bđã {_HAS_BOX}\b(?![^.;]*\b(?:nhưng|quên|không)\b)",
    r"\bnhưng\b(?![^.;]{0,25}(?:quên|không (?:nhớ|đăng|vào|truy))|[^.;]{0,10} chưa có)",
    (
        r"\b(?:nghỉ(?! dưỡng| mát)|thôi (?:việc|giữ|làm)|từ trần|qua đời|đã mất|đình chỉ|kỷ luật|"
        r"chấm dứt|hết hợp đồng|sẽ (?:chuyển|đi|về|sang)|"
        r"chuyển (?:đi|sang|công tác(?! về| đến| từ))|tuy nhiên)\b"
    ),
    r"\b(?:riêng|trừ|để lại|hoãn|chờ|đợi|hủy|rút|xem lại|kiểm tra lại|tạm(?! trú| vắng| thời))\b",
    r"\b(?:sai(?! mật)|nhầm|sửa|đúng là|ghi đúng|khỏi|bỏ (?:tên|qua|ra)|thay (?:cho|thế))\b",
)
"""What a sentence, its names left out, says against the person it names."""

_BY_CUSTOM = Phrases.of(
    (
        r"\b(?:tuyển dụng|trúng tuyển|tiếp nhận|bổ nhiệm|điều động|luân chuyển|phân công|biệt phái|"
        r"nhận (?:công tác|nhiệm vụ)|được giao|giữ chức|công tác tại|"
        r"chuyển (?:công tác )?(?:về|đến))\b"
    ),
    rf"\b(?:quên|mất mật|không {_OPENING}|chưa {_HAS_BOX}|chưa (?:được cấp|đăng ký)|nhu cầu)\b",
    r"\b(?:liên hệ|liên lạc|đầu mối|phụ trách|phối hợp|trao đổi|cử|cam kết|báo cáo|đề nghị)\b",
)
"""Why a letter asks for somebody it names, or names them: whom to call."""

_SOMEBODY = "§"
_ENOUGH_WORDS = 3
"""So many are a name by themselves; fewer, or a given name alone, are one behind a title."""

# What somebody does or has, and no more than who it is: "ông §, Chuyên viên".
_SAID_OF = re.compile(
    rf"{_TITLE}{_SOMEBODY} (?:\([^)]*\) )?(?!(?:và|cùng|hoặc|là|chức|sinh|số|đơn vị|phòng|cccd)\b)"
    rf"[^\W\d_]|\b(?:của|trường hợp|đối với|thay) (?:{_TITLE})?{_SOMEBODY}",
    re.IGNORECASE,
)
_VALUE_OF = re.compile(
    rf"\b(?:thoại|sđt|cccd|căn cước|cmnd|mail|thư|vụ|danh)\s+(?:mới |đúng )?của (?:{_TITLE})?"
    rf"{_SOMEBODY}[^.;]*?(?:\blà\b|:)",
    re.IGNORECASE,
)
"""What else than its row a sentence gives somebody: "Số điện thoại của bà § là 0916 …"."""

_CONTACT = re.compile(r"(?<!\d)0\d{2,3}[ .]?\d{3}[ .]?\d{3,4}(?!\d)|@\w")


def of_somebody(body: str, rows: Iterable[Row]) -> Iterator[str]:
    """Yield the sentences that speak against somebody of these rows, or say of one what letters
    do not by custom: for whom they ask and why, and whom to call.

    What is told anyway (`letter_instructions`, `letter_exceptions`) is left out, and so are the
    address and the legal grounds.
    """
    people = _People.of(rows)
    for sentence in map(clean, SENTENCES.split(body)):
        if is_address(sentence) or cites(sentence):
            continue
        said = people.left_out_of(sentence)
        if _SOMEBODY in said and _is_odd(said) and not _is_told(sentence):
            yield sentence


def _is_odd(said: str) -> bool:
    """Return whether a sentence, its names left out, says more of somebody than letters do."""
    if AGAINST.stand_in(said) or _VALUE_OF.search(said):
        return True
    by_custom = _BY_CUSTOM.stand_in(said) or _CONTACT.search(said) or named_procedures(said)
    return not by_custom and bool(_SAID_OF.search(said))


def _is_told(sentence: str) -> bool:
    return any(letter_instructions("", sentence)) or any(letter_exceptions(sentence))


@dataclass(frozen=True, slots=True)
class _People:
    """The people a list names: whole names to be found anywhere, and all that may stand behind a
    title, "Hồng Đào" and "Đào" of "Nguyễn Thị Hồng Đào".
    """

    whole: re.Pattern[str] | None
    endings: frozenset[str]

    @classmethod
    def of(cls, rows: Iterable[Row]) -> _People:
        """Return the people of these rows, responsible officers too."""
        names = (
            clean(row.name if isinstance(row, IndividualRow) else row.manager_name) for row in rows
        )
        words = [name.lower().split() for name in dict.fromkeys(names)]
        long = sorted(" ".join(name) for name in words if len(name) >= _ENOUGH_WORDS)
        whole = re.compile(rf"\b(?:{'|'.join(map(re.escape, long))})\b", re.I) if long else None
        endings = (" ".join(name[at:]) for name in words for at in range(len(name)))
        return cls(whole, frozenset(endings))

    def left_out_of(self, sentence: str) -> str:
        """Return the sentence with a sign where one of them is named."""
        plain = sentence.replace(_SOMEBODY, " ")
        anywhere = self.whole.sub(_SOMEBODY, plain) if self.whole else plain
        return _CALLED.sub(self._left_out, anywhere)

    def _left_out(self, found: re.Match[str]) -> str:
        title, text = found.groups()
        words = text.split(" ")
        name = list(takewhile(lambda word: word[0].isupper(), words))
        if " ".join(name).lower() not in self.endings:
            return found.group()
        return " ".join((f"{title}{_SOMEBODY}", *words[len(name) :]))
