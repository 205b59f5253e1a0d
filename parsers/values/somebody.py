"""Where a text names a person: at its beginning, in a line of its own, or in a sentence.

A name is told by its family's name, as spelled: "Trương Văn An" is one and "Trường Mầm non" none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import takewhile

from parsers.text.words import bare, clean, spelled

_FAMILIES = (
    "nguyễn|trần|lê|phạm|huỳnh|hoàng|phan|vũ|võ|đặng|bùi|đỗ|hồ|ngô|dương|lý|đinh|lâm|trương|"
    "mai|đào|đoàn|trịnh|lương|thạch|danh|sơn|kim|châu|quách|lưu|tạ|tô|cao|hà|thái|tăng|phùng|"
    "tống|từ|tôn|kiều|khổng|khưu|la|lại|lục|lữ|mạc|mạch|mã|nghiêm|nhâm|ninh|ong|ông|âu|ứng|vi|"
    "viên|vương|triệu|trà|trang|trình|thiều|thân|tiêu|giang|giáp|hứa|hàn|hạ|hầu|hình|bành|bạch|"
    "bế|biện|cù|cổ|chung|chu|chế|chử|diệp|diêu|doãn|đàm|đái|đồng|điền|đậu|cam|can|liêu|liễu|lò|"
    "lầu|lèo|lường|giàng|sùng|vàng|thào|mùa|hạng|nông|hoa|phí|quan|quang|sầm|tiết|tiền|thẩm|"
    "văn|vòng|nhan|neáng|kiên|khấu"
)
FAMILIES = frozenset(_FAMILIES.split("|"))
UNMARKED = frozenset(map(bare, FAMILIES)) - {"truong", "doan", "to", "van", "so"}
"""The same in a text typed without any mark, less what agencies' names begin with."""

# What else begins as a family's name does, when every word has a capital: words, and whole places.
NO_FAMILY = re.compile(
    r"(?:danh (?:sách|mục|bạ|hiệu|xưng)|hồ sơ|đoàn (?:thanh (?:niên|tra)|thể|viên|kiểm"
    r"|công (?:tác|an)|đại biểu)|"
    r"lý (?:do|lịch|luận)|cao (?:đẳng|học|cấp|su)|kim (?:loại|ngạch)|lâm (?:nghiệp|sản)|"
    r"tiền (?:lương|thuê|công)|đồng (?:chí|ý|thời|kính)|từ (?:ngày|năm|tháng|chối)|"
    r"văn (?:phòng|bản|thư|hóa|hoá|học)|viên chức|trang (?:thiết|bị|chủ|thông)|"
    r"trình (?:bày|ủy|duyệt|ký)|chung (?:tay|kết)|thân (?:gửi|ái)|tiêu (?:chí|chuẩn|đề)|"
    r"thẩm (?:định|quyền|phán|tra)|ứng (?:dụng|cử)|quan (?:hệ|trắc|trọng)|vi (?:sinh|phạm)|"
    r"lại (?:mật|hộp)|mã (?:số|định|qr)|lương (?:thực|tâm)|hạ tầng|biện pháp|chế (?:độ|tài|biến)|"
    r"điền (?:kinh|đầy)|chu kỳ|giáp ranh|la mã|đàm phán|cổ (?:phần|phiếu)|hình (?:thức|sự|ảnh)|"
    r"tăng (?:cường|thiết))\b"
    r"|(?:hồ chí minh|thái (?:bình|nguyên)|thái bình dương|sơn (?:la|trà)|hà (?:nội|nam|tĩnh|tiên)|"
    r"hà giang|châu (?:thành(?: a)?|phú|đốc|âu|á)|lâm đồng|ninh (?:kiều|bình|thuận)|tiền giang|"
    r"đồng (?:tháp|nai)|trà (?:vinh|nóc)|hoa (?:kỳ|sen|mai)|hạ long)$"
)
CALLED = r"(?:ông|bà|anh|chị|cô|thầy|đồng chí|đ/c|đc|thượng tá|trung tá|thiếu tá|đại úy|thượng úy)"
DOES = (
    r"\s+(?:đã|đang|sẽ|chưa|không|nghỉ|xin|mới|vừa|cũng|hiện|được|bị|thôi|chuyển|mất|còn|thì|cần|nay|"
    r"có|về|đi|quên|làm|do|đề nghị|thuộc|ở|tạm|chỉ|vẫn|sắp|vốn|muốn|phải)\b"
)
"""How a sentence goes on behind whom it speaks of, without "ông" before the name."""

DEGREE = r"(?:(?:pgs|gs|ths|th\.s|ts|bs|ks|cn|ds|đd|bscki{1,2}|cki{1,2})\b\.?\s*)"
_NUMBER = r"\(?\d{1,3}\s*[.)/:-]+\s*|\(?\d{1,3}\s+"
_MORE = (
    r"(?:và|thêm|bổ sung(?: thêm)?|cùng(?: với)?|ngoài ra|gồm(?: có)?|cộng|tổng cộng|trường hợp|"
    r"cấp thêm|họ (?:và )?tên(?: người dùng)?)\b\s*:?\s*"
)
BEGINS = re.compile(
    rf"^\W*?(?P<number>{_NUMBER})?(?P<dash>[-–+•*]\s*)?(?P<more>(?:{_MORE})*)"
    rf"(?P<called>(?:{CALLED}\b[.:]?\s*)*)(?P<degree>{DEGREE}*)(?=[^\W\d_])",
    re.IGNORECASE,
)
BEFORE = re.compile(
    rf"(?P<called>\b{CALLED}\b[.:]?\s+(?:{DEGREE})*)|(?:^|(?<=[:;.,]\s))\(?\d{{1,3}}[.)/]\s*"
    r"|\b(?:cho|thêm|gồm(?: có)?|bổ sung|của|là|đối với|trường hợp|(?:công|viên) chức|nhân viên|"
    r"chuyên viên|giáo viên|cán bộ|đầu mối|phối hợp)\s*:?\s+",
    re.IGNORECASE,
)
_OF_ADDRESS = re.compile(rf"{CALLED}\b", re.IGNORECASE)
_DOES = re.compile(DOES, re.IGNORECASE)
_AND = re.compile(r"\s*,\s+(?:và\s+)?|\s+và\s+")
_ONE_OF = re.compile(
    r"^[-+*\s]*|\b(?:cả|thêm|(?:công|viên) chức|nhân viên|chuyên viên|giáo viên|cán bộ|trường hợp|"
    r"cho|đối với)\s+",
    re.IGNORECASE,
)
_SAID = re.compile(rf"{DOES}|\s*(?:[(.;–-]|$)|\s+theo\b", re.IGNORECASE)
# How what follows a name begins, all with capitals: "Nguyễn Văn An Phó Giám đốc".
HANGING = re.compile(
    r"(?:chuyen|giam|pho|truong|chu|ke|phong|trung|so|uy|can|nhan|bi|hieu|giao|hien)\b"
)
ENDS = re.compile(r"[^\w\s'’-]|\d|\s[-–]\s|_")
PARTS = re.compile(r"^\s*(?:[,;:.(/–-]|$)")
MOST_WORDS, LONGEST_WORD = 6, 8


@dataclass(frozen=True, slots=True)
class Named:
    """A person's name as it is written, where it stands in its text, and how it is introduced.

    `marked` tells that a number, a word like "Bổ sung", or "ông" stands before it.
    """

    name: str
    start: int
    end: int
    marked: bool = True
    dashed: bool = False


def person_at_start(text: str, least: int = 2) -> str:
    """Return the name that a clean text begins with, of at least so many words; "" for none."""
    words = list(takewhile(_is_name_word, ENDS.split(text, maxsplit=1)[0].split()))
    words = words[:MOST_WORDS]
    families = UNMARKED if text.isascii() else FAMILIES
    if len(words) < least or words[0].lower() not in families:
        return ""
    name = " ".join(words)
    return "" if NO_FAMILY.match(name.lower()) else name


def person_in_line(line: str) -> Named | None:
    """Return whom a line begins by naming, as a list's item does: "5. Trần Văn An, kế toán"."""
    text = clean(line)
    found = BEGINS.match(text)
    if found is None:
        return None
    certain = bool(found["called"] or found["more"] or "." in (found["number"] or ""))
    name = person_at_start(text[found.end() :], least=2 if certain else 3)
    end = found.end() + len(name)
    marked = certain or bool(found["number"])
    if not name or not (marked or PARTS.match(text[end:])):
        return None
    return Named(name, found.end(), end, marked, bool(found["dash"]))


def people_in_text(text: str) -> Iterator[Named]:
    """Yield the people a clean running text names by "ông", behind a number or "cho", or says
    something of.
    """
    ends = set[int]()
    for found in BEFORE.finditer(text):
        name = person_at_start(text[found.end() :], least=2 if found["called"] else 3)
        if name:
            ends.add(found.end() + len(name))
            yield Named(name, found.start(), found.end() + len(name))
    for found in _ONE_OF.finditer(text):
        named = _people_from(text, found.end(), _SAID if found.group().strip() else _DOES)
        yield from (one for one in named if one.end not in ends)


def _people_from(text: str, begin: int, said: re.Pattern[str]) -> Iterator[Named]:
    """Yield the people named from there on, "Lê Oanh, Trần Phúc", if this is said of them."""
    names, at = list[Named](), begin
    while (name := person_at_start(text[at:])) and not _OF_ADDRESS.match(name):
        names.append(Named(name, at, at + len(name)))
        link = _AND.match(text, names[-1].end)
        if link is None:
            break
        at = link.end()
    if names and said.match(text, names[-1].end):
        yield from names


def short_form(name: str) -> str:
    """Return the family with the given name, "Lê Oanh" of "Lê Thị Kim Oanh"."""
    family, *rest = name.split() or [""]
    return " ".join((family, *rest[-1:]))


class KnownPeople:
    """People by name, to be found again typed without marks or not; an office that follows may hang
    on a name.
    """

    def __init__(self, names: Iterable[str]) -> None:
        self.spelled, self.bare = set[str](), set[str]()
        for name in filter(None, names):
            self.add(name)

    def add(self, name: str) -> None:
        """Know one more."""
        self.spelled.add(spelled(name))
        self.bare.add(bare(name))

    def holds(self, named: str) -> bool:
        """Return whether a name in a text is that of one of them."""
        fold, known = (bare, self.bare) if named.isascii() else (spelled, self.spelled)
        words = fold(named).split(" ")
        for at in range(len(words), 0, -1):
            if " ".join(words[:at]) in known:
                rest = " ".join(words[at:])
                if not rest or HANGING.match(bare(rest)):
                    return True
        return False


def _is_name_word(word: str) -> bool:
    letters = word.replace("'", "").replace("’", "").replace("-", "")
    cased = letters.isupper() or (letters[:1].isupper() and letters[1:].islower())
    return letters.isalpha() and cased and len(letters) <= LONGEST_WORD
