"""How many a letter says that it asks for, in figures and in words."""

from __future__ import annotations

import random
from dataclasses import dataclass

ONES = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")


@dataclass(frozen=True)
class Counted:
    """What a letter counts; None is what it does not say."""

    people: int | None = None
    organisations: int | None = None


def a_count(
    rng: random.Random, organisations: int, people: int, ground: str
) -> tuple[str, Counted]:
    """Return for whom a letter asks, in every other one with their number."""
    if rng.random() < 0.5:
        return ground, Counted()
    style = rng.choice(("{0:02d} ({1}) {2}", "{0:02d} {2}", "{0} {2}"))
    parts = [
        style.format(number, in_words(number), kind)
        for number, kind in (
            (organisations, "đơn vị"),
            (people, rng.choice(("công chức", "cá nhân", "cán bộ, công chức"))),
        )
        if number
    ]
    return f"{' và '.join(parts)}, là {ground}", Counted(people or None, organisations or None)


def in_words(number: int) -> str:
    """Return a number up to 999 as letters spell it."""
    hundreds, rest = divmod(number, 100)
    if hundreds:
        link = "linh " if 0 < rest < 10 else ""
        return f"{ONES[hundreds]} trăm {link}{in_words(rest) if rest else ''}".strip()
    tens, ones = divmod(number, 10)
    if tens == 0:
        return ONES[ones]
    begin = "mười" if tens == 1 else f"{ONES[tens]} mươi"
    end = {0: "", 1: "một" if tens == 1 else "mốt", 5: "lăm"}.get(ones, ONES[ones])
    return f"{begin} {end}".strip()
