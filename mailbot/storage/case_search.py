"""The search: the folded words of every case beside it, found by their beginnings.

SQLite keeps them in FTS5, PostgreSQL in a tsvector; cases that ended stand apart, so that the queue
never reads through them. National IDs are not in it; what else names people is not sealed here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, column, text

from mailbot.cases.case import Case
from mailbot.cases.fold import without_ids, words_of
from mailbot.cases.state import OPEN_STATES
from mailbot.storage.database import before_commit
from mailbot.storage.registry_store import agency_names
from mailbot.storage.tables import cases
from mailbot.words import Words

_OPEN, _ENDED = "search_open", "search_ended"


@dataclass(frozen=True, slots=True)
class _Told:
    """A case as it is to be found; a new one stands in neither table."""

    case: Case
    words: Words
    is_new: bool


def write(connection: Connection, case: Case, words: Words, *, is_new: bool = False) -> None:
    """Write what the case is found by, in the place of what it was found by before, together with
    all others of this transaction.
    """
    before_commit(connection, _write, _Told(case, words, is_new))


def _write(connection: Connection, told: Sequence[_Told]) -> None:
    latest = {one.case.id: one for one in told}
    _take_out(connection, latest.keys() - {one.case.id for one in told if one.is_new})
    names = agency_names(connection, {one.case.agency_code for one in latest.values()})
    for ended in (False, True):
        keys = [
            (case_id, _key_of(one.case, names.get(one.case.agency_code, ""), one.words))
            for case_id, one in latest.items()
            if (one.case.state not in OPEN_STATES) == ended
        ]
        put_all(connection, keys, ended=ended)


def _take_out(connection: Connection, case_ids: Iterable[int]) -> None:
    gone = [{"id": case_id} for case_id in case_ids]
    key_column, _ = _COLUMNS[connection.dialect.name]
    for name in (_OPEN, _ENDED) if gone else ():
        connection.execute(text(_GONE.format(table=name, column=key_column)), gone)


def put_all(connection: Connection, keys: Sequence[tuple[int, str]], *, ended: bool) -> None:
    """Write the folded words of many cases that are in neither table."""
    if not keys:
        return
    key_column, value = _COLUMNS[connection.dialect.name]
    table = _ENDED if ended else _OPEN
    put_in = _PUT.format(table=table, column=key_column, value=value)
    connection.execute(text(put_in), [{"id": case_id, "key": key} for case_id, key in keys])


def find_ended(connection: Connection, query: str, most: int) -> tuple[int, ...]:
    """Return the finished cases in which every word of the query begins a word, the newest first.

    A query without words finds nothing.
    """
    wanted = words_of(query)
    if not wanted:
        return ()
    given = {"sought": _sought(connection, wanted), "most": most}
    found: tuple[int, ...] = ()
    for finding in _FINDING_ENDED[connection.dialect.name]:
        found = tuple(connection.execute(text(finding), given).scalars())
        if len(found) == most:
            break
    return found


def is_found_by(connection: Connection, query: str) -> ColumnElement[bool] | None:
    """Return the condition on open cases that the query finds them, or None without words."""
    wanted = words_of(query)
    if not wanted:
        return None
    found = text(_FINDING_OPEN[connection.dialect.name])
    found = found.bindparams(sought=_sought(connection, wanted))
    # SQLite would go by the key, through the sealed cases, and not by the index over open ones.
    case_id = cases.c.id + 0 if connection.dialect.name == "sqlite" else cases.c.id
    return case_id.in_(found.columns(column("id")))


def missing(connection: Connection, most: int) -> tuple[int, ...]:
    """Return cases that stand in neither table: those of before there was a search."""
    key_column, _ = _COLUMNS[connection.dialect.name]
    lacking = text(_LACKING.format(column=key_column, open=_OPEN, ended=_ENDED))
    return tuple(connection.execute(lacking, {"most": most}).scalars())


def _key_of(case: Case, agency_name: str, words: Words) -> str:
    """Return the folded words of number, letter, agency, mailbox, people and flags."""
    named = (case.number, case.letter.number, agency_name, case.reply_to)
    people = (part for row in case.listed for part in (row.name, row.unit, row.email))
    free = without_ids([case.subject, *people, *_flags(case, words)])
    return folded(*named, case.letter.agency_name, free)


def folded(*texts: str) -> str:
    """Return the words as they are kept: folded, each once."""
    return " ".join(words_of(" ".join(texts)))


def _flags(case: Case, words: Words) -> Iterator[str]:
    """Yield what the flags of an open case say; of one that ended they say nothing any more."""
    if case.state in OPEN_STATES:
        worded = (one for one in case.findings if one.code in words.texts)
        yield from map(words.finding, worded)


def _sought(connection: Connection, wanted: Sequence[str]) -> str:
    if connection.dialect.name == "sqlite":
        return " ".join(f'"{word}"*' for word in wanted)
    return " & ".join(f"'{word}':*" for word in wanted)


_GONE = "DELETE FROM {table} WHERE {column} = :id"
_PUT = "INSERT INTO {table} ({column}, words) VALUES (:id, {value})"
_LACKING = (
    "SELECT id FROM cases WHERE id NOT IN "
    "(SELECT {column} FROM {open} UNION ALL SELECT {column} FROM {ended}) ORDER BY id LIMIT :most"
)
_COLUMNS = {
    "sqlite": ("rowid", ":key"),
    "postgresql": ("case_id", "array_to_tsvector(string_to_array(:key, ' '))"),
}
_FINDING_OPEN = {
    "sqlite": "SELECT rowid AS id FROM search_open WHERE search_open MATCH :sought",
    "postgresql": ("SELECT case_id AS id FROM search_open WHERE words @@ CAST(:sought AS tsquery)"),
}
_NEWEST_OF_ALL = """
    SELECT rowid FROM search_ended WHERE search_ended MATCH :sought
    ORDER BY rowid DESC LIMIT :most
"""
# PostgreSQL cannot walk a GIN index from its end, and does not know how many a beginning finds.
# What many cases have stands among the newest anyway; only what is rare is looked up among all.
_AMONG_THE_NEWEST = """
    SELECT case_id FROM
    (SELECT case_id, words FROM search_ended ORDER BY case_id DESC LIMIT 20000) AS newest
    WHERE words @@ CAST(:sought AS tsquery) ORDER BY case_id DESC LIMIT :most
"""
_AMONG_ALL = """
    WITH found AS MATERIALIZED
    (SELECT case_id FROM search_ended WHERE words @@ CAST(:sought AS tsquery))
    SELECT case_id FROM found ORDER BY case_id DESC LIMIT :most
"""
_FINDING_ENDED = {
    "sqlite": (_NEWEST_OF_ALL,),
    "postgresql": (_AMONG_THE_NEWEST, _AMONG_ALL),
}
