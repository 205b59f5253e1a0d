"""How an annex says which letter it belongs to, as people write it."""

from __future__ import annotations

import random
from datetime import date

USUAL = "(Kèm theo Công văn số {number} {dated})"
RARE = (
    "(Kèm CV số: {number} {dated})",
    "Kèm CV số: {number}",
    "(Kèm theo công văn {digits} {dated})",
    "(Kèm theo C.V số {number}, {dated})",
    "Đính kèm Tờ trình số {number} {dated}",
    "(Ban hành kèm theo Công văn số {number} {dated})",
    "(Kèm theo Công văn {dated} số {number})",
    "Kèm theo Công văn số {digits} {dated}",
    "(Theo Công văn số {number} {dated})",
)


def annexed_to(number: str, on: date, to: str = "") -> str:
    """Return the heading of the annex of this letter, in a form drawn by its number; it names the
    number `to` where that is given.
    """
    return _written(
        USUAL if _rng(number, on).random() < 0.7 else _rare(number, on), to or number, on
    )


def annexed_rarely(number: str, on: date, to: str) -> str:
    """Return a heading in rare words that names the number `to`."""
    return _written(_rare(number, on), to, on)


def _rng(number: str, on: date) -> random.Random:
    return random.Random(f"{number} {on} annexed")


def _rare(number: str, on: date) -> str:
    rng = _rng(number, on)
    rng.random()
    return rng.choice(RARE)


def _written(form: str, number: str, on: date) -> str:
    dated = f"ngày {on.day:02d} tháng {on.month:02d} năm {on.year}"
    return form.format(number=number, digits=number.split("/", maxsplit=1)[0], dated=dated)
