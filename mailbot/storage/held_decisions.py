"""Decisions held for a moment: written down, not yet carried out, still to be called back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from pydantic import TypeAdapter
from sqlalchemy import Connection, delete, insert, select

from mailbot.cases.case import Decision
from mailbot.storage import work
from mailbot.storage.seal import Seal
from mailbot.storage.tables import held_decision

_decision = TypeAdapter(Decision)


@dataclass(frozen=True, slots=True)
class Held:
    """A decision on the case as it was in this version; `until` it can be called back."""

    case_id: int
    version: int
    decision: Decision
    until: datetime


@dataclass(frozen=True, slots=True)
class HeldDecisions:
    """Reads and writes them; reasons may name people, so they are sealed."""

    seal: Seal

    def put(self, connection: Connection, held: Held) -> None:
        """Hold the decision, and ask for it to be carried out once its time is over."""
        connection.execute(
            insert(held_decision).values(
                case_id=held.case_id,
                version=held.version,
                officer=held.decision.officer,
                sealed=self.seal.close(_decision.dump_json(held.decision)),
                at=held.until,
            )
        )
        work.put(connection, work.Kind.DECIDE, held.case_id, held.until)

    def of_case(self, connection: Connection, case_id: int) -> Held | None:
        """Return the decision held for this case, or None."""
        query = select(held_decision).where(held_decision.c.case_id == case_id)
        row = connection.execute(query.with_for_update()).one_or_none()
        if row is None:
            return None
        decision = _decision.validate_json(self.seal.open(row.sealed))
        return Held(row.case_id, row.version, decision, row.at)

    @staticmethod
    def peek(connection: Connection, case_id: int) -> tuple[str, datetime] | None:
        """Return who took the decision held for this case and until when it is, or None."""
        query = select(held_decision.c.officer, held_decision.c.at)
        row = connection.execute(query.where(held_decision.c.case_id == case_id)).one_or_none()
        return (row.officer, row.at) if row else None

    @staticmethod
    def drop(connection: Connection, case_id: int) -> bool:
        """Forget the decision and its slip; return whether there was one."""
        work.cancel(connection, work.Kind.DECIDE, case_id)
        gone = delete(held_decision).where(held_decision.c.case_id == case_id)
        return connection.execute(gone).rowcount == 1

    @staticmethod
    def last_of(connection: Connection, officer: str, now: datetime) -> int | None:
        """Return the case of this officer's last decision that can still be called back."""
        query = (
            select(held_decision.c.case_id)
            .where(held_decision.c.officer == officer, held_decision.c.at > now)
            .order_by(held_decision.c.at.desc())
            .limit(1)
        )
        return connection.execute(query).scalar_one_or_none()
