"""What stands below a list, outside every table: somebody left out, or a contact."""

from __future__ import annotations

import pytest

from parsers.reading import Cell, Grid, Line, Reading
from parsers.source import Place
from parsers.unread import rows_outside

HERE = Place("a.pdf", 1, (0.1, 0.5, 0.8, 0.02))
ABOVE = Place("a.pdf", 1, (0.1, 0.1, 0.8, 0.2))


def below_a_list(*texts: str) -> Reading:
    cells = tuple(Cell(0, column, (), ABOVE) for column in range(4))
    grid = Grid(cells, 1, 4, ABOVE, (0.1, 0.3, 0.5, 0.7, 0.9))
    return Reading((grid, *(Line(text, HERE) for text in texts)))


def test_an_id_that_a_line_s_end_cuts_is_told() -> None:
    lines = (
        "Cấp thêm cho người có căn cước 079 095",
        "001 234.",
        "Liên hệ 0292 3820 001",
        "12 giờ",
    )

    assert [flag.place for flag in rows_outside(Reading(tuple(Line(t, HERE) for t in lines)))]
    assert not list(rows_outside(Reading(tuple(Line(t, HERE) for t in lines[2:]))))


@pytest.mark.parametrize(
    ("texts", "is_flagged"),
    [
        pytest.param(["và ông Nguyễn Văn An, 0912 345 678"], True, id="somebody more"),
        pytest.param(["Liên hệ: bà Lan, 0912 345 678"], False, id="a contact"),
        pytest.param(
            ["Gửi văn bản đến địa chỉ", "sotttt@cantho.gov.vn. Không cần ký riêng"],
            False,
            id="an address said in the line before",
        ),
        pytest.param(
            ["Gửi đến địa chỉ trên. Bổ sung thêm", "ông An, an@cantho.gov.vn"],
            True,
            id="a line before that speaks of an address elsewhere",
        ),
        pytest.param(["Email nhận: vp@cantho.gov.vn"], True, id="an address to receive at"),
        pytest.param(["Email: an@gmail.com"], True, id="an address beyond the government"),
        pytest.param(["Email: vp@cantho.gov.vn"], False, id="the office's address"),
        pytest.param(["Email liên hệ: an@gmail.com"], False, id="a contact's own address"),
        pytest.param(["Người lập: Lan, 0912 345 678"], False, id="who made the list"),
    ],
)
def test_a_value_below_a_list_is_flagged_unless_it_is_a_contact(
    texts: list[str], *, is_flagged: bool
) -> None:
    assert bool(list(rows_outside(below_a_list(*texts)))) == is_flagged
