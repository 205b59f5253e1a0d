"""The mailbox directory as pages search it: narrowed, counted and cut by the database."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, and_, func, or_, select, true

from mailbot.cases.fold import matches, search_key, words_of
from mailbot.cases.mailbox import Mailbox
from mailbot.cases.row import Holder
from mailbot.storage.registry_store import mailbox_of
from mailbot.storage.tables import mailbox


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for; empty or None is everything. Words begin words, also of agencies."""

    query: str = ""
    agency_code: str = ""
    holder: str = ""
    protected: bool | None = None
    active: bool | None = None


@dataclass(frozen=True, slots=True)
class Totals:
    """How many mailboxes the whole directory has, and of which kinds."""

    all: int
    people: int
    protected: int
    off: int


def totals(connection: Connection) -> Totals:
    """Count the directory."""
    count = func.count()
    row = connection.execute(
        select(
            count,
            count.filter(mailbox.c.holder == Holder.PERSON),
            count.filter(mailbox.c.protected),
            count.filter(~mailbox.c.active),
        ).select_from(mailbox)
    ).one()
    return Totals(*row)


def agencies_in(connection: Connection) -> frozenset[str]:
    """Return the codes of the agencies that have mailboxes."""
    return frozenset(connection.execute(select(mailbox.c.agency_code).distinct()).scalars())


@dataclass(frozen=True, slots=True)
class Search:
    """A search in the directory; `names` are those of the agencies by code.

    Good as long as the connection's transaction.
    """

    connection: Connection
    wanted: Wanted
    names: Mapping[str, str]

    @property
    def count(self) -> int:
        """How many mailboxes fit."""
        found = select(func.count()).select_from(mailbox).where(self._fits)
        return int(self.connection.execute(found).scalar_one())

    def page(self, skip: int, most: int) -> Sequence[Mailbox]:
        """Return some of them, by address."""
        found = select(mailbox.c.content).where(self._fits).order_by(mailbox.c.address)
        rows = self.connection.execute(found.offset(skip).limit(most))
        return [mailbox_of(content) for content in rows.scalars()]

    @property
    def _fits(self) -> ColumnElement[bool]:
        wanted = self.wanted
        given: list[tuple[ColumnElement[object], object]] = [
            (mailbox.c.agency_code, wanted.agency_code or None),
            (mailbox.c.holder, wanted.holder or None),
            (mailbox.c.protected, wanted.protected),
            (mailbox.c.active, wanted.active),
        ]
        chosen = [column == value for column, value in given if value is not None]
        return and_(true(), *chosen, *map(self._has, words_of(wanted.query)))

    def _has(self, word: str) -> ColumnElement[bool]:
        """Return whether a word of the mailbox, or of its agency's name, begins so."""
        named = _named(self.names, word)
        of_agency = mailbox.c.agency_code.in_(sorted(named))
        has = mailbox.c.words.contains(f" {word}")
        return or_(has, of_agency) if named else has


def _named(names: Mapping[str, str], word: str) -> Collection[str]:
    return [code for code, name in names.items() if matches(word, search_key(name))]
