"""Lists the way agencies send them when the form is only a hint. None may be misread in silence."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from tests.parsers.corpus.corpus import KINDS, Sheet, laid_out
from tests.parsers.corpus.layouts import Layout


@dataclass(frozen=True)
class Oddity:
    """A layout, for which kinds of table it is, and what may become of it.

    `verdict` is that of a document: "clean", "either" or "flagged", the latter by the code `told`
    where that is given.
    """

    make: Layout
    verdict: str
    kinds: tuple[tuple[str, str], ...]
    told: str = ""


ODDITIES: dict[str, Oddity] = {}
PEOPLE = (KINDS[0], KINDS[2])
UNITS = (KINDS[1], KINDS[3])


def odd(
    verdict: str, kinds: tuple[tuple[str, str], ...] = KINDS, told: str = ""
) -> Callable[[Layout], Layout]:
    """Register a layout under its function's name."""

    def registered(make: Layout) -> Layout:
        ODDITIES[make.__name__.replace("_", " ")] = Oddity(make, verdict, kinds, told)
        return make

    return registered


def odd_lists(seed: int, producer: str, verdict: str) -> Iterator[Sheet]:
    """Yield each oddity of this verdict once, of a kind drawn by chance."""
    rng = random.Random(f"{seed} {producer} odd {verdict}")
    for name, oddity in ODDITIES.items():
        if oddity.verdict == verdict:
            paper = laid_out(rng, oddity.make, (rng.choice(oddity.kinds),), 6)
            yield Sheet(name, paper.drawn(size=9.0), oddity.told)
