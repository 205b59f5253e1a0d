"""`mailbot audit verify`: whether the history is as it was written."""

from __future__ import annotations

from argparse import Namespace

from mailbot.commands.answer import FAILED, PASSED, Answer
from mailbot.commands.house import house_of
from mailbot.operations.audit import Audit, audit
from mailbot.storage import schema
from mailbot.words import Words


def verify(options: Namespace) -> Answer:
    """Walk the whole chain; code 1 where it does not hold."""
    with house_of(options) as house:
        schema.check(house.database)
        found = audit(house.database, options.noted or "")
        text = _told(found, house.words)
    value = {
        "verdict": "failed" if found.breaks else "passed",
        "lines": found.lines,
        "head": found.head,
        "reasons": [{"code": one.code, "line": one.id} for one in found.breaks],
    }
    return Answer(value, text, FAILED if found.breaks else PASSED)


def _told(found: Audit, words: Words) -> str:
    verdict = "broken" if found.breaks else "whole"
    lines = [words.say(f"audit.{verdict}", lines=str(found.lines))]
    lines += [words.say(f"audit.{one.code}", line=str(one.id)) for one in found.breaks]
    return "\n".join([*lines, words.say("audit.head", head=found.head)])
