"""A person's name is known where a text names one; no agency, place or heading passes for it."""

from __future__ import annotations

import pytest

from parsers.values.somebody import KnownPeople, people_in_text, person_in_line


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("5. Trương Văn An, kế toán", "Trương Văn An"),
        ("12) ĐOÀN THỊ BA", "ĐOÀN THỊ BA"),
        ("Và bà Lê Tư – Văn phòng", "Lê Tư"),
        ("Bổ sung: ThS. Hồ Chí Công", "Hồ Chí Công"),
        ("- Hà Nam Sơn: văn thư", "Hà Nam Sơn"),
        ("3. Tran Van B", "Tran Van B"),
        ("Kim Thị Hoa", "Kim Thị Hoa"),
    ],
)
def test_a_line_begins_by_naming_somebody(line: str, name: str) -> None:
    named = person_in_line(line)

    assert named is not None
    assert named.name == name


@pytest.mark.parametrize(
    "line",
    [
        "1. Trường Mầm Non Hoa Mai",
        "1. Truong Mam Non Hoa Mai",
        "2. Đoàn Thanh Niên",
        "DANH SÁCH ĐỀ NGHỊ CẤP MỚI",
        "Hồ Sơ Kèm Theo:",
        "1. Châu Thành A",
        "Hà Nội, ngày 3 tháng 4 năm 2026",
        "12 Nguyễn Trãi, phường Tân An",
        "và 03 người khác",
        "Nguyễn Văn An được cấp hộp thư",
        "Người lập: Nguyễn Văn An",
    ],
)
def test_another_line_names_nobody_as_an_item(line: str) -> None:
    assert person_in_line(line) is None


def test_a_sentence_names_people_by_how_it_calls_them() -> None:
    text = (
        "Cấp cho ông Lê An, thêm Võ Thị Ba (Trường Lê Hồng Phong) và các công chức: 1. Đỗ Văn Tư."
    )

    assert [named.name for named in people_in_text(text)] == ["Lê An", "Võ Thị Ba", "Đỗ Văn Tư"]


def test_a_word_that_hangs_on_a_name_makes_nobody_else_of_it() -> None:
    assert KnownPeople(["NGUYỄN VĂN AN"]).holds("Nguyễn Văn An Chuyên")
    assert KnownPeople(["Nguyễn Văn An"]).holds("Nguyen Van An")


@pytest.mark.parametrize("listed", ["Nguyễn Văn Ân", "Nguyễn Văn Anh", "Nguyễn Văn An Bình", ""])
def test_a_like_name_is_somebody_else(listed: str) -> None:
    assert not KnownPeople([listed]).holds("Nguyễn Văn An")
    assert not KnownPeople([listed.removesuffix(" Bình")]).holds("Nguyễn Văn An Bình")
