"""Sentences as letters that ask for mailboxes have them by custom: made of known turns throughout.

Such a letter is a ritual: its grounds, its purpose, who asks for whom, whom to call, and thanks.
Names, numbers and days aside, its words are of turns that such letters use (`customary_words`) or
of office language in general (`formal_words`). Other words may be few, and none of those that turn
or limit what is asked (`parsers.meaning.limiting_words`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from parsers.custom.customary_words import TURNS
from parsers.custom.formal_words import FORMAL
from parsers.custom.nameless import nameless, names_somebody
from parsers.custom.unit_names import SIGN
from parsers.meaning.limiting_words import LIMITING
from parsers.text.words import clean, pattern_spelled
from parsers.values.somebody import person_at_start

_TURNS = frozenset(map(pattern_spelled, TURNS | FORMAL))
_LIMITING = frozenset(map(pattern_spelled, LIMITING))
LIMITS = re.compile(rf"(?<!\w)(?:{'|'.join(sorted(_LIMITING))})(?!\w)")
"""What finds one of the limiting words in a spelled sentence."""

_LONGEST = max(turn.count(" ") for turn in _TURNS) + 1
_MOST_OF_FEW, _MOST_OF_MANY, _MOST_ASIDE = 0.15, 0.4, 0.6
"""Which share of a clause's words may be others, of a longer one's, and of a long sentence's that
speaks of nothing asked for.
"""

_MANY, _RATHER_LONG, _LONG, _LONGEST_SENTENCE = 12, 10, 15, 3000
_NOBODY = pattern_spelled("không có")
"""What a part of the form holds that asks for nobody."""

_CLAUSE = re.compile(r"[;:.!?()]+|\s[-–]\s")
_WORD = re.compile(rf"[^\W_]+|{SIGN}")
_ASKED = re.compile(
    pattern_spelled(
        r"\b(?:hộp thư|hòm thư|tài khoản|mật khẩu|danh sách|phụ lục|bảng|biểu|cccd|căn cước|người|"
        r"ông|bà|anh|chị|em|cô|chú|cháu|bạn|họ|đồng chí|ai|công chức|viên chức|cán bộ|nhân viên|"
        r"nhân sự|giáo viên|lãnh đạo|đề nghị|xin|mong|nhờ|tạo mới|mở|(?:công văn|văn bản) này|"
        r"(?<!cung )cấp(?! trên| dưới| xã| ủy| bách| thiết)|nghỉ(?! ngơi)|thôi việc|từ trần|"
        r"qua đời)\b"
    ),
    re.IGNORECASE,
)
"""What a sentence speaks of that may change a request: its list, people, who left, mailboxes, the
asking.
"""

_NEAR = re.compile(
    r"^\W*nếu\b|\b(?:hộp thư|quý|(?:nội dung|số) này|(?:nêu|nói|kể|dòng|đơn vị) trên|thứ|dòng|tên|"
    r"số lượng|giảm|bản (?:này|ký|chính|trên|scan|giấy)|chờ|đợi|hoãn|hủy|rút|nhầm|trùng|tạm)\b",
    re.IGNORECASE,
)
"""What a shorter one may speak of, its counts not left out: who is asked, too, and to wait."""

_BOX = r"(?:mật khẩu|hộp thư|tài khoản)"
_FAILS = (
    r"(?:quên|nhớ|bị khóa|bị lỗi|báo lỗi|báo sai|không (?:thể|thành công)|"
    r"(?:không|chưa)(?: \w+){1,3} được)"
)
_TROUBLE = re.compile(
    pattern_spelled(
        rf"\b{_FAILS}\b.*\b(?:{_BOX}|thư)\b|\b{_BOX}\b.*\b{_FAILS}\b"
        r"|^\W*\w+(?: \w+){0,4} không khắc phục được\b"
    )
)
_PROMISE = re.compile(
    pattern_spelled(r"\b(?:cam kết|cam đoan|trách nhiệm|quán triệt|nhắc nhở)\b"), re.IGNORECASE
)
_HARMLESS = (
    (_TROUBLE, "không chưa cũ nghỉ hưu ai lúc thử thay sau trước hết tạm thì mà lấy rồi sai khi"),
    (_PROMISE, "không giữ ai khác sai mà nếu"),
)
"""Words that limit nothing where a sentence tells why somebody gets into no mailbox, or promises
to use one well.
"""


def is_customary(text: str, names: Iterable[str] = ()) -> bool:
    """Return whether a sentence is one by custom; `names` are those of the agencies that write and
    are written to.

    A line that is no more than somebody's name is judged elsewhere (`parsers.said.item_lines`).
    """
    if person_at_start(plain := clean(text)) == plain:
        return True
    if len(plain) > _LONGEST_SENTENCE:
        return False
    said = nameless(plain, names)
    words = _WORD.findall(said)
    if _is_aside(plain, said, len(words)):
        return _share(_others(words), words) < _MOST_ASIDE
    known = (words for rule, words in _HARMLESS if rule.search(said))
    harmless = frozenset(pattern_spelled(" ".join(known)).split())
    return all(_is_clause(_WORD.findall(clause), harmless) for clause in _CLAUSE.split(said))


def others_few(said: str, length: int) -> bool:
    """Return whether few of so many words of a sentence are of no turn; it is spelled, and words
    in capitals in it are signs for what is understood.
    """
    words = [word for word in _WORD.findall(said) if not word.isupper()]
    return len(_others(words)) <= _MOST_OF_FEW * length


def _is_aside(plain: str, said: str, length: int) -> bool:
    """Return whether a sentence of so many words speaks of nothing that is asked for; one that is
    not quite long may name nobody, either.
    """
    if length < _RATHER_LONG or _ASKED.search(said):
        return False
    return length >= _LONG or not (_NEAR.search(plain) or names_somebody(plain))


def _is_clause(words: Sequence[str], harmless: frozenset[str]) -> bool:
    if " ".join(words).lower() == _NOBODY:
        return True
    others = [at for at in _others(words) if words[at] not in harmless]
    most = _MOST_OF_FEW if len(words) < _MANY else _MOST_OF_MANY
    return _share(others, words) < most and not any(_limits(words, at) for at in others)


def _share(others: Sequence[int], words: Sequence[str]) -> float:
    return len(others) / max(len(words), 1)


def _limits(words: Sequence[str], at: int) -> bool:
    """Return whether a word of no turn is a name or a figure, or may limit what is asked.

    The first has a capital anyway; a name in a line of its own stands before another capital.
    """
    word, inside = words[at], at > 0 or "".join(words[1:2])[:1].isupper()
    return word.lower() in _LIMITING or word.isdigit() or (inside and not word.islower())


def _others(words: Sequence[str]) -> list[int]:
    """Return which of the words are of no turn: each is looked at once."""
    return list(_walk([word.lower() for word in words]))


def _walk(words: Sequence[str]) -> Iterator[int]:
    at = 0
    while at < len(words):
        length = _turn_at(words, at)
        if not length:
            yield at
        at += length or 1


def _turn_at(words: Sequence[str], at: int) -> int:
    """Return how many words the longest turn has that begins there; 0 for none."""
    if words[at] == SIGN:
        return 1
    for length in range(min(_LONGEST, len(words) - at), 0, -1):
        if " ".join(words[at : at + length]) in _TURNS:
            return length
    return 0
