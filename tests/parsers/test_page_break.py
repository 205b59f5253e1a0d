"""What a page break cuts in two is made whole, or a person is told."""

from __future__ import annotations

from dataclasses import replace

import pytest

from parsers import FlagCode
from parsers.reading import Cell, DrawnLine, Grid, Reading
from parsers.source import Place
from parsers.tables import Entry, list_tables

HEADER = ("STT", "Họ tên người dùng", "Đơn vị", "Số CMND/CCCD", "Số điện thoại")
EDGES = (0.1, 0.2, 0.4, 0.6, 0.8, 0.9)
ROOM = 9.0


def _person(number: int, *unit: str, room: float = ROOM) -> tuple[Cell, ...]:
    texts = (
        f"{number}",
        f"Nguyễn Văn {'ABCDEFGH'[number]}",
        "",
        f"09208500123{number}",
        "0912345678",
    )
    cells = [Cell(0, column, (DrawnLine(text),), Place()) for column, text in enumerate(texts)]
    cells[2] = Cell(0, 2, tuple(DrawnLine(line, room) for line in unit), Place())
    return tuple(cells)


def _page(number: int, *rows: tuple[Cell, ...]) -> Grid:
    place = Place("a.pdf", number)
    cells = tuple(
        replace(cell, row=index, place=place) for index, row in enumerate(rows) for cell in row
    )
    return Grid(cells, len(rows), len(HEADER), place, EDGES)


def _header() -> tuple[Cell, ...]:
    return tuple(Cell(0, x, (DrawnLine(text, 0.5),), Place()) for x, text in enumerate(HEADER))


def _entries(first: Grid, second: Grid) -> tuple[Entry, ...]:
    (table,) = list_tables(Reading((first, second))).tables
    return table.entries


def _doubtful(entries: tuple[Entry, ...]) -> list[str]:
    return [
        entry.texts["stt"] for entry in entries if (FlagCode.ROW_UNCLEAR, "unit") in entry.doubts
    ]


@pytest.mark.parametrize(
    ("above", "below"),
    [
        pytest.param(
            "Trung tâm Quy hoạch và ", "Kiểm định xây dựng", id="the line keeps its space"
        ),
        pytest.param("Trung tâm Quy hoạch và", "kiểm định xây dựng", id="a small letter goes on"),
        pytest.param("Phòng Nội vụ", "", id="nothing below"),
        pytest.param("Ủy ban nhân dân phường", "Ninh Kiều", id="no unit begins so"),
    ],
)
def test_a_cell_of_two_rows_cut_between_them_is_doubtful_in_both(above: str, below: str) -> None:
    first = _page(1, _header(), _person(1, "Thanh tra Sở"), _person(2, above))
    second = _page(2, _person(3, *([below] if below else [])), _person(4, "Thanh tra Sở"))

    entries = _entries(first, second)

    assert "3" in _doubtful(entries)
    assert not {"1", "4"} & set(_doubtful(entries))


def test_a_cell_without_text_above_a_break_may_share_the_one_below_it() -> None:
    first = _page(1, _header(), _person(1, "Thanh tra Sở"), _person(2))

    entries = _entries(first, _page(2, _person(3, "Phòng Nội vụ"), _person(4, "Thanh tra Sở")))

    assert _doubtful(entries) == ["2"]
    assert entries[1].proposals == {"unit": "Phòng Nội vụ"}


@pytest.mark.parametrize(
    ("above", "below", "doubtful"),
    [
        pytest.param("Ủy ban nhân dân", "phường Ninh Kiều", ["2", "3", "4"], id="goes on"),
        pytest.param("Ủy ban nhân dân", "Phòng Nội vụ", [], id="another unit"),
    ],
)
def test_a_merged_cell_that_goes_on_below_is_doubtful_though_its_text_had_room(
    above: str, below: str, doubtful: list[str]
) -> None:
    """Text in the middle of a merged cell that is cut has room above it."""
    upper = [replace(cell, row_span=2) if cell.column == 2 else cell for cell in _person(2, above)]
    lower = [cell for cell in _person(3) if cell.column != 2]
    first = _page(1, _header(), _person(1, "Thanh tra Sở"), tuple(upper), tuple(lower))

    entries = _entries(first, _page(2, _person(4, below), _person(5, "Thanh tra Sở")))

    assert _doubtful(entries) == doubtful


@pytest.mark.parametrize("below", ["Phòng Nội vụ", "…", "-"])
def test_units_of_their_own_on_both_sides_of_a_break_are_no_matter(below: str) -> None:
    first = _page(1, _header(), _person(1, "Thanh tra Sở"), _person(2, "Văn phòng Sở"))
    second = _page(2, _person(3, below), _person(4, "Thanh tra Sở"))

    assert _doubtful(_entries(first, second)) == []


def test_spaces_typed_behind_every_text_tell_nothing() -> None:
    first = _page(1, _header(), _person(1, "Thanh tra Sở "), _person(2, "Văn phòng Sở "))
    second = _page(2, _person(3, "Phòng Nội vụ "), _person(4, "Thanh tra Sở "))

    assert _doubtful(_entries(first, second)) == []


def test_a_row_cut_in_a_list_without_numbers_is_one_row() -> None:
    def row(*texts: str) -> tuple[Cell, ...]:
        lines = [(DrawnLine(text),) if text else () for text in texts]
        return tuple(Cell(0, x, line, Place()) for x, line in enumerate(lines))

    header = row("Họ tên người dùng", "Đơn vị", "Số CMND/CCCD", "Số điện thoại", "Ghi chú")
    upper = row("Nguyễn Văn An", "Trung tâm Quy hoạch", "092085001234", "0912345678", "Mới tuyển")
    rest = row("", "và Kiểm định", "", "", "dụng")

    entries = _entries(_page(1, header, upper), _page(2, rest))

    assert [entry.texts["name"] for entry in entries] == ["Nguyễn Văn An"]
    assert entries[0].texts["unit"] == "Trung tâm Quy hoạch và Kiểm định"


def test_a_rule_through_one_cell_makes_no_second_row() -> None:
    cells = [
        replace(cell, row=1, row_span=1 if cell.column == 4 else 2)
        for cell in _person(1, "Thanh tra Sở")
    ]
    cells.append(Cell(2, 4, (DrawnLine("0987654321"),), Place()))
    page = Grid((*_header(), *cells), 3, len(HEADER), Place("a.pdf", 1), EDGES)

    ((entry,),) = (table.entries for table in list_tables(Reading((page,))).tables)

    assert entry.texts["phone"] == "0912345678 0987654321"
    assert (FlagCode.ROW_UNCLEAR, "phone") in entry.doubts
    assert (FlagCode.ROW_UNCLEAR, "name") in entry.doubts


def _merged_note_over_three_pages() -> tuple[Grid, ...]:
    """Return pages whose last column is one cell: its sides alone are drawn on the second."""
    note = Cell(1, 5, (DrawnLine("Công chức mới", ROOM),), Place("a.pdf", 1), row_span=2)
    header = (*_header(), Cell(0, 5, (DrawnLine("Ghi chú"),), Place()))
    edges = (*EDGES, 1.0)
    first = _page(1, header, _person(1, "Thanh tra Sở"), _person(2, "Thanh tra Sở"))
    second = _page(2, _person(3, "Thanh tra Sở"), _person(4, "Thanh tra Sở"))
    third = _page(3, _person(5, "Thanh tra Sở"), _person(6, "Thanh tra Sở"))
    end = Cell(0, 5, (), Place("a.pdf", 3), row_span=2)
    return (
        replace(first, cells=(*first.cells, note), columns=6, edges=edges),
        second,
        replace(third, cells=(*third.cells, end), columns=6, edges=edges),
    )


def test_a_merged_cell_open_over_a_whole_page_costs_no_row_and_is_doubtful() -> None:
    (table,) = list_tables(Reading(_merged_note_over_three_pages())).tables

    entries = table.entries
    assert [entry.texts["stt"] for entry in entries] == ["1", "2", "3", "4", "5", "6"]
    assert all((FlagCode.ROW_UNCLEAR, "note") in entry.doubts for entry in entries[2:])
    assert [entry.proposals["note"] for entry in entries[2:]] == ["Công chức mới"] * 4


def test_a_narrower_table_below_one_without_an_open_cell_goes_on_with_nothing() -> None:
    first, second, _ = _merged_note_over_three_pages()
    closed = tuple(replace(cell, row_span=1) for cell in first.cells)

    listing = list_tables(Reading((replace(first, cells=closed), second)))

    assert [entry.texts["stt"] for entry in listing.tables[0].entries] == ["1", "2"]
    assert [flag.code for flag in listing.flags] == [FlagCode.TABLE_UNKNOWN]


def _without_number(*texts: str) -> tuple[Cell, ...]:
    """Return a row of a list whose first column holds other numbers than running ones."""
    return tuple(
        Cell(0, x, (DrawnLine(text),) if text else (), Place()) for x, text in enumerate(texts)
    )


@pytest.mark.parametrize(
    ("upper", "lower", "whole"),
    [
        pytest.param(("", "", "", "", "0912345678"),
                     ("Ban B", "Trần B", "Phòng B", "092085001232", ""), True, id="one row"),
        pytest.param(("", "", "", "", "0912345678"),
                     ("Ban B", "Trần B", "Phòng B", "092085001232", "0987654321"), False,
                     id="each with its number"),
        pytest.param(("", "Lê A", "", "", "0912345678"),
                     ("Ban B", "Trần B", "Phòng B", "092085001232", ""), False, id="two names"),
    ],
)  # fmt: skip
def test_what_alone_found_room_above_a_page_break_belongs_to_the_row_below_it(
    upper: tuple[str, ...], lower: tuple[str, ...], whole: bool
) -> None:
    header = _without_number("Cơ quan cấp trên", *HEADER[1:])
    before = _without_number("Ban A", "Nguyễn A", "Phòng A", "092085001231", "0901234567")

    first = _page(1, header, before, _without_number(*upper))
    entries = _entries(first, _page(2, _without_number(*lower)))

    assert (len(entries) == 2) is whole
    if whole:
        assert entries[1].texts["name"] == "Trần B"
        assert entries[1].texts["phone"] == "0912345678"
        assert entries[1].places["name"].page == 2
        assert entries[1].places["phone"].page == 1
        assert (FlagCode.ROW_UNCLEAR, "name") in entries[1].doubts


@pytest.mark.parametrize(
    ("lower", "whole"),
    [
        pytest.param(("", "dựng và Kiểm định", "", "", ""), True, id="goes on"),
        pytest.param(("", "dựng và Kiểm định", "", "", "0987654321"), False, id="has a number too"),
        pytest.param(("", "Kiểm định", "C", "", ""), True, id="goes on without any value"),
        pytest.param(("", "Kiểm định", "C", "092085001239", ""), False, id="begins"),
    ],
)
def test_a_name_without_a_number_goes_on_below_a_page_break(
    lower: tuple[str, ...], whole: bool
) -> None:
    header = _without_number("Cơ quan cấp trên", *HEADER[1:])
    before = _without_number("Ban A", "Trung tâm Quy hoạch xây", "B", "092085001231", "0901234567")

    entries = _entries(_page(1, header, before), _page(2, _without_number(*lower)))

    assert (len(entries) == 1) is whole
    if whole:
        assert entries[0].texts["name"] == f"Trung tâm Quy hoạch xây {lower[1]}"
        assert (FlagCode.ROW_UNCLEAR, "name") in entries[0].doubts


@pytest.mark.parametrize(
    ("lower", "numbers"),
    [
        pytest.param("", ["1", "2", "3"], id="the row whose number it is"),
        pytest.param("2", ["1", "2", "3"], id="a row with its own number below a blank one"),
    ],
)
def test_a_number_alone_above_a_page_break_is_that_of_the_row_below(
    lower: str, numbers: list[str]
) -> None:
    alone = _without_number("2", "", "", "", "")
    rest = _without_number(lower, "Trần B", "Phòng B", "092085001232", "0987654321")

    entries = _entries(
        _page(1, _header(), _person(1, "Phòng A"), alone), _page(2, _header(), rest, _person(3))
    )

    assert [entry.texts["stt"] for entry in entries] == numbers
    assert entries[1].texts["name"] == "Trần B"
    assert entries[1].places["stt"].page == (2 if lower else 1)


def test_a_template_row_of_dots_above_a_page_break_is_no_part_of_the_row_below() -> None:
    dots = _without_number("2", "…", "…", "…", "…")
    below = _without_number("", "Trần B", "Phòng B", "092085001232", "0987654321")

    entries = _entries(_page(1, _header(), _person(1, "Phòng A"), dots), _page(2, below))

    assert [entry.texts["name"] for entry in entries] == ["Nguyễn Văn B", "Trần B"]


def test_a_blank_row_at_the_end_of_a_list_lists_nobody() -> None:
    blank = _without_number("2", "", "", "", "")

    (entry,) = _entries(_page(1, _header(), _person(1, "Phòng A")), _page(2, _header(), blank))

    assert entry.texts["stt"] == "1"


@pytest.mark.parametrize(
    ("lower", "whole"),
    [
        pytest.param(("", "Trần B", "", "092085001232", ""), True, id="the rest of the row"),
        pytest.param(("3", "Trần B", "", "092085001232", ""), False, id="another number"),
        pytest.param(
            ("", "Trần B", "", "092085001232", "0987654322"), False, id="each has its own"
        ),
    ],
)
def test_a_number_without_a_name_above_a_page_break_belongs_to_the_name_below(
    lower: tuple[str, ...], whole: bool
) -> None:
    upper = _without_number("2", "", "Phòng B", "", "0987654321")
    first = _page(1, _header(), _person(1, "Phòng A"), upper)

    entries = _entries(first, _page(2, _header(), _without_number(*lower)))

    assert (len(entries) == 2) is whole
    if whole:
        texts = entries[1].texts
        assert [texts[name] for name in ("stt", "name", "unit")] == ["2", "Trần B", "Phòng B"]
        assert entries[1].doubts == ((FlagCode.ROW_SPLIT, ""),)


def test_a_name_below_a_page_break_beside_more_of_what_stands_above_is_doubtful() -> None:
    upper = _without_number("2", "", "Phòng", "", "0987654321")
    lower = _without_number("", "Trần B", "Kinh tế", "092085001232", "")

    _, entry = _entries(_page(1, _header(), _person(1, "Phòng A"), upper), _page(2, lower))

    assert entry.texts["unit"] == "Phòng Kinh tế"
    assert (FlagCode.ROW_UNCLEAR, "name") in entry.doubts


@pytest.mark.parametrize("unit", ["Phòng B", ""])
def test_a_row_goes_on_below_a_title_and_header_that_stand_once_more(unit: str) -> None:
    text = DrawnLine("2. Yêu cầu cấp mới hộp thư điện tử đối với cá nhân:")
    title = (Cell(0, 0, (text,), Place(), column_span=len(HEADER)),)
    upper = _without_number("2", "", unit, "", "")
    lower = _without_number("", "Trần B", "", "092085001232", "0987654321")

    entries = _entries(
        _page(1, title, _header(), _person(1, "Phòng A"), upper),
        _page(2, title, _header(), lower, _person(3, "Phòng A")),
    )

    assert [entry.texts["stt"] for entry in entries] == ["1", "2", "3"]


def test_what_a_cut_row_shares_with_the_rows_below_is_proposed_to_them_whole() -> None:
    """A merged cell begins in the cut row; the page break leaves half of its text to each page."""
    first = _page(1, _header(), _person(1, "Thanh tra Sở"), _person(2, "Trung tâm Quy hoạch"))
    rest = tuple(
        Cell(0, x, (DrawnLine("và kiểm định"),) if x == 2 else (), Place()) for x in range(5)
    )
    shared = tuple(replace(cell, row_span=2) if cell.column == 2 else cell for cell in rest)
    alone = tuple(cell for cell in _person(3) if cell.column != 2)

    entries = _entries(first, _page(2, shared, alone))

    assert _doubtful(entries) == ["2", "3"]
    assert entries[1].texts["unit"] == "Trung tâm Quy hoạch và kiểm định"
    assert entries[2].texts["unit"] == "và kiểm định"
    assert entries[2].proposals == {"unit": "Trung tâm Quy hoạch và kiểm định"}


POSTS = ("STT", "Họ tên người dùng", "Chức vụ", "Số CMND/CCCD", "Số điện thoại")
UPPER = ("2", "Vũ Thanh Văn", "Phó", "0931714096", "039349875")


@pytest.mark.parametrize(
    ("upper", "lower", "read", "doubtful"),
    [
        pytest.param(UPPER, ("", "Hòa", "Trưởng phòng", "55", "7"),
                     ("Vũ Thanh Văn Hòa", "Phó Trưởng phòng", "093171409655", "0393498757"), set(),
                     id="its numbers end below"),
        pytest.param(("2", "Vũ Văn", "Phó", "093171409655", "0393498757"),
                     ("", "", "Trưởng phòng", "", ""),
                     ("Vũ Văn", "Phó Trưởng phòng", "093171409655", "0393498757"), {"position"},
                     id="half a post"),
        pytest.param(("2", "Vũ Văn", "Công chức được giao quyền", "093171409655", "0393498757"),
                     ("", "", "Giám đốc", "", ""),
                     ("Vũ Văn", "Công chức được giao quyền Giám đốc", "093171409655", "0393498757"),
                     {"position"}, id="a post that asks for more"),
    ],
)  # fmt: skip
def test_the_rest_of_a_row_that_ends_in_a_post_is_no_row_of_signatures(
    upper: tuple[str, ...], lower: tuple[str, ...], read: tuple[str, ...], doubtful: set[str]
) -> None:
    before = _without_number("1", "Nguyễn An", "Văn thư", "092085001231", "0912345678")
    first = _page(1, _without_number(*POSTS), before, _without_number(*upper))
    after = _without_number("3", "Lê Bình", "Kế toán", "092085001233", "0912345679")

    _, entry, _ = _entries(first, _page(2, _without_number(*lower), after))

    names, digits = ("name", "position", "national_id"), entry.texts["phone"].replace(" ", "")
    assert (*(entry.texts[name] for name in names), digits) == read
    assert (FlagCode.ROW_SPLIT, "") in entry.doubts
    assert {name for code, name in entry.doubts if code is FlagCode.ROW_UNCLEAR} == doubtful


@pytest.mark.parametrize(
    "signed",
    [
        pytest.param(("", "Người lập", "", "", "Trưởng phòng"), id="titles alone"),
        pytest.param(("", "", "Trưởng phòng", "", ""), id="one title below a whole post"),
        pytest.param(
            ("", "Người lập", "Trưởng phòng", "", "2"), id="a figure below a whole number"
        ),
    ],
)
def test_signatures_below_a_page_break_are_no_part_of_the_last_row(signed: tuple[str, ...]) -> None:
    whole = ("2", "Vũ Thanh Văn", "Kế toán viên", "093171409655", "0292373203")
    first = _page(1, _without_number(*POSTS), _person(1, "Văn thư"), _without_number(*whole))

    listing = list_tables(Reading((first, _page(2, _without_number(*signed)))))

    assert listing.tables[0].entries[-1].texts["position"] == "Kế toán viên"
    assert listing.tables[0].entries[-1].texts["name"] == "Vũ Thanh Văn"
    assert [flag.code for flag in listing.flags] == [FlagCode.ROW_ASIDE]


@pytest.mark.parametrize(
    ("post", "below", "read", "doubtful"),
    [
        pytest.param("", ("cộng", ""), ("Bến xe công cộng", ""), {"name"}, id="alone"),
        pytest.param("Sở Giáo dục và", ("cộng", "Đào tạo"),
                     ("Bến xe công cộng", "Sở Giáo dục và Đào tạo"), {"name", "parent_agency"},
                     id="beside the rest of another cell"),
        pytest.param("Sở Xây dựng", ("Cộng", ""), ("Bến xe công", "Sở Xây dựng"), set(),
                     id="a sum"),
        pytest.param("Sở Xây dựng", ("cộng", "2"), ("Bến xe công", "Sở Xây dựng"), set(),
                     id="a sum in small letters"),
    ],
)  # fmt: skip
def test_the_rest_of_a_name_is_no_sum(
    post: str, below: tuple[str, str], read: tuple[str, str], doubtful: set[str]
) -> None:
    header = _without_number("STT", "Tên đơn vị", "Cơ quan cấp trên", "Số điện thoại", "Ghi chú")
    upper = _without_number("2", "Bến xe công", post, "02923732039", "")
    first = _page(1, header, _without_number("1", "Văn phòng", "Sở", "02923732038", ""), upper)

    _, entry = _entries(first, _page(2, _without_number("", *below, "", "")))

    assert (entry.texts["name"], entry.texts["parent_agency"]) == read
    assert {name for code, name in entry.doubts if code is FlagCode.ROW_UNCLEAR} == doubtful


@pytest.mark.parametrize(
    ("above", "below", "doubtful", "proposed"),
    [
        pytest.param("Mới tuyển dụng", "", ["3"], "Mới tuyển dụng", id="text above"),
        pytest.param("", "Mới tuyển dụng", ["2"], "Mới tuyển dụng", id="text below"),
        pytest.param("Mới tuyển", "dụng", ["2", "3"], "", id="text on both sides"),
        pytest.param("", "", [], "", id="no text"),
    ],
)
@pytest.mark.parametrize("cut_above", [True, False])
def test_a_note_of_two_rows_that_a_page_break_leaves_open_is_told(
    above: str, below: str, doubtful: list[str], proposed: str, cut_above: bool
) -> None:
    """The page's end draws no rule below the upper half, or its begin none above the lower one."""
    header = _without_number("STT", "Họ tên", "Số CCCD", "Số điện thoại", "Ghi chú")
    upper = _without_number("2", "Vũ Văn", "093171409655", "0393498757", above)
    lower = _without_number("3", "Lê Bình", "092085001233", "0912345679", below)
    upper = (*upper[:-1], replace(upper[-1], cut=cut_above))
    lower = (*lower[:-1], replace(lower[-1], cut=not cut_above))

    entries = _entries(_page(1, header, upper), _page(2, lower))

    told = [e.texts["stt"] for e in entries if (FlagCode.ROW_UNCLEAR, "note") in e.doubts]
    assert told == doubtful
    assert {e.proposals.get("note", "") for e in entries} == {"", proposed}


def test_notes_of_their_own_on_both_sides_of_a_page_break_are_no_matter() -> None:
    header = _without_number("STT", "Họ tên", "Số CCCD", "Số điện thoại", "Ghi chú")
    upper = _without_number("2", "Vũ Văn", "093171409655", "0393498757", "Mới tuyển dụng")
    lower = _without_number("3", "Lê Bình", "092085001233", "0912345679", "")

    entries = _entries(_page(1, header, upper), _page(2, lower))

    assert [entry.doubts for entry in entries] == [(), ()]


def test_a_note_whose_text_stands_on_its_last_page_alone_is_proposed_to_all_its_rows() -> None:
    """On the first page and on the whole of the second the merged cell shows nothing."""
    upper, middle, lower = (
        replace(grid, cells=tuple(_moved(cell, number) for cell in grid.cells))
        for number, grid in enumerate(_merged_note_over_three_pages(), start=1)
    )

    (table,) = list_tables(Reading((upper, middle, lower))).tables

    told = [e.texts["stt"] for e in table.entries if (FlagCode.ROW_UNCLEAR, "note") in e.doubts]
    assert told == ["1", "2", "3", "4"]
    assert {entry.proposals["note"] for entry in table.entries[:4]} == {"Công chức mới"}


def _moved(cell: Cell, page: int) -> Cell:
    """Return a cell of a list with one note, the note's text put on the third page."""
    if cell.column < 5 or cell.text == "Ghi chú":
        return cell
    text = (DrawnLine("Công chức mới", ROOM),) if page == 3 else ()
    return replace(cell, lines=text, cut=True)


def test_rows_whose_numbers_are_wrapped_are_two_on_both_sides_of_a_page_break() -> None:
    header = _without_number("Họ tên người dùng", "Đơn vị", "Chức vụ", "Số CCCD", "Số điện thoại")
    upper = _without_number("Trần Hòa", "Phòng A", "Văn thư", "094088853 157", "091233581 0")
    lower = _without_number("Đặng Công", "Phòng B", "Kế toán", "001088757 660", "070548670 2")

    first, second = (_page(1, header, _wrapped(upper)), _page(2, _wrapped(lower)))

    assert [entry.texts["name"] for entry in _entries(first, second)] == ["Trần Hòa", "Đặng Công"]


def _wrapped(row: tuple[Cell, ...]) -> tuple[Cell, ...]:
    """Return a row whose columns are too narrow for its numbers."""
    return tuple(
        replace(cell, lines=tuple(DrawnLine(part, 0.8) for part in cell.text.split(" ")))
        if cell.text[0].isdigit()
        else cell
        for cell in row
    )


@pytest.mark.parametrize(
    ("above", "below", "names"),
    [
        pytest.param("Hồ Minh Giang,", "0797104187, a@cantho.gov.vn", 1, id="his number is below"),
        pytest.param("Hồ Giang, 0797104188", "0797104187, Lê An", 2, id="each has a number"),
        pytest.param("Hồ Minh Giang", "Lê An, 0797104187", 2, id="each has a name"),
    ],
)
def test_a_manager_whose_number_stands_below_a_page_break_is_one(
    above: str, below: str, names: int
) -> None:
    texts = ("Tên đơn vị", "Địa chỉ hộp thư", "Công chức quản lý", "Số điện thoại", "Ghi chú")
    header = _without_number(*texts)
    before = _without_number("Văn phòng", "vp@cantho.gov.vn", "Lê Hòa, 0912345678", "", "")
    upper = _without_number("Phòng Kế hoạch -", "", above, "02923921912", "")
    lower = _without_number("Tài chính", "khtc@cantho.gov.vn", below, "", "Quên mật khẩu")

    _, *entries = _entries(_page(1, header, before, upper), _page(2, header, lower))

    assert len(entries) == names
    if names == 1:
        assert entries[0].texts["name"] == "Phòng Kế hoạch - Tài chính"
        assert (FlagCode.ROW_UNCLEAR, "name") in entries[0].doubts
