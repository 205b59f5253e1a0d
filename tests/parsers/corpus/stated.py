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


USUAL = ("công chức", "cá nhân", "cán bộ, công chức")
RARE = (
    "thầy, cô", "thầy cô giáo", "kế toán viên", "cộng tác viên", "y, bác sĩ", "đ/c", "ông, bà",
    "nữ công chức", "điều dưỡng", "CBCCVC", "cán sự",
)  # fmt: skip
STYLES = ("{0:02d} ({1}) {2}", "{0:02d} {2}", "{0} {2}")
ASIDE = (
    "Danh sách có {counted}.",
    "Danh sách kèm theo gồm {counted}.",
    "Số lượng đề nghị: {counted}.",
    "Tổng cộng: {counted}.",
)
"""How a letter counts in a sentence of its own."""


def a_count(
    rng: random.Random, organisations: int, people: int, ground: str
) -> tuple[str, str, Counted]:
    """Return for whom a letter asks, in every other one with their number, and what it says of
    that in a sentence of its own ("" in most).
    """
    counted = Counted(people or None, organisations or None)
    draw = rng.random()
    if draw < 0.4:
        return ground, "", Counted()
    said = _said(rng, organisations, people)
    if draw < 0.5:
        return ground, rng.choice(ASIDE).format(counted=said), counted
    again = f"Danh sách có {_said(rng, organisations, people)}." if draw > 0.95 else ""
    return f"{said}, là {ground}", again, counted


def _said(rng: random.Random, organisations: int, people: int) -> str:
    style = rng.choice(STYLES)
    kind = rng.choice(USUAL if rng.random() < 0.6 else RARE)
    parts = [
        style.format(number, in_words(number), what)
        for number, what in ((organisations, "đơn vị"), (people, kind))
        if number
    ]
    return " và ".join(parts)


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
