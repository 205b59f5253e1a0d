"""`mailbot check-config` and `mailbot doctor`: everything tried for real, each line good or not."""

from __future__ import annotations

from argparse import Namespace

from mailbot.commands.answer import FAILED, PASSED, Answer
from mailbot.commands.house import house_of
from mailbot.operations.doctor import Check, checks
from mailbot.operations.doctor_deep import DEEP_LOOKS


def check_config(options: Namespace) -> Answer:
    """Try every outside system."""
    with house_of(options) as house:
        return _answer(tuple(checks(house)))


def doctor(options: Namespace) -> Answer:
    """Try every outside system; with --deep, hold everything we keep against everything else."""
    if not options.deep:
        return check_config(options)
    with house_of(options) as house:
        found = tuple(checks(house))
        if all(one.good for one in found if one.code == "database"):
            found += tuple(checks(house, DEEP_LOOKS))
        return _answer(found)


def _answer(found: tuple[Check, ...]) -> Answer:
    value = [{"code": c.code, "check": c.name, "good": c.good, "detail": c.detail} for c in found]
    lines = [f"{'✓' if c.good else '✗'} {c.name}: {c.detail}" for c in found]
    return Answer(value, "\n".join(lines), PASSED if all(c.good for c in found) else FAILED)
