"""What was read becomes the rows of a case; what the paper says stays beside them."""

from __future__ import annotations

from mailbot.cases.finding import Place
from mailbot.intake.request import copy_findings, rows_of
from parsers import IndividualRow, OrganisationRow, RequestList
from parsers import Place as SourcePlace


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


def test_what_is_said_of_a_part_of_the_managers_cell_leads_to_that_cell() -> None:
    cell = SourcePlace("DS.xlsx", sheet="DS", cell="E7")
    read = OrganisationRow(
        "new", manager_phone="12", place=SourcePlace("DS.xlsx"), cells={"manager": cell}
    )

    (row,) = rows_of(RequestList("new", organisations=(read,)))

    assert row.place_of("manager_phone") == Place("DS.xlsx", sheet="DS", cell="E7")
    assert row.place_of("phone") == Place("DS.xlsx")


def test_a_placeholder_is_empty_yet_was_read() -> None:
    read = IndividualRow("new", "1", "Lê Văn Tám", note="", raw={"note": "nt"})

    (row,) = rows_of(RequestList("new", individuals=(read,)))

    assert (row.note, row.read("note")) == ("", "nt")


def test_an_unsigned_copy_that_differs_is_shown_beside_the_signed_list() -> None:
    signed = a_list("0901234567", SourcePlace("CV.pdf", 2, (0.6, 0.3, 0.1, 0.02)))
    copy = a_list("0901234568", SourcePlace("DS.xlsx", sheet="DS", cell="G3"))

    (finding,) = copy_findings(signed, copy)

    assert finding.place == Place("DS.xlsx", sheet="DS", cell="G3")
    assert finding.against == Place("CV.pdf", 2, (0.6, 0.3, 0.1, 0.02))


def test_a_copy_of_other_rows_is_shown_beside_the_signed_list() -> None:
    signed = a_list("0901234567", SourcePlace("CV.pdf", 2))
    copy = a_list("0901234567", SourcePlace("DS.xlsx", sheet="DS", cell="G3"))
    longer = RequestList("new", individuals=copy.individuals * 2)

    (finding,) = copy_findings(signed, longer)

    assert (finding.code, finding.place) == ("request.copy_has_other_rows", Place("DS.xlsx"))
    assert finding.against == Place("CV.pdf", 2)


def a_list(phone: str, cell: SourcePlace) -> RequestList:
    place = SourcePlace(cell.file, cell.page)
    row = IndividualRow("new", "1", "Lê Văn Tám", phone=phone, place=place, cells={"phone": cell})
    return RequestList("new", individuals=(row,))
