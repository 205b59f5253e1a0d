"""`mailbot replay MAIL`: a mail of the archive judged by today's rules, beside the verdict of then.

Exit code 0 where nothing is different, 1 where something is.
"""

from __future__ import annotations

import re
from argparse import Namespace
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from mailbot.cases.case import Channel
from mailbot.commands.answer import FAILED, PASSED, Answer
from mailbot.commands.attachments import read_file
from mailbot.commands.house import checked, house_of
from mailbot.commands.wording import by_weight, finding_json, finding_line
from mailbot.errors import BadInputError
from mailbot.house import House
from mailbot.intake.header_trace import content_hash
from mailbot.operations.replay import Difference, Judged, Replay, deciding, replay
from mailbot.storage import messages
from mailbot.storage.messages import Disposition, Stored
from mailbot.words import Words

_CASE_NUMBER = re.compile(r"HS-\d{4}-\d+", re.IGNORECASE)
_NEVER_JUDGED = {Disposition.NEW, Disposition.OVERSIZE, Disposition.QUARANTINED}


def run(options: Namespace) -> Answer:
    """Judge the mail once more and tell what is different."""
    with house_of(options) as house:
        with checked(house) as connection:
            stored = _asked_for(house, connection, options.mail)
        found = replay(house, stored, house.archive.get(stored.raw_sha))
        text = "\n".join(_lines(found, house.words))
        value = _value(found, house.words)
    return Answer(value, text, FAILED if found.differences else PASSED)


def _asked_for(house: House, connection: Connection, name: str) -> Stored:
    """Return the mail; BadInputError where there is none that can be judged again."""
    say = house.words.say
    if not name.strip("%_ "):
        raise BadInputError(say("replay.no_mail", name=name))
    if _CASE_NUMBER.fullmatch(name):
        case = house.cases.find(connection, name)
        stored = deciding(connection, case)
        if stored is None or case.channel is not Channel.EMAIL:
            raise BadInputError(say("replay.case_without_mail", case=case.number))
    elif Path(name).is_file():
        raw = read_file(Path(name))
        stored = messages.find(connection, content_hash(raw, house.evidence))
    else:
        stored = messages.find(connection, name)
    if stored is None:
        raise BadInputError(say("replay.no_mail", name=name))
    if stored.disposition in _NEVER_JUDGED:
        raise BadInputError(say("replay.never_judged", message=str(stored.id)))
    if not stored.raw_sha:
        raise BadInputError(say("replay.purged", message=str(stored.id)))
    return stored


def _lines(found: Replay, words: Words) -> Iterator[str]:
    case = f" ({found.case.number})" if found.case else ""
    yield words.say("replay.mail", message=str(found.message), case=case)
    if found.now.course:
        yield words.say(f"case.course_{found.now.course}")
    if found.then.course is None:
        yield words.say("replay.course_unknown")
    if found.then.findings is None:
        yield words.say("replay.findings_unknown")
    if not found.differences:
        yield words.say("replay.same")
    for one in found.differences:
        yield f"  ≠ {_told(one, words)}"
    for finding in by_weight(found.now.findings or ()):
        yield finding_line(finding, words)


def _told(one: Difference, words: Words) -> str:
    then, now = one.then, one.now
    if one.what == "course":
        then, now = (words.say(f"case.course_{course}") for course in (then, now))
    if one.what == "signature":
        then, now = (words.say(f"case.signature_{v}") if v else "—" for v in (then, now))
    return words.say(f"replay.{one.what}", subject=one.subject, then=then or "—", now=now or "—")


def _value(found: Replay, words: Words) -> dict[str, Any]:
    return {
        "message": found.message,
        "case": found.case.number if found.case else None,
        "same": not found.differences,
        "differences": [asdict(one) for one in found.differences],
        "then": _judged(found.then, words),
        "now": _judged(found.now, words),
    }


def _judged(verdict: Judged, words: Words) -> dict[str, Any]:
    found = verdict.findings
    return {
        "course": verdict.course,
        "reasons": list(verdict.reasons),
        "signatures": dict(verdict.signatures),
        "findings": None if found is None else [finding_json(one, words) for one in found],
        "rows": None if verdict.rows is None else len(verdict.rows),
    }
