"""A corrected list held against the one before."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbot.cases.change import CellChange, ChangeKind, RowChange, row_changes
from mailbot.cases.row import Row
from tests.cases.builders import a_new_organisation, a_new_person, a_reset_person

AN = a_new_person(stt="1")
BINH = a_new_person(stt="2", name="Lê Thị Bình", national_id="092190005555", phone="0912345678")
CUC = a_new_person(stt="3", name="Thạch Thị Cúc", national_id="094185001111", phone="0987654321")


def changed(row: Row, **differs: str) -> Row:
    return a_new_person(**{name: getattr(row, name) for name in _CELLS} | differs)


_CELLS = ("stt", "name", "parent_agency", "unit", "position", "national_id", "phone")


def test_the_same_list_again_changed_nothing() -> None:
    assert row_changes((AN, BINH), (AN, BINH)) == ()


def test_a_mended_cell_is_told_with_what_stood_there() -> None:
    after = changed(BINH, phone="0912345679")

    (change,) = row_changes((AN, BINH), (AN, after))

    cells = (CellChange("phone", "0912345678", "0912345679"),)
    assert change == RowChange(ChangeKind.CHANGED, after, 1, 1, cells)


def test_a_row_added_and_a_row_taken_out_are_told_apart() -> None:
    changes = row_changes((AN, BINH), (AN, CUC))

    assert [(one.kind, one.row, one.before, one.after) for one in changes] == [
        (ChangeKind.ADDED, CUC, None, 1),
        (ChangeKind.REMOVED, BINH, 1, None),
    ]


def test_rows_that_change_places_and_numbers_are_no_change() -> None:
    moved = (changed(CUC, stt="1"), changed(AN, stt="2"), changed(BINH, stt="3"))

    assert row_changes((AN, BINH, CUC), moved) == ()


@pytest.mark.parametrize(
    ("differs", "columns"),
    [
        pytest.param({"name": "Lê Thị Thanh Bình"}, ["name"], id="known by the ID number"),
        pytest.param({"national_id": "092190005556"}, ["national_id"], id="known by the name"),
        pytest.param(
            {"national_id": "092190005556", "unit": "Thanh tra"},
            ["unit", "national_id"],
            id="known by the name in another unit",
        ),
        pytest.param(
            {"national_id": "092190005556", "name": "Lê Bình"},
            ["name", "national_id"],
            id="known by STT and telephone",
        ),
    ],
)
def test_a_row_is_known_again_though_cells_differ(
    differs: dict[str, str], columns: list[str]
) -> None:
    (change,) = row_changes((AN, BINH, CUC), (AN, changed(BINH, **differs), CUC))

    assert change.kind is ChangeKind.CHANGED
    assert [cell.column for cell in change.cells] == columns


def test_another_person_under_the_same_number_is_another_row() -> None:
    other = changed(CUC, stt="2")

    changes = row_changes((AN, BINH), (AN, other))

    assert [one.kind for one in changes] == [ChangeKind.ADDED, ChangeKind.REMOVED]


def test_namesakes_are_not_mixed_up() -> None:
    twin = changed(BINH, stt="3", national_id="092190007777", unit="Thanh tra", phone="0977777777")

    (change,) = row_changes((BINH, twin), (BINH, changed(twin, phone="0977777778")))

    assert (change.before, change.after) == (1, 1)


def test_a_zero_that_was_only_proposed_and_now_stands_there_is_told() -> None:
    proposed = a_new_person(national_id="092090001234", raw={"national_id": "92090001234"})

    (change,) = row_changes((proposed,), (AN,))

    assert change.cells == (CellChange("national_id", "92090001234", "092090001234"),)


def test_dots_in_a_number_are_no_change() -> None:
    dotted = a_new_person(phone="0901234567", raw={"phone": "0901.234.567"})

    assert row_changes((dotted,), (AN,)) == ()


def test_rows_of_different_lists_are_never_one() -> None:
    person, unit = a_reset_person(name="Văn phòng"), a_new_organisation(name="Văn phòng")

    kinds = [one.kind for one in row_changes((person,), (unit,))]

    assert kinds == [ChangeKind.ADDED, ChangeKind.REMOVED]


ROWS = st.lists(
    st.builds(
        a_new_person,
        stt=st.sampled_from(["", "1", "2"]),
        name=st.sampled_from(["", "Lê Bình", "Lê Bính", "Thạch Cúc"]),
        national_id=st.sampled_from(["", "092190005555", "094185001111"]),
        phone=st.sampled_from(["", "0912345678"]),
    ),
    max_size=5,
).map(tuple)


@given(ROWS, ROWS)
def test_every_row_of_both_lists_is_accounted_for_once(
    before: tuple[Row, ...], after: tuple[Row, ...]
) -> None:
    changes = row_changes(before, after)

    old = [one.before for one in changes if one.before is not None]
    new = [one.after for one in changes if one.after is not None]
    assert len(old) == len(set(old))
    assert len(new) == len(set(new))
    added = sum(one.kind is ChangeKind.ADDED for one in changes)
    removed = sum(one.kind is ChangeKind.REMOVED for one in changes)
    assert len(before) - removed == len(after) - added


@given(ROWS)
def test_a_list_held_against_itself_has_no_cell_changed(rows: tuple[Row, ...]) -> None:
    assert not any(one.cells for one in row_changes(rows, rows))
