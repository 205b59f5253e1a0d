"""`mailbot simulate`: some weeks of traffic, and what they say of deadlines, load and limits.

Exit code 1 where anything was answered late or is overdue.
"""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mailbot.clock import local, local_date, utc_now
from mailbot.commands.answer import FAILED, PASSED, Answer
from mailbot.commands.demo import require_extra
from mailbot.commands.wording import table
from mailbot.errors import BadInputError
from mailbot.words import Words, load_words, say

if TYPE_CHECKING:
    from mailbot.demo.simulation.figures import Figures, Limit
    from mailbot.demo.simulation.traffic import Wish

DIRECTORY = Path(".simulation")
_MOST = {"days": 260, "mails_per_day": 5000, "officers": 1000, "speed": 100_000}
_LEAST = {"days": 1, "mails_per_day": 0.1, "officers": 1, "speed": 0}


def run(options: Namespace) -> Answer:
    """Simulate and report."""
    words = load_words()
    require_extra(words)
    from mailbot.demo.simulation.stage import Staffing, simulate  # noqa: PLC0415 (an extra)

    wish = _wish(options, words)
    staffing = Staffing(options.officers, options.officer_delay, options.officer_minutes)
    directory = options.directory or DIRECTORY
    figures = simulate(wish, staffing, options.speed, directory, words, _teller(words))
    failed = figures.late or figures.open_late
    text = "\n".join(_lines(figures, wish, options, words))
    return Answer(_value(figures, wish), text, FAILED if failed else PASSED)


def _wish(options: Namespace, words: Words) -> Wish:
    from mailbot.demo.simulation.traffic import Wish  # noqa: PLC0415 (as above)

    for name, most in _MOST.items():
        if not _LEAST[name] <= getattr(options, name) <= most:
            fields = {"least": f"{_LEAST[name]:g}", "most": f"{most:g}"}
            option = f"--{name.replace('_', '-')}"
            raise BadInputError(words.say("simulate.out_of_range", option=option, **fields))
    for option in ("officer_delay", "officer_minutes"):
        if not 0 < getattr(options, option) <= 480:
            fields = {"option": f"--{option.replace('_', '-')}", "least": "0", "most": "480"}
            raise BadInputError(words.say("simulate.out_of_range", **fields))
    start = _start(options.start, words)
    return Wish(start, options.days, options.mails_per_day, options.seed, not options.calm)


def _start(text: str | None, words: Words) -> date:
    """Return the first day; without a wish, the next Monday: certificates are as of today."""
    today = local_date(utc_now())
    if text is None:
        return today + timedelta(days=7 - today.weekday())
    try:
        start = date.fromisoformat(text)
    except ValueError:
        raise BadInputError(words.say("simulate.no_date", text=text)) from None
    if not today <= start <= today + timedelta(days=365):
        raise BadInputError(words.say("simulate.no_date", text=text))
    return start


def _teller(words: Words) -> Any:
    """Return what tells each simulated day, beside the report."""

    def tell(at: datetime, mails: int) -> None:
        day = f"{local(at):%d/%m/%Y}"
        sys.stderr.write(words.say("simulate.day", day=day, mails=str(mails)) + "\n")

    return tell


def _lines(figures: Figures, wish: Wish, options: Namespace, words: Words) -> Iterator[str]:
    yield say("simulate.head", days=str(wish.days), start=f"{wish.start:%d/%m/%Y}")
    yield say(
        "simulate.mails", count=str(sum(figures.mails.values())), kinds=_kinds(figures, words)
    )
    yield say("simulate.cases", count=str(figures.cases))
    for name in ("in_time", "late", "open_in_time", "open_late", "closed"):
        yield "  " + say(f"simulate.{name}", count=str(getattr(figures, name)))
    for name in ("by_itself", "by_person"):
        waits = getattr(figures, name)
        told = {"count": str(waits.count), "p50": _hours(waits.p50), "p95": _hours(waits.p95)}
        yield say(f"simulate.{name}", **told)
    yield say("simulate.cpu_per_mail", seconds=f"{figures.cpu_per_mail:.2f}")
    for step, seconds in figures.cpu_by_step.items():
        yield f"  {say(f'simulate.step_{step}')}: {1000 * seconds:.0f} ms"
    yield say("simulate.queue", queue=str(figures.queue_peak), review=str(figures.review_peak))
    if figures.busiest_hour:
        per_cent = f"{100 * figures.busiest_hour_cpu / 3600:.2f}"
        hour = f"{figures.busiest_hour:%d/%m/%Y %H:00}"
        yield say("simulate.busiest", hour=hour, per_cent=per_cent)
    yield from (say(f"simulate.fault_{what}", count=str(n)) for what, n in figures.faults.items())
    yield ""
    yield _limits(figures, words)
    first = figures.breaks_first
    yield say("simulate.first", what=say(f"simulate.limit_{first.what}"), factor=_factor(first))
    yield say(
        "simulate.assumptions",
        officers=str(options.officers),
        minutes=f"{options.officer_minutes:g}",
        delay=f"{options.officer_delay:g}",
    )


def _kinds(figures: Figures, words: Words) -> str:
    ordered = sorted(figures.mails.items(), key=lambda one: -one[1])
    return ", ".join(f"{words.say(f'simulate.kind_{kind}')} {count}" for kind, count in ordered)


def _limits(figures: Figures, words: Words) -> str:
    head = [
        words.say(f"simulate.head_{name}") for name in ("limit", "busiest", "capacity", "factor")
    ]
    lines = [
        (
            words.say(f"simulate.limit_{one.what}"),
            f"{one.busiest:.1f}",
            f"{one.capacity:g}",
            _factor(one),
        )
        for one in sorted(figures.limits, key=lambda one: one.factor)
    ]
    return table(head, lines)


def _factor(limit: Limit) -> str:
    return say("simulate.factor", factor=f"{limit.factor:,.1f}") if limit.busiest else "—"


def _hours(hours: float) -> str:
    """Return working hours for a person: seconds where it was nearly at once."""
    if hours >= 0.1:
        return say("simulate.hours", hours=f"{hours:.1f}")
    return say("simulate.seconds", seconds=f"{hours * 3600:.1f}")


def _value(figures: Figures, wish: Wish) -> dict[str, Any]:
    return {
        "start": wish.start.isoformat(),
        "days": wish.days,
        "mails_per_day": wish.mails_per_day,
        "seed": wish.seed,
        "mails": dict(figures.mails),
        "cases": figures.cases,
        "answered_in_time": figures.in_time,
        "answered_late": figures.late,
        "open_in_time": figures.open_in_time,
        "open_late": figures.open_late,
        "closed": figures.closed,
        "working_hours_to_reply": {
            "by_itself": _waits(figures.by_itself),
            "by_person": _waits(figures.by_person),
        },
        "cpu_seconds_per_mail": round(figures.cpu_per_mail, 4),
        "cpu_seconds_by_step": {k: round(v, 4) for k, v in figures.cpu_by_step.items()},
        "queue_peak": figures.queue_peak,
        "review_peak": figures.review_peak,
        "busiest_hour": figures.busiest_hour.isoformat() if figures.busiest_hour else None,
        "busiest_hour_worker": round(figures.busiest_hour_cpu / 3600, 5),
        "faults": dict(figures.faults),
        "limits": [
            {
                "what": one.what,
                "busiest": round(one.busiest, 3),
                "capacity": one.capacity,
                "factor": round(one.factor, 2) if one.busiest else None,
            }
            for one in figures.limits
        ],
        "breaks_first": figures.breaks_first.what,
    }


def _waits(waits: Any) -> dict[str, float]:
    return {"count": waits.count, "p50": round(waits.p50, 4), "p95": round(waits.p95, 4)}
