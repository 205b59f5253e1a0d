"""How the same list looks on paper: rules, pages, faces. Each look is a layout of its own."""

from __future__ import annotations

import random
from collections.abc import Mapping

from tests.parsers.corpus.paper import Look

LOOKS: Mapping[str, Look] = {
    "double borders": Look(rules="double"),
    "hairlines": Look(stroke=0.1),
    "thick borders": Look(stroke=2.0),
    "grey borders": Look(rules="grey"),
    "shaded header": Look(shaded=True),
    "portrait annex": Look(landscape=False),
    "header not repeated": Look(repeat_header=False),
    "header not repeated, portrait": Look(repeat_header=False, landscape=False),
    "rows kept whole": Look(rows_split=False),
    "page headers and footers": Look(
        header="SỞ XÂY DỰNG - Tài liệu lưu hành nội bộ", footer="Phụ lục kèm theo công văn - Trang"
    ),
    "justified": Look(justify=True),
    "words broken anywhere": Look(anywhere=True, landscape=False),
    "page turned by 90": Look(turned=90),
    "page turned by 180": Look(turned=180),
    "page turned by 270": Look(turned=270),
    "content drawn sideways, 90": Look(turned=90, sideways=True),
    "content drawn sideways, 270": Look(turned=270, sideways=True),
    "fallback face": Look(font="Times New Roman"),
    "fallback face, portrait": Look(font="Times New Roman", landscape=False),
}


DATES = (
    "ngày {0.day} tháng {0.month} năm {0.year}", "ngày {0:%d/%m/%Y}", "{0:%d/%m/%Y}",
    "{0.day}/{0.month}/{0.year}", "ngày {0:%d-%m-%Y}", "ngày {0:%d.%m.%Y}",
)  # fmt: skip


def a_look(rng: random.Random, *, large: bool) -> Look:
    """Return a look drawn by chance; a `large` face makes words break inside narrow cells."""
    landscape = rng.random() < 0.6
    small = (8.0, 9.0) if landscape else (5.0, 5.5)
    big = (11.0, 12.0, 13.0) if landscape else (8.0, 9.0, 10.0)
    return Look(
        landscape=landscape,
        repeat_header=rng.random() < 0.6,
        footer=rng.choice(("", "Trang 1", "Phụ lục kèm theo công văn")),
        size=rng.choice(big if large else small),
        justify=rng.random() < 0.3,
        stroke=rng.choice((0.3, 0.5, 1.0)),
        rows_split=rng.random() < 0.7,
    )
