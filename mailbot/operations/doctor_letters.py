"""`doctor --deep`: the bytes of letters and mails, each opened and held against its digest, and the
register of numbers held against the letters.

Bytes are read one row at a time and opened outside of any transaction: no writer waits for them.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from itertools import groupby, islice

from sqlalchemy import Column, func, select

from mailbot.errors import SettingsError
from mailbot.house import House
from mailbot.operations.doctor_pages import SHOWN, pages, told
from mailbot.operations.doctor_seen import Seen, fine, wrong
from mailbot.replies.document_number import DocumentNumber
from mailbot.storage import history
from mailbot.storage.database import Database
from mailbot.storage.history import Event
from mailbot.storage.letters import LetterState
from mailbot.storage.number_register import NUMBER_UNUSED
from mailbot.storage.outbox import MailState
from mailbot.storage.sealed_bytes import DamagedError, open_bytes
from mailbot.storage.tables import document_number, letter, outbox
from mailbot.storage.tables import history as lines
from mailbot.words import say

UNSIGNED_FOR = timedelta(days=1)
"""So long a number may be with a letter that is not signed yet: what stopped it has a slip."""

_PURGES = {
    "notice_purged": ("signed", "letter"),
    "draft_purged": ("draft", "letter"),
    "letter_purged": ("mime", "outbox"),
}
"""By the line of the history: the column that is empty since, and the word for its row there."""


def deep_letters(house: House) -> Iterator[Seen]:
    """Every letter and every mail of ours opens, and is what its digest says; where there are no
    bytes the history tells that they were purged.
    """
    damaged, changed, lost, count = [], [], list[tuple[str, int, str]](), 0
    for column, name, row_id, case_id, noted in _kept_bytes(house):
        stored = _stored(house, column, row_id)
        if not stored:
            lost.append((column.name, row_id, name))
            continue
        count += 1
        try:
            sha = hashlib.sha256(open_bytes(house.seal, stored)).hexdigest()
        except (DamagedError, SettingsError):
            damaged.append(name)
            continue
        known = noted or _digest_told(house, column, row_id, case_id)
        if known not in {"", sha}:
            changed.append(name)
    purged = _purged(house) if lost else frozenset()
    missing = [name for field, row_id, name in lost if (field, row_id) not in purged]
    yield from told("deep_letters_damaged", damaged)
    yield from told("deep_letters_changed", changed)
    yield from told("deep_letters_missing", missing)
    if not (damaged or changed or missing):
        yield fine("deep_letters_good", count=str(count))


_Kept = tuple[Column[bytes], str, int, int | None, str]


def _kept_bytes(house: House) -> Iterator[_Kept]:
    """Yield every field that must hold bytes: the column, what people call it, its row, its case,
    and the digest beside it.
    """
    letters = pages(
        house.database, letter.c.id, letter.c.state, letter.c.case_id, letter.c.draft_sha
    )
    for row_id, state, case_id, draft_sha in letters:
        if state == LetterState.SIGNED:
            yield letter.c.signed, _named("letter", row_id), row_id, case_id, ""
        if draft_sha:
            yield letter.c.draft, _named("draft", row_id), row_id, case_id, draft_sha
    for row_id, case_id in pages(house.database, outbox.c.id, outbox.c.case_id):
        yield outbox.c.mime, _named("mail", row_id), row_id, case_id, ""


def _named(kind: str, row_id: int) -> str:
    return say(f"doctor.named_{kind}", id=row_id)


def _stored(house: House, column: Column[bytes], row_id: int) -> bytes:
    with house.database.reading() as connection:
        wanted = select(column).where(column.table.c.id == row_id)
        return bytes(connection.execute(wanted).scalar_one_or_none() or b"")


def _digest_told(house: House, column: Column[bytes], row_id: int, case_id: int | None) -> str:
    """Return the digest the history tells of a signed letter or a mail that was sent; '' where it
    tells none: of mails of no case, of those not sent, and of what an earlier version wrote.
    """
    if case_id is None:
        return ""
    name = "letter" if column is letter.c.signed else "outbox"
    with house.database.reading() as connection:
        events = history.of_case(connection, case_id)
    found = [
        one.detail["sha256"]
        for one in events
        if one.what in _TELLS_OF[name] and one.detail.get(name) == str(row_id)
    ]
    return found[-1] if found else ""


_TELLS_OF = {"letter": frozenset({"signed", "letter_signed"}), "outbox": frozenset({"mail_sent"})}


def _purged(house: House) -> frozenset[tuple[str, int]]:
    """Return column and row of all that the history says was purged."""
    only = lines.c.what.in_(_PURGES)
    purges = pages(house.database, lines.c.id, lines.c.what, lines.c.detail, only=only)
    told_of = ((*_PURGES[what], detail) for _, what, detail in purges)
    return frozenset((column, int(detail[key])) for column, key, detail in told_of)


def untold(house: House) -> list[str]:
    """Return the mails that were sent without a line of the history of their own."""
    faults = []
    of = outbox.c
    seen: Counter[tuple[int, str]] = Counter()
    rows = pages(house.database, of.id, of.state, of.case_id, of.kind, of.message_id)
    for row_id, state, case_id, kind, message_id in rows:
        if state != MailState.SENT or case_id is None:
            continue
        with house.database.reading() as connection:
            sent = [one for one in history.of_case(connection, case_id) if one.what == "mail_sent"]
        named = {"outbox": str(row_id), "message_id": message_id}
        if any(named.items() <= one.detail.items() for one in sent):
            continue
        # An earlier version did not say which mail it was: then there must be a line for each.
        seen[case_id, kind] += 1
        if seen[case_id, kind] > sum(_is_unnamed(one, kind) for one in sent):
            faults.append(str(row_id))
    return faults


def _is_unnamed(line: Event, kind: str) -> bool:
    return "outbox" not in line.detail and line.detail.get("kind") == kind


def deep_register(house: House) -> Iterator[Seen]:
    """Every number has its letter, every signed letter its number, and none is there twice."""
    found = [*_numbers_astray(house), *_letters_astray(house)]
    yield from found or [fine("deep_register_good")]


def _numbers_astray(house: House) -> Iterator[Seen]:
    letterless, other, unsigned = [], [], []
    book = document_number.c
    rows = pages(house.database, book.letter_id, book.year, book.symbol, book.number, book.taken_at)
    for letter_id, year, symbol, number, taken_at in rows:
        text = str(DocumentNumber(number, symbol))
        of = letter.c
        wanted = select(of.state, of.number, of.dated_on, of.case_id).filter_by(id=letter_id)
        with house.database.reading() as connection:
            one = connection.execute(wanted).one_or_none()
        if one is None:
            letterless.append(f"{text} ({year})")
        elif one.state == LetterState.WITHDRAWN:
            told_why = _is_told_unused(house, one.case_id, text, year)
            letterless += [] if told_why else [f"{text} ({year})"]
        elif one.state != LetterState.SIGNED:
            unsigned += [text] if house.clock() - taken_at > UNSIGNED_FOR else []
        elif one.number != text or one.dated_on is None or one.dated_on.year != year:
            other.append(f"{text} ({year})")
    yield from told("deep_register_letterless", letterless)
    yield from told("deep_register_other", other)
    yield from told("deep_register_unsigned", unsigned)


def _is_told_unused(house: House, case_id: int, number: str, year: int) -> bool:
    """Return whether the history says why this number is on no letter."""
    with house.database.reading() as connection:
        return any(
            history.was_written(connection, case_id, what, number=number, year=str(year))
            for what in NUMBER_UNUSED
        )


def gaps(database: Database) -> Iterator[Seen]:
    """Name the numbers that are missing between the first and the last of each register."""
    book = document_number.c
    before = func.lag(book.number).over(partition_by=(book.year, book.symbol), order_by=book.number)
    line = select(book.year, book.symbol, book.number, before.label("before")).subquery()
    jumps = select(line).where(line.c.number - line.c.before > 1)
    ordered = jumps.order_by(line.c.year, line.c.symbol, line.c.number)
    with database.reading() as connection:
        found = connection.execute(ordered).all()
    for (year, symbol), some in groupby(found, key=lambda one: (one.year, one.symbol)):
        spans = [range(one.before + 1, one.number) for one in some]
        named = (str(DocumentNumber(number, symbol)) for span in spans for number in span)
        more = " …" if (count := sum(map(len, spans))) > SHOWN else ""
        which = ", ".join(islice(named, SHOWN)) + more
        yield wrong("deep_register_gap", year=str(year), count=str(count), which=which)


def _letters_astray(house: House) -> Iterator[Seen]:
    unnumbered, twice, unknown = [], [], []
    seen: set[tuple[str, int]] = set()
    of = letter.c
    rows = pages(house.database, of.id, of.state, of.number, of.dated_on, of.case_id)
    for letter_id, state, number, dated_on, case_id in rows:
        if state != LetterState.SIGNED:
            continue
        if not number or dated_on is None:
            unnumbered.append(str(letter_id))
            continue
        if (number, dated_on.year) in seen:
            twice.append(f"{number} ({dated_on.year})")
        seen.add((number, dated_on.year))
        if not _is_accounted_for(house, letter_id, number, case_id):
            unknown.append(f"{number} ({dated_on.year})")
    yield from told("deep_register_unnumbered", unnumbered)
    yield from told("deep_register_twice", twice)
    yield from told("deep_register_unknown", unknown)


def _is_accounted_for(house: House, letter_id: int, number: str, case_id: int) -> bool:
    """Return whether the number is from the register, or came with a letter people signed."""
    taken = select(document_number.c.number).filter_by(letter_id=letter_id)
    with house.database.reading() as connection:
        if connection.execute(taken).first() is not None:
            return True
        events = history.of_case(connection, case_id)
    return any(one.what == "uploaded" and one.detail.get("number") == number for one in events)
