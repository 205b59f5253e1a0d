"""What is asked of many texts is answered fast, and as it was answered slowly."""

from __future__ import annotations

import re

import pytest

from parsers.text.patterns import either
from parsers.text.remembered import remembered

PATTERNS = (
    r"\b(?:stt|dòng)\b[ :]+\d",
    r"\b(?:chưa|không|ko|k) (?:cấp|mở)|^\W*còn\b",
    r"\bk?hông\b|\b[ab|(]c\b",
    r"(?<!đã )\bmở (?:lại|\(?lần)",
    r"\b(?:(?:xin|đề nghị) )?rút\b",
)
TEXTS = (
    "Dòng 2 bỏ", "xem stt 4", "nay chưa cấp cho ai", "còn lại", "nay còn", "không ai", "hông",
    "xin (c", "đã mở lại", "đề nghị mở lại", "mở (lần", "xin rút", "nay rút", "bắt rútra", "",
)  # fmt: skip


@pytest.mark.parametrize("text", TEXTS)
def test_any_of_many_patterns_is_found_where_one_of_them_is(text: str) -> None:
    apart = [found.start() for one in PATTERNS if (found := re.search(one, text))]

    found = re.search(either(PATTERNS), text)

    assert (found and found.start()) == min(apart, default=None)


def test_an_answer_is_remembered_unless_its_text_is_longer_than_any_letter() -> None:
    asked: list[int] = []

    @remembered
    def length(text: str) -> int:
        asked.append(len(text))
        return len(text)

    for size in (3, 3, 3_000, 3_000, 300_000, 300_000):
        assert length("a" * size) == size
    assert asked == [3, 3_000, 300_000, 300_000]
