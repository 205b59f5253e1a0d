"""`mailbot reconcile`: what was sent after the copy from which the database was restored."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence

from mailbot.commands.answer import FAILED, PASSED, Answer
from mailbot.commands.house import house_of
from mailbot.commands.wording import table, when
from mailbot.errors import BadInputError
from mailbot.house import House
from mailbot.operations.reconcile import Line, Reconcile
from mailbot.operations.reconcile_ledger import Settled
from mailbot.storage import history, schema
from mailbot.words import Words, say

_HEADS = ("sent", "kind", "case", "number", "to", "outcome")


def run(options: Namespace) -> Answer:
    """Show what was sent since and what it answers; with --apply write it down."""
    with house_of(options) as house:
        schema.check(house.database)
        with house.database.reading() as connection:
            house.adopt_calendar(connection)
        reconcile = Reconcile(house, options.officer or "")
        lines = _applied(house, reconcile) if options.apply else reconcile.preview()
        return _answer(lines, house.words, is_applied=options.apply)


def _applied(house: House, reconcile: Reconcile) -> tuple[Line, ...]:
    if not reconcile.officer:
        raise BadInputError(say("decide.no_officer"))
    lines = reconcile()
    with house.database.transaction() as connection:
        counted = str(len(lines))
        now = house.clock()
        history.write(connection, now, None, "restore_reconciled", reconcile.officer, count=counted)
    return lines


def _answer(lines: Sequence[Line], words: Words, *, is_applied: bool) -> Answer:
    value = [_as_json(line) for line in lines]
    told = [
        table(
            [words.say(f"reconcile.head_{name}") for name in _HEADS],
            [_row(line, words) for line in lines],
        )
    ]
    if not lines:
        told = [words.say("reconcile.nothing")]
    left = [line for line in lines if line.settled is Settled.LEFT]
    told.append(_what_next(words, is_applied=is_applied, left=len(left)))
    is_good = not left if is_applied else not lines
    return Answer(value, "\n".join(filter(None, told)), PASSED if is_good else FAILED)


def _what_next(words: Words, *, is_applied: bool, left: int) -> str:
    if left:
        return words.say("reconcile.left_some", count=str(left))
    return words.say("reconcile.applied" if is_applied else "reconcile.previewed")


def _as_json(line: Line) -> dict[str, str]:
    copy = line.copy
    return {
        "message_id": copy.message_id,
        "kind": copy.kind,
        "case": copy.case_number,
        "number": str(copy.number or ""),
        "to": copy.recipient,
        "sent_at": copy.sent_at.isoformat(),
        "found": line.found,
        "settled": line.settled or "",
    }


def _row(line: Line, words: Words) -> tuple[str, ...]:
    copy = line.copy
    outcome = f"settled_{line.settled}" if line.settled else f"found_{line.found}"
    return (
        when(copy.sent_at),
        words.say(f"case.kind_{copy.kind}"),
        copy.case_number or "–",
        str(copy.number or "–"),
        copy.recipient,
        words.say(f"reconcile.{outcome}"),
    )
