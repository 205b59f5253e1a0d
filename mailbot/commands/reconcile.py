"""`mailbot reconcile`: what was sent after the copy from which the database was restored."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator

from mailbot.commands.answer import FAILED, PASSED, Answer
from mailbot.commands.house import house_of
from mailbot.commands.wording import table, when
from mailbot.errors import BadInputError
from mailbot.house import House
from mailbot.operations.reconcile import Line, Reconcile, Reconciled
from mailbot.operations.reconcile_copies import Unseen
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
        found = _applied(house, reconcile) if options.apply else reconcile.preview()
        return _answer(found, house.words, is_applied=options.apply)


def _applied(house: House, reconcile: Reconcile) -> Reconciled:
    if not reconcile.officer:
        raise BadInputError(say("decide.no_officer"))
    done = reconcile()
    with house.database.transaction() as connection:
        now, who = house.clock(), reconcile.officer
        counted = str(len(done.lines))
        history.write(connection, now, None, "restore_reconciled", who, count=counted)
        if done.unseen:
            folders = ", ".join(one.folder for one in done.unseen)
            history.write(connection, now, None, "restore_unseen", who, folders=folders)
    return done


def _answer(found: Reconciled, words: Words, *, is_applied: bool) -> Answer:
    lines = found.lines
    value = [*map(_as_json, lines), *map(_unseen_as_json, found.unseen)]
    told = [
        table(
            [words.say(f"reconcile.head_{name}") for name in _HEADS],
            [_row(line, words) for line in lines],
        )
    ]
    if not lines:
        told = [words.say("reconcile.nothing")]
    told += [words.say("reconcile.unseen", folder=one.folder, why=one.why) for one in found.unseen]
    left = sum(line.settled is Settled.LEFT for line in lines)
    told += _what_next(words, is_applied=is_applied, left=left, unseen=len(found.unseen))
    is_good = not left if is_applied else not lines
    is_good = is_good and not found.unseen
    return Answer(value, "\n".join(told), PASSED if is_good else FAILED)


def _what_next(words: Words, *, is_applied: bool, left: int, unseen: int) -> Iterator[str]:
    if left:
        yield words.say("reconcile.left_some", count=str(left))
    if unseen:
        yield words.say("reconcile.unseen_some", count=str(unseen))
    if not is_applied:
        yield words.say("reconcile.previewed")
    elif not left and not unseen:
        yield words.say("reconcile.applied")


def _unseen_as_json(one: Unseen) -> dict[str, str]:
    return {"folder": one.folder, "unseen": one.why}


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
