"""A letter's lines are one text, in which whatever stands in a line of its own is a sentence."""

from __future__ import annotations

from itertools import accumulate

import pytest

from parsers.counts.stated import stated_counts
from parsers.letter.body import body_of
from parsers.letter.running_text import RunningText
from parsers.reading import Line
from parsers.source import Box, Place
from tests.parsers.test_unlisted import _read

WIDTH, LEFT, RIGHT = 0.01, 0.15, 0.9
"""Of a letter, and of the lines of a page, in fractions of its width."""


def _typed(*texts: str) -> list[Line]:
    """Return lines of a Word file: nobody knows how wide they are."""
    return [Line(text, Place("a.docx")) for text in ("Kính gửi: Sở.", *texts, "Nơi nhận:")]


def _drawn(*texts: str) -> list[Line]:
    """Return lines of a page that begin at its left and are as wide as their letters."""
    tops = accumulate(0.02 for _ in texts)
    boxes: list[Box] = [
        (LEFT, top, WIDTH * len(text), 0.012) for top, text in zip(tops, texts, strict=True)
    ]
    return [
        Line(text, Place("a.pdf", 1, box))
        for text, box in zip(
            ("Kính gửi: Sở.", *texts, "Nơi nhận:"), (boxes[0], *boxes, boxes[-1]), strict=True
        )
    ]


def test_a_line_of_its_own_is_a_sentence_without_a_full_stop() -> None:
    said = body_of(
        _typed("Kính đề nghị Sở xem xét", "Phần của phòng Kinh tế tính sau", "Xin cảm ơn")
    )
    assert said == (
        "Kính gửi: Sở.\nKính đề nghị Sở xem xét\nPhần của phòng Kinh tế tính sau\nXin cảm ơn"
    )


@pytest.mark.parametrize(
    ("above", "below"),
    [
        ("Kính đề nghị Sở cấp hộp thư cho ông", "Nguyễn Văn An và bà Trần Thị Bình."),
        ("Kính đề nghị Sở cấp hộp thư, gồm:", "Văn phòng: 02 hộp thư."),
        ("Kính đề nghị Sở cấp", "hộp thư cho 02 công chức."),
        ("Kính đề nghị Sở cấp", "02 hộp thư cho công chức."),
    ],
)
def test_a_sentence_goes_on_in_the_next_line(above: str, below: str) -> None:
    assert f"{above} {below}" in body_of(_typed(above, below))


def test_a_line_that_its_layout_broke_goes_on() -> None:
    wide = "Kính đề nghị Sở Thông tin và Truyền thông thành phố cấp mới hộp thư theo Kế"
    assert LEFT + WIDTH * len(wide) == pytest.approx(RIGHT)
    said = body_of(_drawn(wide, "Hoạch năm nay", "Phần của Phòng Kinh tế tính sau"))
    assert f"{wide} Hoạch năm nay\nPhần của Phòng" in said


@pytest.mark.parametrize(
    ("above", "below", "whole"),
    [
        ("Kính đề nghị Sở cấp hộp thư cho 3 đ/", "c theo danh sách.", "cho 3 đ/c theo"),
        ("Kính đề nghị Sở cấp hộp thư cho 4 cán bộ/", "công chức.", "4 cán bộ/công chức"),
        ("Kính đề nghị Sở cấp theo Công văn số 15/", "UBND-VP.", "số 15/UBND-VP."),
        ("Kính đề nghị Sở cấp hộp thư mới /", "cấp lại mật khẩu.", "mới / cấp lại"),
    ],
)
def test_a_line_that_ends_in_a_stroke_goes_on_without_a_blank(
    above: str, below: str, whole: str
) -> None:
    lines = _typed(above, below)
    assert whole in body_of(lines)
    assert RunningText.of(lines).place_of(whole) == lines[1].place


@pytest.mark.parametrize(("count", "unclear"), [("3", False), ("3-5", True)])
def test_a_count_broken_at_a_stroke_is_read(count: str, *, unclear: bool) -> None:
    asks = f"Kính đề nghị Sở cấp mới hộp thư cho {count} đ/"
    stated = stated_counts("", body_of(_typed(asks, "c, là công chức của phường.")))
    assert bool(stated.unclear) is unclear
    assert unclear or stated.asked.people == 3


def test_what_is_told_is_the_line_alone() -> None:
    odd = "Phần của phòng Kinh tế tính sau"
    flags = _read(said=["Kính đề nghị Sở quan tâm, giúp đỡ", odd, "Xin trân trọng cảm ơn"]).flags
    assert [dict(flag.fields).get("text") for flag in flags] == [odd]
