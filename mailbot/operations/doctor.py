"""The doctor: every outside system tried for real; each line is good or says what to do."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from mailbot.errors import MailbotError, in_words, os_reason
from mailbot.house import House
from mailbot.operations import doctor_looks as looks
from mailbot.operations.doctor_backup import backup
from mailbot.operations.doctor_mail import look_at_inbox, look_at_probe, look_at_smtp
from mailbot.operations.doctor_seen import Seen
from mailbot.operations.doctor_trust import (
    look_at_agencies,
    look_at_revocation,
    look_at_signing,
    look_at_time_stamps,
    look_at_trust,
)


@dataclass(frozen=True, slots=True)
class Check:
    """One line: what was tried (`code` is stable, `name` for people), and what was found."""

    code: str
    name: str
    good: bool
    detail: str


Look = Callable[[House], Iterable[Seen]]

LOOKS: tuple[tuple[str, Look], ...] = (
    ("secrets", looks.secrets),
    ("database", looks.database),
    ("pause", looks.pause),
    ("archive", looks.archive),
    ("disk", looks.disk),
    ("backup", backup),
    ("clock", looks.clock),
    ("seal", looks.seal),
    ("inbox", look_at_inbox),
    ("smtp", look_at_smtp),
    ("evidence", look_at_probe),
    ("mail_host", looks.mail_host),
    ("registry", looks.registry),
    ("trust", look_at_trust),
    ("agency_certificates", look_at_agencies),
    ("revocation", look_at_revocation),
    ("signing", look_at_signing),
    ("time_stamps", look_at_time_stamps),
    ("fonts", looks.fonts),
    ("recognition", looks.recognition),
    ("calendar", looks.calendar),
)


def checks(house: House, all_looks: Iterable[tuple[str, Look]] = LOOKS) -> Iterator[Check]:
    """Yield what each look finds; a look that cannot be made is a line too."""
    for code, look in all_looks:
        name = house.words.say(f"doctor.{code}")
        try:
            for seen in look(house):
                detail = house.words.say(f"doctor.{seen.code}", **seen.fields)
                yield Check(code, name, seen.good, detail)
        except MailbotError as error:
            yield Check(code, name, good=False, detail=in_words(error))
        except OSError as error:
            fields = {"place": str(error.filename or "?"), "reason": os_reason(error)}
            detail = house.words.say("doctor.not_looked", **fields)
            yield Check(code, name, good=False, detail=detail)
