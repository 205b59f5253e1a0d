"""`python -m benchmarks.request`: CPU of one request from the inbox to the answered agency.

Everything is on: real Dovecot and Postfix over TLS, sender, signatures, two readers, mailboxes
by `sql` hashed with Argon2id, acknowledgement, notice set, signed, verified again, read back, sent.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import replace
from typing import Any, cast

from benchmarks.agency import a_bench, a_paper
from benchmarks.cpu import Phases
from benchmarks.helpdesk import helpdesk
from benchmarks.request.peers import beside
from mailbot.cases.state import State
from mailbot.daemon import spare_what_is_loaded
from tests.journeys.world import World, a_mail

ROUNDS = 3
SIZES = (10, 50, 200)


def main() -> None:
    """Print one table, or one JSON value with --json."""
    with a_bench(replies={"acknowledge_after_seconds": 0}) as world:
        figures = {str(rows): _of_size(world, rows) for rows in SIZES}
    if "--json" in sys.argv:
        print(json.dumps(figures, indent=1))
        return
    for rows, told in figures.items():
        print(f"annex of {rows} rows")
        for name, figure in told.items():
            print(f"  {name:<52} {figure:9.2f}")


def _of_size(world: World, rows: int) -> dict[str, float]:
    papers = [a_paper(world, rows) for _ in range(ROUNDS + 1)]
    mails = [a_mail(("Công văn.pdf", paper)) for paper in papers]
    told = _ours(world, mails)
    beside_it = beside(papers[0])
    told |= beside_it
    peer = helpdesk(world.servers, mails, files=len(mails))
    told["django-helpdesk, the mail taken in"] = peer["cpu"]
    told["ratio: ours to pdfplumber and pdfsig"] = told["all"] / sum(beside_it.values())
    return told


def _ours(world: World, mails: list[bytes]) -> dict[str, float]:
    phases = Phases()
    spare_what_is_loaded()  # as `mailbot run` does
    _watch(world, phases)
    with world.house.inbox.open() as folder:
        for mail in mails:
            world.submit(mail)
            with phases.a_round():
                with phases.phase("receive"):
                    world.house.receive(folder)
                world.work()
    stuck = {f.code for c in world.cases() if c.state is not State.ANSWERED for f in c.findings}
    if stuck:
        raise RuntimeError(f"not answered: {sorted(stuck)}")
    phases.rounds = phases.rounds[1:]  # the first warms everything up
    return phases.medians()


def _watch(world: World, phases: Phases) -> None:
    """Put clocks around the steps, and around what a step spends most on."""
    house = world.house
    kept = vars(house)
    for name in (
        "examine",
        "mail_reader",
        "provision",
        "compose",
        "issue",
        "deliver",
        "rounds",
        "unattended",
    ):
        kept.pop(name, None)
    kept["read"] = phases.timed("examine: reader child", type(house).read.__get__(house))
    faults = phases.timed("compose: verify again", type(house).notice_faults.__get__(house))
    kept["notice_faults"] = faults
    own = house.unattended
    assert own is not None
    sign = phases.timed("compose: sign", own.sign)
    kept["unattended"] = replace(own, sign=cast("Any", sign))
    rounds, journey = house.rounds, house.rounds.journey
    kept["rounds"] = replace(
        rounds,
        examine=_timed(phases, "examine", rounds.examine),
        examine_all=cast("Any", phases.timed("examine", rounds.examine_all)),
        deliver=_timed(phases, "deliver", rounds.deliver),
        journey=replace(
            journey,
            provision=_timed(phases, "provision", journey.provision),
            compose=_timed(phases, "compose", journey.compose),
        ),
    )


def _timed(phases: Phases, name: str, step: Callable[..., None]) -> Callable[..., None]:
    return cast("Callable[..., None]", phases.timed(name, step))


if __name__ == "__main__":
    main()
