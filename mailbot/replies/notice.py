"""The notice that ends a step of a case: result, refusal or supplement request, as a value."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from mailbot.cases.agency import Agency
from mailbot.cases.case import Case
from mailbot.cases.finding import Finding
from mailbot.cases.mending import gives_reason_to_write
from mailbot.cases.row import Procedure
from mailbot.cases.state import State
from mailbot.replies.corrected import annexes_of
from mailbot.replies.defect import defects_of
from mailbot.replies.letter import (
    Apology,
    Defect,
    Dossier,
    HandOver,
    Outcome,
    Reason,
    Refusal,
    Result,
    ResultRow,
    Supplement,
)
from mailbot.storage.effects import Effect, EffectState
from mailbot.storage.letters import LetterKind
from mailbot.words import Words

KIND_AFTER = {
    State.PROVISIONED: LetterKind.RESULT,
    State.REFUSED: LetterKind.REFUSAL,
    State.SUPPLEMENT_ASKED: LetterKind.SUPPLEMENT,
}
NOTICES = frozenset(KIND_AFTER.values())

Notice = Result | Refusal | Supplement


@dataclass(frozen=True, slots=True)
class Record:
    """What a notice is written from: the case, what was done, who asked, where held rows went."""

    case: Case
    effects: tuple[Effect, ...]
    asker: Agency
    held_case: str = ""


def notice_of(kind: LetterKind, record: Record, words: Words) -> Notice:
    """Return the letter of this kind; LetterKind of a receipt or apology is a ValueError."""
    dossier = dossier_of(record.case, record.asker)
    match kind:
        case LetterKind.RESULT:
            return Result(
                dossier,
                tuple(_result_rows(record)),
                held_case=record.held_case,
                guide_attached=any(e.state is EffectState.DONE for e in record.effects),
            )
        case LetterKind.REFUSAL:
            return Refusal(
                dossier,
                _reasons(record.case),
                defects_of(_refused_for(record.case), record.case.rows, words),
            )
        case LetterKind.SUPPLEMENT:
            defects = tuple(_all_defects(record.case, words))
            return Supplement(dossier, defects, list_enclosed=bool(annexes_of(record.case)))
        case _:
            raise ValueError(f"{kind} is no notice")


def apology_of(record: Record, content: Mapping[str, str]) -> Apology:
    """Return the apology whose cause and new time (ISO 8601) an officer gave."""
    return Apology(
        dossier_of(record.case, record.asker),
        record.case.due_at,
        content["cause"],
        datetime.fromisoformat(content["new_due_at"]),
    )


def dossier_of(case: Case, asker: Agency) -> Dossier:
    """Return the request as letters speak of it."""
    procedures = tuple(dict.fromkeys(row.procedure for row in case.rows))
    return Dossier(
        case.number,
        asker.name,
        case.arrived_at,
        procedures or _procedures(case.procedure),
        case.letter.number,
        case.letter.dated_on,
    )


def _procedures(procedure: str) -> tuple[Procedure, ...]:
    """Return the published procedures a reading without rows named; none is no procedure."""
    return tuple(one for one in Procedure if procedure in {one, "both"})


def _result_rows(record: Record) -> Iterator[ResultRow]:
    by_row = {effect.row: effect for effect in record.effects}
    for index, row in enumerate(record.case.rows):
        effect = by_row[index]
        done = effect.state is EffectState.DONE
        waits = done and effect.handed_over_at is None  # a case reopened tells it once only
        yield ResultRow(
            stt=row.stt or str(index + 1),
            name=row.name,
            unit=row.unit or row.parent_agency,
            address=effect.address if done else "",
            outcome=Outcome.DONE if done else Outcome.NOT_DONE,
            reason=effect.reason,
            hand_over=HandOver(effect.hand_over) if waits else HandOver.NONE,
            procedure=row.procedure,
            holder=row.holder,
        )


def _refused_for(case: Case) -> Iterator[Finding]:
    """Return what a refusal may name: a doubt of reading refuses nobody."""
    return filter(gives_reason_to_write, case.findings)


def _reasons(case: Case) -> tuple[Reason, ...]:
    decision = case.decision
    return tuple(Reason(text) for text in decision.reasons) if decision else ()


def _all_defects(case: Case, words: Words) -> Iterator[Defect]:
    yield from defects_of(case.findings, case.rows, words)
    for text in case.decision.reasons if case.decision else ():
        yield Defect("", "", "", "", text)
