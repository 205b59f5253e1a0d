"""What letter the heading of an annex names: "(Kèm theo Công văn số 12/SNV-VP ngày …)"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from parsers.letter.number_and_date import date_in
from parsers.reading import Line
from parsers.source import Place
from parsers.text.words import bare, clean

LETTER = r"(?:công văn|c\.? ?v|tờ trình|t\.?tr|văn bản|giấy đề nghị)\b\.?"
WITH = r"(?:(?:ban hành|phát hành|gửi|trình) )?(?:kèm(?: theo)?|đính kèm|đính theo)\b"
OF_ITS_OWN = re.compile(rf"\W*{WITH}", re.IGNORECASE)
BEGINS = re.compile(
    rf"\(\s*(?:(?:danh sách|phụ lục)\b[^()]{{0,60}}?\b)?{WITH}"
    rf"|^\W*(?:danh sách|phụ lục)\b.{{0,120}}?\b{WITH}",
    re.IGNORECASE,
)
BY_LETTER = re.compile(
    rf"^\W*(?:(?:danh sách|phụ lục)\b[^()]{{0,80}}?\b)?(?:theo|của|thuộc|cùng(?: với)?) {LETTER}",
    re.IGNORECASE,
)
"""Without the word "kèm": in a letter's sentences it may speak of any letter."""

GROUND = re.compile(
    rf"{WITH}[^/;()]{{0,40}}?(?:quyết định|nghị định|thông tư|luật|nghị quyết)", re.IGNORECASE
)
"""In the letter's own sentences: a regulation "ban hành kèm theo Quyết định số 33/2015/QĐ-UBND"."""

REGULATION = re.compile(r"\d+/(?:19|20)\d\d/[A-ZĐ]", re.IGNORECASE)
"""A regulation bears its year in its number, and what appoints people does not: the forms that it
holds keep its heading where an office fills them in.
"""

OF_A_FORM = re.compile(r"^\W*(?:biểu |phụ lục )?(?:mẫu|biểu)\b", re.IGNORECASE)
NAMES_IT = re.compile(rf"{WITH}|(?:theo|của|thuộc|cùng(?: với)?) (?={LETTER})", re.IGNORECASE)
DATES = re.compile(
    r"ngày\s*\d{1,2}\s*(?:tháng\s*\d{1,2}\s*năm\s*\d{4}|[/.-]\s*\d{1,2}(?:\s*[/.-]\s*\d{4})?)"
    r"|(?<![\d/])\d{1,2}[/.-]\d{1,2}[/.-]\d{4}(?!\d)",
    re.IGNORECASE,
)
NUMBER = re.compile(
    r"(?<![\d/.-])\d{1,5}[a-zđ]?\s*(?:/\s*[\wĐđ&.]+(?:\s*[-/]\s*[\wĐđ&.]+)*"
    r"|-\s*[A-ZĐa-zđ]{1,5}\s*/\s*[\wĐđ&.]+(?:\s*-\s*[\wĐđ&.]+)*)"
)
DIGITS_ALONE = re.compile(
    rf"(?:\bsố|{LETTER})\W*?(\d{{1,5}})(?=\s*(?:ngày\b|,|của\b|$))", re.IGNORECASE
)
REMARK_ENDS = re.compile(r"[;()]|(?<=[^\W\d_A-ZĐ]{2})\.\s+(?=[^\W\d_a-zđ])")
"""Also where the next sentence begins: "Danh sách kèm theo gồm 04 ông, bà. Trong số đó, …"."""

MOST = 120
TITLE_LINES = 3


@dataclass(frozen=True, slots=True)
class AnnexHeading:
    """The number and the day of the letter that a heading names, and where; "" and None are not
    filled in. A number may lack its symbol: "288".
    """

    number: str
    on: date | None
    place: Place

    def is_of(self, number: str) -> bool:
        """Return whether the heading's number may be this one."""
        own, other = _key(self.number), _key(number)
        return own == (other if "/" in own else re.split(r"[-/a-z]", other)[0])


def annex_headings(lines: Sequence[Line], outside: Sequence[Line]) -> Iterator[AnnexHeading]:
    """Yield what the headings among the lines name; `outside` are those beyond the letter."""
    beyond = {id(line) for line in outside}
    for index, line in enumerate(lines):
        text = clean(line.text)
        above = lines[max(0, index - TITLE_LINES) : index]
        if not _is_heading(text, outside=id(line) in beyond) or _heads_a_form(text, above):
            continue
        named = _named(text, clean(" ".join(part.text for part in lines[index : index + 2])))
        if named is not None:
            yield AnnexHeading(*named, line.place)


def _is_heading(text: str, *, outside: bool) -> bool:
    """Return whether a line is such a heading; a letter's sentence may go on with "kèm theo"."""
    if outside:
        return any(one.search(text) for one in (BEGINS, BY_LETTER)) or bool(OF_ITS_OWN.match(text))
    begins = OF_ITS_OWN.match(text) and text.lstrip(" *(–-")[:1].isupper()
    return bool(begins or BEGINS.search(text)) and not GROUND.search(text)


def _heads_a_form(text: str, above: Sequence[Line]) -> bool:
    """Return whether a heading is printed in the form: it names what issued that, and no letter."""
    titles = (text, *(clean(line.text) for line in above))
    is_form = any(map(OF_A_FORM.match, titles)) or REGULATION.search(_said(text))
    return bool(is_form and GROUND.search(text))


def _named(line: str, with_next: str) -> tuple[str, date | None] | None:
    """Return the number and the day named; None where the heading names neither."""
    said, first = _said(with_next), _said(line)
    undated = DATES.sub("ngày ", said)
    number = NUMBER.search(undated)
    alone = DIGITS_ALONE.search(DATES.sub("ngày ", first)) or DIGITS_ALONE.search(undated)
    if number:
        return re.sub(r"\s+", "", number.group()).rstrip("."), date_in(said)
    if alone:
        return alone.group(1), date_in(said)
    dated = re.match(r"[^\d]*(?=ngày\s*\d)", said, re.IGNORECASE)
    return ("", date_in(said)) if dated else None


def _said(text: str) -> str:
    """Return what follows "kèm theo", as far as the same remark goes."""
    begins = OF_ITS_OWN.match(text) or BEGINS.search(text)
    found = NAMES_IT.search(text, begins.start() if begins else 0)
    return REMARK_ENDS.split(text[found.end() :])[0][:MOST] if found else ""


def _key(number: str) -> str:
    return re.sub(r"\s+", "", bare(number)).lstrip("0")
