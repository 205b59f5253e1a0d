"""Lines outside all lists that name a person as a list's item does: "5. Trần Văn An, kế toán".

Below a title that is signed under, a bare name is who signs; behind "Nơi nhận", who gets a copy.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from parsers.letter.signer import APART, FOR, TITLE, WHOLE_TITLE
from parsers.source import Place
from parsers.tables import Listing
from parsers.text.agency_word import begins_like_agency
from parsers.text.words import bare, clean
from parsers.values.somebody import Named, person_in_line

OPENING = re.compile(r"\W*kinh gui\b")
RECIPIENTS = re.compile(r"\W*noi nhan\b")
ANNEX = re.compile(r"\W*(?:phu luc|danh sach|bieu|mau)\b")
SIGNS = re.compile(
    r"^\W*(?:(?:nguoi|can bo|chuyen vien|nhan vien|cong chuc|vien chuc) "
    r"(?:lap|ky|duyet|tong hop|soan|bao cao|thuc hien|kiem|de nghi|phu trach|theo doi|yeu cau)|"
    r"lap (?:bang|bieu|danh sach)|thu truong|lanh dao|dai dien|ke toan truong|thu quy|phu trach|"
    r"xac nhan|duyet|ky ten|da ky)\b"
)
SIGNS_IN_CAPITALS = re.compile(r"(?:ke toan|van thu|chuyen vien|can bo|cong doan)\b")
# What nobody heads a group with: "PHÒNG TC-HC", "P. TCHC".
SHORT_OFFICE = re.compile(
    r"(?:phong|p|ban|van phong|vp|bo phan|bp|to)[ .]+[bcdghklmnpqrstvx]{2,}"
    r"(?:[ -]+[bcdghklmnpqrstvx]{2,})*"
)
CALL = re.compile(
    r"(?<!thoai )(?<!sdt )(?<!dt )(?<!so )(?<!mail )(?<!dia chi )lien (?:he|lac)\b|dau moi|"
    r"thac mac|vuong mac|phoi hop|trao doi|ho tro ky thuat|de (?:bao cao|b/c|biet|theo doi)\b|"
    r"(?:nguoi|can bo|chuyen vien) (?:phu trach|theo doi|lap|soan)|nguoi nhan"
)
"""Words, without their marks, of whom to call and who gets a copy; "điện thoại liên hệ" is none."""

ADDRESS = re.compile(r"^\s*,\s*(?:p\.|q\.|tp|phường|xã|quận|thành phố|tỉnh|khu)", re.IGNORECASE)
"""What follows a street that is called after somebody."""

HIS = re.compile(
    r"\W*(?:\d{1,2}\W+)?(?:ho (?:va )?ten|chuc vu|chuc danh|don vi|(?:so )?dien thoai|s?dt|e-?mail"
    r"|hop thu|dia chi)\b"
)
NO_NAME = re.compile(r"\(.*\)|(?:trang )?\d+(?:/\d+)?|[\W_]+", re.IGNORECASE)
"""What stands between a title and the name below it, or at a page's end."""

MOST_OF_TITLE = 9
RUNNING = 50
"""A line of so many letters may end within its sentence."""

Found = tuple[str, Place | None]


def people_in_lines(listing: Listing) -> Iterator[Found]:
    """Yield whom the lines outside a file's lists name as items, with their places."""
    walk = _Walk(holds_letter=any(OPENING.match(bare(line.text)) for line in listing.lines))
    ends = frozenset(listing.ends)
    for index, line in enumerate(listing.lines):
        if index in ends:
            walk.end_list()
        for part, text in enumerate([line.text] if line.box else APART.split(line.text.strip())):
            yield from walk.take(_Half(clean(text), line.place, part))


@dataclass(frozen=True, slots=True)
class _Half:
    """A line, or the part of one that stands apart."""

    text: str
    place: Place
    part: int = 0

    def is_level_with(self, other: _Half) -> bool:
        """Return whether two stand in one row of a table or sheet, or on one line of a page."""
        one, two = self.place, other.place
        if one == two:
            return False
        if one.box and two.box:
            middle = two.box[1] + two.box[3] / 2
            return one.page == two.page and one.box[1] <= middle <= one.box[1] + one.box[3]
        same = (one.file, one.sheet) == (two.file, two.sheet)
        return same and bool(one.cell) and _row_of(one.cell) == _row_of(two.cell)

    def shares_column_with(self, other: _Half) -> bool:
        """Return whether two stand above each other."""
        one, two = self.place, other.place
        if one.box and two.box:
            left = max(one.box[0], two.box[0])
            return left < min(one.box[0] + one.box[2], two.box[0] + two.box[2])
        return (_column_of(one.cell), self.part) == (_column_of(two.cell), other.part)

    @property
    def is_surely_title(self) -> bool:
        """Return whether this is no mere office, which stands in lists too."""
        return self.text.isupper() or bool(SIGNS.match(bare(self.text)))

    @property
    def is_title(self) -> bool:
        """Return whether somebody signs below this: "KT. GIÁM ĐỐC", "Người lập biểu"."""
        words = bare(self.text)
        if len(words.split()) > MOST_OF_TITLE:
            return False
        signs = SIGNS_IN_CAPITALS.match(words) or SHORT_OFFICE.fullmatch(words)
        office = FOR.match(self.text) or TITLE.stand_in(self.text) or signs
        capital = self.text.isupper() and bool(office)
        return capital or bool(SIGNS.match(words) or WHOLE_TITLE.fullmatch(words))


@dataclass(slots=True)
class _Walk:
    """Goes down a file's lines and knows what they stand below.

    `in_body` tells that they are the letter's words; `calling` that they are of whom to call:
    "Thông tin liên hệ:" stands above.
    """

    holds_letter: bool
    opened: bool = False
    in_body: bool = False
    copied: bool = False
    calling: bool = False
    titles: list[_Half] = field(default_factory=list)
    before: _Half | None = None

    def end_list(self) -> None:
        """Forget what stands above a list."""
        self.copied, self.calling, self.titles, self.before = False, False, [], None

    def _turn_page(self, last: _Half) -> None:
        """Forget what stands on the page before, but titles at its end that a name is to follow."""
        open_titles = self.titles if last.is_title or NO_NAME.fullmatch(last.text) else []
        self.end_list()
        self.titles = open_titles

    def take(self, half: _Half) -> Iterator[Found]:
        """Take the next line; yield whom it names."""
        words = bare(half.text)
        if self.before and _leaf(self.before.place) != _leaf(half.place):
            self._turn_page(self.before)
        if ANNEX.match(words):
            self.end_list()
        self.opened = self.opened or bool(OPENING.match(words))
        self.in_body = bool(OPENING.match(words)) or (
            self.in_body
            and not RECIPIENTS.match(words)
            and not (ANNEX.match(words) and half.text.isupper())
        )
        self.copied = self.copied or bool(RECIPIENTS.match(words))
        named = person_in_line(half.text)
        in_letterhead = self.holds_letter and not self.opened
        if named is not None and not in_letterhead and self._is_item(half, named):
            yield named.name, half.place
        is_title = half.is_title and named is None
        self.titles += [half] if is_title else []
        announces = bool(CALL.search(words)) and len(words) < RUNNING and not is_title
        self.calling = announces or (self.calling and bool(HIS.match(words)))
        self.before = half

    def _is_item(self, half: _Half, named: Named) -> bool:
        after = half.text[named.end :]
        # The letter's own sentences are read as such.
        if self.in_body and half.text[:1].islower() and self._goes_on(half):
            return False
        if self.calling or CALL.search(bare(after)) or ADDRESS.match(after):
            return False
        if self.copied and (named.dashed or not named.marked) and not self._is_bare(half, named):
            return False
        if named.marked or named.dashed:
            return True
        return not (self._is_signed(half) or self._goes_on(half))

    def _is_bare(self, half: _Half, named: Named) -> bool:
        return not named.dashed and named.end == len(half.text)

    def _is_signed(self, half: _Half) -> bool:
        """Return whether a title stands above the name; each is signed under once."""
        above = [title for title in self.titles if not title.is_level_with(half)]
        own = [title for title in above if title.shares_column_with(half)]
        own = own or [title for title in above if title.is_surely_title]
        self.titles = [
            one for one in self.titles if not any(one.shares_column_with(o) for o in own[:1])
        ]
        return bool(own)

    def _goes_on(self, half: _Half) -> bool:
        """Return whether the line before ends within a name or sentence that this one ends."""
        before = self.before
        if before is None or before.is_level_with(half) or before.text[-1:] in ".;:!?)":
            return False
        school = before.text.isupper() and half.text.isupper() and begins_like_agency(before.text)
        return school or len(before.text) >= RUNNING


def _leaf(place: Place) -> tuple[int | None, str]:
    """Return the page or sheet; the tables of a docx are none."""
    return place.page, place.sheet if place.cell[:1].isalpha() else ""


def _row_of(cell: str) -> str:
    return re.sub(r"^[A-Z]+", "", cell) if cell[:1].isalpha() else cell.partition(".")[0]


def _column_of(cell: str) -> str:
    return re.sub(r"\d+$", "", cell) if cell[:1].isalpha() else cell.rpartition(".")[2]
