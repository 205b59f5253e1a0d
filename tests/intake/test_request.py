"""What was read becomes the rows of a case; what the paper says stays beside them."""

from __future__ import annotations

from mailbot.intake.request import rows_of
from parsers import IndividualRow, OrganisationRow, RequestList


def test_a_row_keeps_what_the_paper_says_where_its_value_is_another() -> None:
    raw = {"stt": "1", "name": "Ông Lê Văn Tám", "national_id": "92085001234", "birth": "1985"}
    read = IndividualRow("new", "1", "Lê Văn Tám", national_id="092085001234", raw=raw)

    (row,) = rows_of(RequestList("new", individuals=(read,)))

    assert row.raw == {"name": "Ông Lê Văn Tám", "national_id": "92085001234"}
    assert row.national_id == "092085001234"
    assert row.read("national_id") == "92085001234"
    assert row.read("stt") == "1"


def test_a_managers_one_cell_is_kept_whole() -> None:
    raw = {"manager": "Lê Văn Tám, 0912345678"}
    read = OrganisationRow("new", manager_name="Lê Văn Tám", manager_phone="0912345678", raw=raw)

    (row,) = rows_of(RequestList("new", organisations=(read,)))

    assert row.raw == raw


def test_a_placeholder_is_empty_yet_was_read() -> None:
    read = IndividualRow("new", "1", "Lê Văn Tám", note="", raw={"note": "nt"})

    (row,) = rows_of(RequestList("new", individuals=(read,)))

    assert (row.note, row.read("note")) == ("", "nt")
