"""Readings of all files become one request: whose letter, which procedure, which rows."""

from __future__ import annotations

import re
from collections import ChainMap
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain, pairwise

from parsers.columns import is_of_another, may_be_private, tells_of_a_mailbox
from parsers.flag import Flag, FlagCode
from parsers.letter.facts import Letter, read_letter
from parsers.letter.flags import END, after_letter, letter_flags
from parsers.meaning.instruction import cell_instructions, file_limits, limits, sheet_limits, told
from parsers.meaning.opening import own_words
from parsers.meaning.procedure import asks_by_form_name, is_report, named_procedures
from parsers.reading import Letters, Line, Reading
from parsers.request import IndividualRow, LetterHead, OrganisationRow, RequestList, Row
from parsers.rows.changed_over import changed_over_flags
from parsers.rows.duplicates import duplicate_flags, shared_phone_flags
from parsers.rows.lettered import lettered_flags
from parsers.rows.maker import RowMaker
from parsers.rows.note import Asked, row_notes
from parsers.rows.numbering import numbering_flags
from parsers.said.addressed import addresses_asked
from parsers.said.listed_counts import beside_counts
from parsers.said.listed_people import ListedPeople
from parsers.said.named import of_somebody
from parsers.said.unlisted import people_unlisted
from parsers.source import Place, first_page
from parsers.tables import ListTable, list_tables
from parsers.tables.ticks import tick_flags
from parsers.text.words import SENTENCES, bare
from parsers.unread import rows_outside
from parsers.values.email import ADDRESS

PUBLISHED = ("new", "reset")


def interpret(readings: Sequence[Reading]) -> RequestList:
    """Return the request these readings make together; only what one reader saw counts."""
    listings = [list_tables(reading) for reading in readings]
    lines = [line for listing in listings for line in listing.lines]
    letter = read_letter(lines)
    asked = _asked(letter)
    tables = [table for listing in listings for table in listing.tables]
    if not _is_request(letter, asked, tables):
        return RequestList(letter=letter.head)
    flags = [flag for reading in readings for flag in reading.flags]
    flags += [flag for listing in listings for flag in listing.flags]
    flags += [flag for reading in readings for flag in rows_outside(reading)]
    letters = ChainMap(*(dict(reading.letters) for reading in readings))
    made = _Rows.of(tables, asked, letter.head, letters)
    flags += made.flags
    if made.rows:
        flags += people_unlisted(listings, letter, (row for _, row in made.rows))
    if not made.rows and not letter.head.number:
        return RequestList(letter=letter.head)
    listed = [table.place for table in tables]
    begin = letter.page or first_page([*listed, *(line.place for line in lines)])
    flags += letter_flags(letter, lines, begin) + _list_flags(made, letter, asked, listed)
    below = list(after_letter(lines))
    if made.rows:
        titles = [title for listing in listings for title in listing.titles]
        flags += beside_counts(below, titles, tables)
    if not any(flag.code is FlagCode.LIST_IN_SENTENCES for flag in flags):
        flags += _said_of_people(letter, below, [row for _, row in made.rows])
    if made.rows and letter.is_letter:
        from parsers.said.unclear import unclear_flags  # noqa: PLC0415 - its words are many

        called = [text for table in tables for text in (table.title, *table.headers)]
        flags += unclear_flags(letter, below, called, flags)
    return _request(letter.head, made, asked, flags)


def _asked(letter: Letter) -> frozenset[str]:
    """Return what the letter asks for in its subject and its asking sentences."""
    if is_report(letter.subject):
        return frozenset()
    own = " ".join(map(own_words, SENTENCES.split(letter.body)))
    named = named_procedures(letter.subject) | named_procedures(own)
    named = named or named_procedures(letter.body)
    # Which of the three is meant, a person tells.
    return named or frozenset({"change"} if asks_by_form_name(letter.subject) else ())


def _is_request(letter: Letter, asked: frozenset[str], tables: Sequence[ListTable]) -> bool:
    """Return whether anybody asks for anything here, in the letter or above a list."""
    if asked:
        return True
    titled = any(
        re.search(r"danh sach|yeu cau|de nghi", bare(table.heading)) and table.procedure
        for table in tables
    )
    return titled and not (letter.is_letter and is_report(letter.subject))


@dataclass(slots=True)
class _Rows:
    rows: list[tuple[ListTable, Row]]
    flags: list[Flag]

    @classmethod
    def of(
        cls,
        tables: Sequence[ListTable],
        asked: frozenset[str],
        head: LetterHead,
        letters: Letters,
    ) -> _Rows:
        """Return all rows, organisations first, with the flags they raise."""
        made = cls([], [])
        for shape in ("organisation", "individual"):
            for table in (table for table in tables if table.columns.shape == shape):
                made._take(table, _procedure(table, asked), head.date)
        listed = [
            [(i, row) for i, (own, row) in enumerate(made.rows) if own is table] for table in tables
        ]
        made.flags += [*numbering_flags(listed), *lettered_flags(listed, letters)]
        for table, rows in zip(tables, listed, strict=True):
            if table.stated_total not in (None, len(rows)):
                fields = (("listed", str(len(rows))), ("stated", str(table.stated_total)))
                made.flags.append(Flag(FlagCode.COUNT_DIFFERS, fields, table.place))
        counted = [(i, row) for i, (_, row) in enumerate(made.rows)]
        for flags_of in (duplicate_flags, shared_phone_flags, changed_over_flags):
            made.flags += flags_of(counted)
        return made

    def _take(self, table: ListTable, procedure: str, on: date | None) -> None:
        maker = RowMaker(table, procedure, on)
        makers = {procedure: maker}
        for entry in table.entries:
            at, asked = len(self.rows), entry.procedure or procedure
            if asked not in makers:  # each looks through the whole list
                makers[asked] = RowMaker(table, asked, on)
            self.rows.append((table, makers[asked].row(entry, at)))
            self.flags += cell_instructions(entry.texts, table.columns, entry.places, asked)
            self.flags += row_notes(entry, table.columns, Asked(asked, on), at)
        if table.entries:
            for column in sorted(maker.missing_columns()):
                fields = (("column", column),)
                self.flags.append(Flag(FlagCode.COLUMN_MISSING, fields, table.place, None, column))
            self.flags += _shape_flags(table, procedure) + _column_flags(table, procedure)
            self.flags += [*tick_flags(table, procedure), *sheet_limits(table.place)]
            self.flags += file_limits(table.place)
        for maker in makers.values():
            self.flags += maker.flags


def _procedure(table: ListTable, asked: frozenset[str]) -> str:
    """Return the table's procedure: its heading's, else the letter's, else by its columns."""
    if table.procedure:
        return table.procedure
    if len(asked) == 1:
        return next(iter(asked))
    held = table.columns.fields
    if "national_id" in held and "email" not in held:
        return "new"
    return "reset" if "email" in held and "national_id" not in held else ""


def _shape_flags(table: ListTable, procedure: str) -> list[Flag]:
    """Flag a table whose columns are those of the other procedure, or whose procedure is open."""
    held = table.columns.fields
    if not procedure:
        return [Flag(FlagCode.PROCEDURE_UNCLEAR, place=table.place)]
    other = {"new": "email" in held and "national_id" not in held and "manager" not in held,
             "reset": "national_id" in held and "email" not in held}  # fmt: skip
    if other.get(procedure):
        fields = (("asked", procedure), ("listed", "reset" if procedure == "new" else "new"))
        return [Flag(FlagCode.PROCEDURE_DIFFERS, fields, table.place)]
    return []


def _column_flags(table: ListTable, procedure: str) -> list[Flag]:
    """Flag headers nobody claims: a mere note where the form's own columns are all there."""
    held = set(table.columns.fields)
    person = table.columns.shape == "individual"
    wanted = {"name", "unit", "position", "phone"} if person else {"name", "phone"}
    if person and "family_name" in held:
        held.add("name")
    whole = wanted <= held and not _misplaced(table)
    code = FlagCode.COLUMN_UNKNOWN if whole else FlagCode.COLUMN_UNCLEAR
    of_another = (
        table.headers[column]
        for name, column in table.columns.fields.items()
        if is_of_another(name, table.headers[column])
        or _is_private(name, column, table)
        or (procedure == "new" and _is_held_already(name, column, table))
    )
    again = [header for header in table.columns.unknown if _holds_mailboxes(header, table)]
    unknown = (header for header in table.columns.unknown if header not in again)
    told: tuple[tuple[FlagCode, Iterable[str]], ...] = (
        (code, (*unknown, *_misplaced(table))),
        (FlagCode.COLUMN_TWICE, (*table.columns.twice, *again)),
        (FlagCode.COLUMN_OF_ANOTHER, of_another),
    )
    return [Flag(code, (("header", text),), table.place) for code, texts in told for text in texts]


def _is_private(name: str, column: int, table: ListTable) -> bool:
    """Return whether mailboxes may be the people's own: not where all lie with the government."""
    if name != "email" or not may_be_private(table.headers[column]):
        return False
    addresses = (entry.texts.get("email", "") for entry in table.entries)
    return not all(address.lower().endswith(".gov.vn") for address in addresses if address)


def _is_held_already(name: str, column: int, table: ListTable) -> bool:
    """Return whether the column tells what mailboxes somebody has, beside asking for new ones."""
    if name != "email" or not tells_of_a_mailbox(table.headers[column]):
        return False
    return any("@" in entry.texts.get("email", "") for entry in table.entries)


def _holds_mailboxes(header: str, table: ListTable) -> bool:
    """Return whether addresses stand in a column nobody claims, beside the one of mailboxes."""
    texts = (entry.texts.get(header, "") for entry in table.entries)
    return "email" in table.columns.fields and any(ADDRESS.search(text.lower()) for text in texts)


def _misplaced(table: ListTable) -> tuple[str, ...]:
    """Return the headers that belong to the other shape and would be left unread."""
    if table.columns.shape == "organisation":
        odd = {"unit", "position", "national_id", "birth", "gender"}
    else:
        odd = {"manager", "manager_name", "manager_phone", "manager_email"}
    held = table.columns.fields
    return tuple(table.headers[held[name]] for name in sorted(odd & set(held)))


def _list_flags(
    made: _Rows, letter: Letter, asked: frozenset[str], tables: Sequence[Place]
) -> list[Flag]:
    """Return what is wrong with the lists as a whole; `tables` is where they stand."""
    flags: list[Flag] = []
    listed = {row.procedure for _, row in made.rows} - {""}
    if not made.rows:
        if tables:
            return [Flag(FlagCode.LIST_EMPTY, place=tables[0])]
        return [Flag(FlagCode.LIST_MISSING, place=letter.page)]
    places = letter.head.places
    flags += [
        Flag(FlagCode.PROCEDURE_UNPUBLISHED, (("procedure", name),), places.get("asked"))
        for name in sorted((asked | listed) - set(PUBLISHED))
    ]
    if asked and listed and asked != listed:
        fields = (("asked", " ".join(sorted(asked))), ("listed", " ".join(sorted(listed))))
        other = next((row.place for _, row in made.rows if row.procedure not in asked), None)
        flags.append(Flag(FlagCode.PROCEDURE_DIFFERS, fields, places.get("asked"), against=other))
    people = sum(isinstance(row, IndividualRow) for _, row in made.rows)
    flags += _count_flags(letter, people, len(made.rows) - people)
    return flags


def _count_flags(letter: Letter, people: int, organisations: int) -> Iterator[Flag]:
    """Flag each count of the letter that is not the list's, or not the sum of its parts."""
    if parted := letter.counts.parted:
        place = letter.running.place_of(parted) or letter.page
        yield told(FlagCode.COUNT_PARTS_DIFFER, parted, place)
    for one in letter.counts.differing(people, organisations):
        fields = (("listed", str(one.listed)), ("stated", str(one.stated)))
        place = letter.running.place_of(one.quote) or letter.page
        yield Flag(FlagCode.COUNT_DIFFERS, fields, place)


def _said_of_people(letter: Letter, outside: Iterable[Line], rows: Sequence[Row]) -> Iterator[Flag]:
    """Yield a flag for each sentence of the letter, or line outside it, that speaks of somebody in
    its list, or asks for a mailbox that no row names.
    """
    people = ListedPeople.of(rows, letter.head.agency)
    said = chain(
        of_somebody(letter.body, people),
        addresses_asked(letter.body, rows),
    )
    for quote in said:
        yield told(FlagCode.INSTRUCTION_STATED, quote, letter.running.place_of(quote))
    for line, below in pairwise([*outside, END]):
        quotes = list(of_somebody(line.text, people))
        if quotes and not any(limits(f"{line.text} {below.text}", None)):
            yield from (told(FlagCode.INSTRUCTION_STATED, one, line.place) for one in quotes)


def _request(
    head: LetterHead, made: _Rows, asked: frozenset[str], flags: Sequence[Flag]
) -> RequestList:
    rows = [row for _, row in made.rows]
    unique = list(dict.fromkeys(flags))
    return RequestList(
        _whole({row.procedure for row in rows} - {""} or set(asked)),
        head,
        tuple(row for row in rows if isinstance(row, OrganisationRow)),
        tuple(row for row in rows if isinstance(row, IndividualRow)),
        tuple(flag for flag in unique if not flag.is_note),
        tuple(flag for flag in unique if flag.is_note),
    )


def _whole(procedures: set[str]) -> str:
    published = procedures & set(PUBLISHED)
    if len(published) == 2:
        return "both"
    return next(iter(sorted(published or procedures)), "none")


def with_flags(request: RequestList, flags: Sequence[Flag]) -> RequestList:
    """Return the request with more flags, each once."""
    known = {*request.flags, *request.notes}
    unique = [flag for flag in dict.fromkeys(flags) if flag not in known]
    return replace(
        request,
        flags=(*request.flags, *(flag for flag in unique if not flag.is_note)),
        notes=(*request.notes, *(flag for flag in unique if flag.is_note)),
    )
