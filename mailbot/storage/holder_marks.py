"""For whom mailboxes were made: a keyed mark of the national ID number beside each effect.

A number is never kept for it, and nobody without the sealing key can tell one of its mark. So a
person is found again who asks from another agency or under another spelling, in cases that have
ended as well. Erasing somebody takes the mark away.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, and_, or_, select, update

from mailbot.cases.effect import Action
from mailbot.cases.row import Row
from mailbot.cases.same_person import Given
from mailbot.cases.state import OPEN_STATES
from mailbot.storage.case_store import CaseStore
from mailbot.storage.database import Database
from mailbot.storage.effects import EffectState, holder_mark, marked_text
from mailbot.storage.seal import Seal
from mailbot.storage.tables import cases, effect

_MAKES_ONE = and_(effect.c.action == Action.CREATE, effect.c.state != EffectState.FAILED)
PORTION = 100  # effects in one transaction, so that nobody waits long


@dataclass(frozen=True, slots=True)
class MadeBefore:
    """The mailboxes of cases that have ended, but for one; of open ones their rows tell.

    Good as long as the connection's transaction.
    """

    seal: Seal
    connection: Connection
    but_of: int | None

    def __call__(self, keys: Collection[str], /) -> Mapping[str, tuple[Given, ...]]:
        """Return what was made for each of these national IDs, as `id_key` has them."""
        asked = {mark: key for key in keys for mark in self.seal.marks(marked_text(key))}
        found: dict[str, tuple[Given, ...]] = {}
        for row in self._made(asked) if asked else ():
            key = asked[row.holder_mark]
            found[key] = (*found.get(key, ()), Given(row.number, row.address))
        return found

    def _made(self, marks: Collection[str]) -> Sequence[Any]:
        wanted = (
            select(effect.c.holder_mark, cases.c.number, effect.c.address)
            .join(cases, cases.c.id == effect.c.case_id)
            .where(effect.c.holder_mark.in_(marks), _MAKES_ONE)
            .where(cases.c.state.not_in(OPEN_STATES), cases.c.id != (self.but_of or 0))
            .order_by(effect.c.op_key)
        )
        return self.connection.execute(wanted).all()


def renew(database: Database, store: CaseStore) -> int:
    """Mark what was made by earlier versions, and anew what was marked under another key; return
    how many changed. Whoever was erased stays so. A mark whose number was purged stays as it is,
    and is known as long as its key is listed.
    """
    changed, after = 0, ""
    while True:
        with database.transaction() as connection:
            portion = _portion(connection, after)
            changed += _renewed(connection, store, portion)
        if len(portion) < PORTION:
            return changed
        after = portion[-1].op_key


def _portion(connection: Connection, after: str) -> Sequence[Any]:
    wanted = select(effect.c.op_key, effect.c.case_id, effect.c.row, effect.c.holder_mark).where(
        _MAKES_ONE,
        or_(effect.c.holder_mark.is_(None), effect.c.holder_mark != ""),
        effect.c.op_key > after,
    )
    return connection.execute(wanted.order_by(effect.c.op_key).limit(PORTION)).all()


def _renewed(connection: Connection, store: CaseStore, portion: Sequence[Any]) -> int:
    """Write the marks that change, each over the one that was read: an erasure stands."""
    of_cases = store.of_ids(connection, {one.case_id for one in portion})
    changed = 0
    for one in portion:
        number = _number(of_cases[one.case_id].rows, one.row)
        mark = holder_mark(store.seal, number) or one.holder_mark or ""
        if mark != one.holder_mark:
            as_read = effect.c.holder_mark.is_not_distinct_from(one.holder_mark)
            same = update(effect).where(effect.c.op_key == one.op_key, as_read)
            changed += connection.execute(same.values(holder_mark=mark)).rowcount
    return changed


def _number(rows: Sequence[Row], index: int) -> str:
    return rows[index].national_id if index < len(rows) else ""
