"""Lists told in numbered sentences of the letter: each item is proposed as a row.

"… cho: 1. Nguyễn Văn A, CCCD 0920…, điện thoại 09…; 2. Trần Thị B, …". Only where nothing else of
a request holds a row, and only people with an ID number or a mailbox: a name with a telephone may
be whom to call.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, groupby

from parsers.flag import Flag, FlagCode
from parsers.reading import Block, Cell, DrawnLine, Grid, Line, Reading
from parsers.source import Place
from parsers.text.agency_word import begins_like_unit
from parsers.text.words import bare, clean
from parsers.values.person_name import POSITIONS, looks_like_name, read_person_name

HEADERS = {
    "stt": "STT",
    "name": "Họ tên",
    "unit": "Đơn vị",
    "position": "Chức vụ",
    "national_id": "Số CCCD",
    "phone": "Số điện thoại",
    "email": "Địa chỉ hộp thư điện tử",
    "note": "Ghi chú",
}
_LABEL = (
    r"(?:số )?(?:cccd|cmnd(?:/cccd)?|căn cước(?: công dân)?|định danh(?: cá nhân)?|điện thoại|s?đt)"
    r"|e-?mail|(?:địa chỉ )?hộp thư|thư điện tử|chức vụ|chức danh|đơn vị|ngày sinh|sinh ngày"
)
_CLOSES = r"rất mong|trân trọng|kính|nơi nhận|xin|đề nghị|văn bản"
# An item's number at the start of a line, or behind a sign that ends what stands before.
BEGINS = re.compile(r"(?:^|\n|(?<=[:;.] ))[ \t]*\(?(\d{1,3})[.)/][ \t]*(?=[^\W\d_])")
ENDS = re.compile(rf"[.;/]\s*\n(?!\W*(?:{_LABEL})\b)|\n(?=\W*(?:{_CLOSES})\b)", re.IGNORECASE)
LABELLED = re.compile(rf"(?<!\bsố)(?<!\bhộp)(?<!địa chỉ)\s+(?=(?:{_LABEL})\b\s*:?)", re.IGNORECASE)
LABEL = re.compile(rf"^\W*(?:{_LABEL})\b(?: (?:số|liên hệ|điện tử|công vụ|là))*\s*:?\s*", re.I)
PARTED = re.compile(r"\s*[,;\n]\s*")
ID = re.compile(r"(?<!\d)\d(?:[ .]?\d){8,11}(?!\d)")
PHONE = re.compile(r"(?<!\d)(?:\+84|0)(?:[ .()-]{0,2}\d){8,10}(?!\d)")
KINDS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("national_id", re.compile(r"cccd|cmnd|can cuoc|dinh danh|chung minh")),
    ("phone", re.compile(r"dien thoai|\bs?dt\b|di dong")),
    ("email", re.compile(r"@")),
    ("position", re.compile(r"^(?:chuc vu|chuc danh)")),
    ("unit", re.compile(r"^don vi")),
)


def with_spoken(reading: Reading) -> Reading:
    """Return the reading with the people its sentences list as a grid below them, flagged."""
    blocks: list[Block] = []
    flags: list[Flag] = []
    for _, group in groupby(reading.blocks, key=lambda block: block.place.file):
        own = list(group)
        items = tuple(_items([block for block in own if isinstance(block, Line)]))
        blocks += own
        if items:
            blocks.append(_grid(items))
            flags.append(Flag(FlagCode.LIST_IN_SENTENCES, place=items[0].place))
    return replace(reading, blocks=tuple(blocks), flags=(*reading.flags, *flags))


@dataclass(frozen=True, slots=True)
class _Item:
    """One person of the sentences: texts by field, and the line in which the item begins."""

    texts: Mapping[str, str]
    place: Place


def _items(lines: Sequence[Line]) -> Iterator[_Item]:
    """Yield the people whom numbered items name with an ID number or a mailbox."""
    told = [f"{clean(line.text)}\n" for line in lines]
    begins = (0, *accumulate(map(len, told)))
    text = "".join(told)
    found = list(BEGINS.finditer(text))
    for at, match in enumerate(found):
        until = found[at + 1].start() if at + 1 < len(found) else len(text)
        ending = ENDS.search(text, match.end(), until)
        texts = _fields(text[match.end() : ending.start() if ending else until])
        if looks_like_name(texts["name"]) and (texts.get("national_id") or texts.get("email")):
            place = lines[bisect_right(begins, match.start(1)) - 1].place
            yield _Item({"stt": match[1], **texts}, place)


def _fields(item: str) -> dict[str, str]:
    """Return what an item says, by field; what nothing tells of is a note."""
    parts = [part for part in PARTED.split(_on_one_line(item)) if part.strip(" .:")]
    head, *rest = parts or [""]
    called = read_person_name(head)
    texts = {"name": head if looks_like_name(called.name) else called.name}
    for part in rest:
        kind = _kind(part, texts)
        value = _value(kind, part)
        texts[kind] = f"{texts[kind]}, {value}" if kind in texts else value
    return texts


def _on_one_line(item: str) -> str:
    """Return the item without its line breaks, a comma before every label."""
    return LABELLED.sub(", ", clean(item.replace("\n", " ")))


def _kind(part: str, before: Mapping[str, str]) -> str:
    """Return which field a part of an item tells: by its label, by its value, by its words."""
    words = bare(part)
    for kind, rule in KINDS:
        if rule.search(words):
            return kind
    if PHONE.fullmatch(part.strip(" .")):
        return "phone"
    if ID.fullmatch(part.strip(" .")):
        return "national_id"
    if begins_like_unit(part):
        return "unit"
    if POSITIONS.search(words):
        return "position"
    goes_on = list(before)[-1:] == ["unit"] and not any(map(str.isdigit, part))
    return "unit" if goes_on else "note"


def _value(kind: str, part: str) -> str:
    return part if kind == "note" else LABEL.sub("", part).strip(" .:")


def _grid(items: Sequence[_Item]) -> Grid:
    """Return the items as a table under the form's own headers."""
    used = [name for name in HEADERS if any(name in item.texts for item in items)]
    header = ([HEADERS[name] for name in used], items[0].place)
    rows = [([item.texts.get(name, "") for name in used], item.place) for item in items]
    cells = tuple(
        Cell(row, column, (DrawnLine(text),) if text else (), place)
        for row, (texts, place) in enumerate((header, *rows))
        for column, text in enumerate(texts)
    )
    return Grid(cells, len(items) + 1, len(used), items[0].place, hard_breaks=True)
