"""People whom a letter or an annex names and no row of a list holds: they would be lost in silence.

Whoever signs, is to be called, receives a copy, or is named in the legal grounds is none of these.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from parsers.flag import Flag, FlagCode
from parsers.letter.facts import Letter
from parsers.meaning.opening import is_ground
from parsers.request import IndividualRow, Row
from parsers.said.item_lines import ADDRESS, CALL, people_in_lines
from parsers.source import Place
from parsers.tables import Listing, ListTable
from parsers.text.words import bare
from parsers.values.somebody import (
    KnownPeople,
    Named,
    people_in_text,
    person_at_start,
    short_form,
)

MOST_TOLD = 3
SENTENCE = re.compile(r"(?<!ThS)(?<!TS)(?<!BS)(?<!GS)(?<!KS)(?<![:;.] \d)(?<!^\d)\.\s+|\n")
CLAUSE = re.compile(r";\s+")
SENT = re.compile(r"\b(?:giao|cử|phân công|ủy quyền|uỷ quyền|thay mặt)\s*(?:cho\s*)?$", re.I)
SAID_BY = re.compile(
    r"(?:chỉ đạo|ý kiến|ủy quyền|uỷ quyền|phê duyệt|đồng ý|kết luận|đề nghị|phân công)\s+của\s*$",
    re.IGNORECASE,
)
# Who is no more there is asked for by nobody: "thay ông … đã nghỉ hưu".
LEFT = re.compile(
    r"^,? (?:(?:đã|mới|vừa) )?"
    r"(?:nghỉ (?:hưu|việc|chế độ)|thôi việc|chuyển công tác(?! về| đến| từ))\b",
    re.IGNORECASE,
)
GIVES = re.compile(r"\b(?:cấp|tạo|mở|thêm|bổ sung|đặt lại)\b", re.IGNORECASE)
# Why somebody may need a mailbox, in a ground: not who was made head of what.
HIRED = re.compile(
    r"\b(?:tuyển dụng|trúng tuyển|tiếp nhận|hợp đồng)\b(?![^.;]*\bgiữ chức)"
    r"|\b(?:điều động|luân chuyển|biệt phái|thuyên chuyển)\b[^.;]* (?:về|đến)\b",
    re.IGNORECASE,
)
ASKS = re.compile(r"\b(?:đề nghị(?! của)|xin|kính mong)\b", re.IGNORECASE)
AROUND = 600
"""So much of a sentence is looked at before a name, and after it: letters say no more in one."""

# Columns beside the form's own that hold another person's name by custom.
OF_ANOTHER = re.compile(
    r"lanh dao|thu truong|chu nhiem|\bky\b|quan ly|phu trach|huong dan|truc tiep|dau moi|lien he|"
    r"gioi thieu|bao lanh|\b(?:cha|me|vo|chong)\b|nguoi than|xac nhan|hieu truong|giam doc"
)


def people_unlisted(
    listings: Sequence[Listing], letter: Letter, rows: Iterable[Row]
) -> Iterator[Flag]:
    """Yield a flag for the first few people who are named outside every row of the lists."""
    names = [*_of_rows(rows), letter.head.signer]
    known, called = KnownPeople(names), frozenset(map(short_form, names))
    named = [one for listing in listings for one in people_in_lines(listing)]
    named += [one for one in _in_letter(letter) if one[0] not in called]
    named += [one for listing in listings for one in _in_columns(listing.tables)]
    told = 0
    for name, place in named:
        addressed = f" {bare(name)} " in f" {bare(letter.head.addressee)} "
        if addressed or known.holds(name):
            continue
        known.add(name)
        told += 1
        yield Flag(FlagCode.PERSON_UNLISTED, (("text", name),), place)
        if told == MOST_TOLD:
            return


def _of_rows(rows: Iterable[Row]) -> Iterator[str]:
    for row in rows:
        yield row.name if isinstance(row, IndividualRow) else row.manager_name


def _in_letter(letter: Letter) -> Iterator[tuple[str, Place | None]]:
    """Yield whom the letter's sentences name as if for a mailbox."""
    begin = 0
    ends = [*(found.end() for found in SENTENCE.finditer(letter.body)), len(letter.body)]
    for end in ends:
        sentence = letter.body[begin:end]
        for named in people_in_text(sentence):
            if _is_asked_for(sentence, named):
                quote = sentence[named.start : named.end]
                yield named.name, letter.running.place_of(quote)
        begin = end


def _is_asked_for(sentence: str, named: Named) -> bool:
    """Return whether a sentence may ask for the person it names, or tells whom to call."""
    before = sentence[max(named.start - AROUND, 0) : named.start]
    after = CLAUSE.split(sentence[named.end : named.end + AROUND], maxsplit=1)[0]
    clause = CLAUSE.split(before)[-1]
    if CALL.search(bare(clause)) or ADDRESS.match(after) or LEFT.match(after):
        return False
    asks = list(ASKS.finditer(clause))
    if is_ground(clause):
        hired = HIRED.search(f"{clause}{after}")
        return bool(hired or (asks and GIVES.search(clause, asks[-1].end())))
    if GIVES.search(clause):
        return True
    called = CALL.search(bare(before)) or CALL.search(bare(after))
    return not (called or SENT.search(clause) or SAID_BY.search(clause))


def _in_columns(tables: Sequence[ListTable]) -> Iterator[tuple[str, Place | None]]:
    """Yield whom a column beside the form's own names: a second list at the first one's right."""
    for table in tables:
        beside = [header for header in table.columns.unknown if not OF_ANOTHER.search(bare(header))]
        for entry in table.entries:
            for header in beside:
                name = person_at_start(entry.texts.get(header, ""), least=3)
                if name:
                    yield name, entry.places.get(header)
