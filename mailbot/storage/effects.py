"""What mailbot does to the mail host: intended and committed first, looked up before repeated."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from sqlalchemy import Connection, Row, and_, bindparam, insert, select, text, update

from mailbot.cases.effect import Action
from mailbot.cases.same_person import id_key
from mailbot.errors import BadInputError
from mailbot.storage.seal import Seal
from mailbot.storage.tables import FOR_STAFF, TO_HAND_OVER, effect
from mailbot.words import say


class EffectState(StrEnum):
    """Where the effect stands; `failed` is final and its reason stands in the notice."""

    INTENDED = "intended"
    FOR_STAFF = "for_staff"
    DONE = "done"
    FAILED = "failed"


# Word for word the conditions of their indexes: settled effects are not read through.
_WAITS_FOR_HANDS = text(f"effect.{FOR_STAFF}")
_IS_TO_BE_GIVEN = text(" AND ".join(f"effect.{part}" for part in TO_HAND_OVER.split(" AND ")))
# That of somebody who was erased is gone: nothing waits to be given.
WAITS_TO_BE_GIVEN = and_(_IS_TO_BE_GIVEN, effect.c.sealed_password.is_not(None))
SETTLED = frozenset({EffectState.DONE, EffectState.FAILED})
# Asked for by every step, so it is put together once.
_OF_CASE = (
    select(effect)
    .where(effect.c.case_id == bindparam("of_case"))
    .order_by(effect.c.row, effect.c.op_key)
)


@dataclass(frozen=True, slots=True)
class Effect:
    """One change at the mail host, for one row of one case; `op_key` names it for ever."""

    op_key: str
    case_id: int
    row: int
    action: Action
    address: str
    display_name: str
    state: EffectState = EffectState.INTENDED
    reason: str = ""
    hand_over: str = ""
    handed_over_at: datetime | None = None
    settled_at: datetime | None = None
    settled_by: str = ""


@dataclass(frozen=True, slots=True)
class Effects:
    """Reads and writes effects; the password is sealed until it is handed over, then gone."""

    seal: Seal

    def intend(
        self,
        connection: Connection,
        wanted: Collection[tuple[Effect, str]],
        now: datetime,
        national_ids: Mapping[int, str] = MappingProxyType({}),
    ) -> None:
        """Write effects with their passwords before the outside call; the caller holds the lock
        under which it saw that none of them is there. Of the `national_ids` of their rows only a
        mark is kept.
        """
        rows = [
            {
                **self._columns(one, password, now),
                "holder_mark": self._mark(one, national_ids.get(one.row, "")),
            }
            for one, password in wanted
        ]
        if rows:
            connection.execute(insert(effect), rows)

    def _mark(self, wanted: Effect, national_id: str) -> str:
        """Return whose mailbox the effect makes; empty where it makes none."""
        makes_one = wanted.action is Action.CREATE and wanted.state is not EffectState.FAILED
        return holder_mark(self.seal, national_id) if makes_one else ""

    def _columns(self, wanted: Effect, password: str, now: datetime) -> dict[str, Any]:
        return {
            "op_key": wanted.op_key,
            "case_id": wanted.case_id,
            "row": wanted.row,
            "action": wanted.action,
            "address": wanted.address,
            "display_name": wanted.display_name,
            "state": wanted.state,
            "reason": wanted.reason,
            "sealed_password": self.seal.close(password.encode()) if password else None,
            "intended_at": now,
        }

    def passwords(self, connection: Connection, case_id: int) -> dict[str, str]:
        """Return the case's initial passwords that are not handed over yet, by op_key."""
        kept = effect.c.sealed_password.is_not(None)
        rows = connection.execute(
            select(effect.c.op_key, effect.c.sealed_password).where(
                effect.c.case_id == case_id, kept
            )
        )
        return {row.op_key: self.seal.open(row.sealed_password).decode() for row in rows}

    def password(self, connection: Connection, op_key: str) -> str | None:
        """Return the initial password, or None once it has been handed over."""
        sealed = connection.execute(
            select(effect.c.sealed_password).filter_by(op_key=op_key)
        ).scalar_one_or_none()
        return self.seal.open(sealed).decode() if sealed else None


def holder_mark(seal: Seal, national_id: str) -> str:
    """Return the mark of whoever has this national ID number; empty where it is none."""
    key = id_key(national_id)
    return seal.mark(marked_text(key)) if key else ""


def marked_text(key: str) -> str:
    """Return what is marked of a number: no mark of anything else meets it."""
    return f"national-id:{key}"


def of_case(connection: Connection, case_id: int) -> tuple[Effect, ...]:
    """Return the case's effects by row."""
    return tuple(_effect(row) for row in connection.execute(_OF_CASE, {"of_case": case_id}))


def find(connection: Connection, op_key: str) -> Effect:
    """Return the effect; BadInputError when there is none."""
    row = connection.execute(select(effect).filter_by(op_key=op_key)).one_or_none()
    if row is None:
        raise BadInputError(say("storage.no_task", task=op_key))
    return _effect(row)


def for_staff(connection: Connection) -> tuple[Effect, ...]:
    """Return the work list: what waits for hands, oldest first."""
    rows = connection.execute(
        select(effect).where(_WAITS_FOR_HANDS).order_by(effect.c.intended_at, effect.c.op_key)
    )
    return tuple(_effect(row) for row in rows)


def to_hand_over(connection: Connection) -> tuple[Effect, ...]:
    """Return the passwords that wait to be handed over in person, oldest first."""
    rows = connection.execute(
        select(effect).where(WAITS_TO_BE_GIVEN).order_by(effect.c.settled_at, effect.c.op_key)
    )
    return tuple(_effect(row) for row in rows)


def reserved_among(connection: Connection, addresses: Collection[str]) -> frozenset[str]:
    """Return which of these addresses an effect creates or created: none is given twice."""
    wanted = select(effect.c.address).where(
        effect.c.address.in_(addresses),
        effect.c.action == Action.CREATE,
        effect.c.state != EffectState.FAILED,
    )
    return frozenset(connection.scalars(wanted))


def settle(  # noqa: PLR0913, PLR0917 (one line of the ledger)
    connection: Connection,
    op_key: str,
    state: EffectState,
    now: datetime,
    who: str,
    reason: str = "",
) -> None:
    """Write what became of the effect; a settled effect is never changed again. The password of
    what failed opens nothing, and is kept no longer.
    """
    settled = update(effect).where(effect.c.op_key == op_key, effect.c.state.not_in(SETTLED))
    values = {"state": state, "reason": reason, "settled_at": now, "settled_by": who}
    gone = {"sealed_password": None} if state is EffectState.FAILED else {}
    connection.execute(settled.values(**values, **gone))


def settle_done(connection: Connection, op_keys: Collection[str], now: datetime, who: str) -> None:
    """Write that these effects are done; a settled effect is never changed again."""
    if not op_keys:
        return
    connection.execute(
        update(effect)
        .where(effect.c.op_key.in_(op_keys), effect.c.state.not_in(SETTLED))
        .values(state=EffectState.DONE, reason="", settled_at=now, settled_by=who)
    )


def plan_hand_over(connection: Connection, op_keys: Collection[str], method: str) -> None:
    """Write how the passwords will reach their holders."""
    if op_keys:
        planned = update(effect).where(effect.c.op_key.in_(op_keys))
        connection.execute(planned.values(hand_over=method))


def handed_over(connection: Connection, op_keys: Collection[str], now: datetime, who: str) -> None:
    """Write that these passwords have reached their holders, and forget them."""
    if op_keys:
        reached = update(effect).where(effect.c.op_key.in_(op_keys))
        connection.execute(
            reached.values(handed_over_at=now, handed_over_by=who, sealed_password=None)
        )


def _effect(row: Row[Any]) -> Effect:
    return Effect(
        op_key=row.op_key,
        case_id=row.case_id,
        row=row.row,
        action=Action(row.action),
        address=row.address,
        display_name=row.display_name,
        state=EffectState(row.state),
        reason=row.reason,
        hand_over=row.hand_over,
        handed_over_at=row.handed_over_at,
        settled_at=row.settled_at,
        settled_by=row.settled_by,
    )
