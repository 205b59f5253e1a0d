"""`python -m benchmarks.request.shares`: which code spends the CPU of requests of ten rows.

The whole way in one process, the reader child's part and typesetting included, and a look at where
it is each time some CPU time has passed. What a library does in its own compiled code counts to the
line that called it, ours for most of pdfium and numpy: the libraries' share is the least it can be.
"""

from __future__ import annotations

import os
import signal
import sysconfig
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Any

from benchmarks.agency import a_bench, a_paper
from benchmarks.cpu import spent
from benchmarks.request.peers import beside
from mailbot.cases.state import State
from mailbot.daemon import spare_what_is_loaded
from mailbot.gateways.sandbox import FEW_THREADS
from tests.journeys.world import World, a_mail

ROWS, REQUESTS, WARM = 10, 60, 2
EVERY_SECONDS = 0.001
ROOT = Path(__file__).parents[2]
PACKAGES, STANDARD = (Path(sysconfig.get_path(name)) for name in ("purelib", "stdlib"))
OWN, ELSEWHERE = "mailbot, parsers, signing", "Python's own"
COMPILED = {"set_type": "typst", "_opened": "typst", "hashed": "argon2"}
"""Functions of ours that do nothing but call compiled code, and whose that is."""


@dataclass
class Samples:
    """How often some CPU time was spent in whose code, and how much in all."""

    counts: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0

    @contextmanager
    def taken(self) -> Iterator[None]:
        """Look where the process is each time it has used some CPU time."""
        handler, before = signal.signal(signal.SIGPROF, self._look), spent()
        signal.setitimer(signal.ITIMER_PROF, EVERY_SECONDS, EVERY_SECONDS)
        try:
            yield
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)
            signal.signal(signal.SIGPROF, handler)
            self.seconds += spent() - before

    def _look(self, _: int, frame: FrameType | None) -> None:
        if frame is not None:
            self.counts[_whose(frame)] += 1


def _whose(frame: FrameType) -> str:
    path = Path(frame.f_code.co_filename)
    if path.is_relative_to(PACKAGES):
        return path.relative_to(PACKAGES).parts[0].removesuffix(".py")
    if path.is_relative_to(STANDARD) or not path.is_relative_to(ROOT):
        return ELSEWHERE
    return COMPILED.get(frame.f_code.co_name, OWN)


class _InThisProcess:
    """A sandbox that is none, so that what it runs is seen."""

    def run(self, work: Callable[..., object], *args: Any, **kwargs: Any) -> object:
        return work(*args, **kwargs)

    def run_on(
        self, work: Callable[..., object], content: Iterable[bytes], *args: Any, **kwargs: Any
    ) -> object:
        return work(b"".join(content), *args, **kwargs)


def main() -> None:
    """Print whose code it is by share, and what remains if our own cost nothing."""
    # As for the reader child: threads that numpy keeps spinning for a while would count as ours.
    os.environ.update(FEW_THREADS)
    with a_bench(replies={"acknowledge_after_seconds": 0}) as world:
        vars(world.house)["sandbox"] = _InThisProcess()
        papers = [a_paper(world, ROWS) for _ in range(WARM + REQUESTS)]
        mails = [a_mail(("Công văn.pdf", paper)) for paper in papers]
        spare_what_is_loaded()
        samples = Samples()
        _answer(world, mails[:WARM], Samples())
        _answer(world, mails[WARM:], samples)
        stuck = {case.state for case in world.cases()} - {State.ANSWERED}
        if stuck:
            raise RuntimeError(f"not answered: {stuck}")
    a_request = 1000 * samples.seconds / REQUESTS
    _print(samples.counts, a_request, sum(beside(papers[0]).values()))


def _answer(world: World, mails: Sequence[bytes], samples: Samples) -> None:
    """Answer the mails one by one; what the sender spends on handing one over is not looked at."""
    with world.house.inbox.open() as folder:
        for mail in mails:
            world.submit(mail)
            with samples.taken():
                world.house.receive(folder)
                world.work()


def _print(counts: Counter[str], milliseconds: float, goal: float) -> None:
    for name, count in counts.most_common():
        print(f"  {name:<40} {count / counts.total():6.1%}")
    libraries = 1 - counts[OWN] / counts.total()
    print(
        f"a request: {milliseconds:.0f} ms, of it libraries at least {libraries * milliseconds:.0f}"
    )
    print(f"ratio to pdfplumber and pdfsig ({goal:.0f} ms): {milliseconds / goal:.2f}")
    print(f"ratio if our own lines cost nothing: {libraries * milliseconds / goal:.2f}")


if __name__ == "__main__":
    main()
