"""Setting a case right while it is reviewed: cells, flags, and the reading of national IDs."""

from __future__ import annotations

from starlette.responses import Response

from mailbot.cases.case import Case
from mailbot.cases.edit import EDITABLE, ONLY_AS_SIGNED, Basis, Edit, as_typed
from mailbot.cases.typed_number import read_number
from mailbot.console.case_page import show_review
from mailbot.console.flags import box_of
from mailbot.console.visit import Visit
from mailbot.console.ways import REVIEWERS, Way
from mailbot.errors import BadInputError
from mailbot.words import say


def reveal_ids(visit: Visit) -> Response:
    """Show the national IDs of the rows; that they were read is written down."""
    with visit.house.database.reading() as connection:
        case = visit.case(connection)
    return show_review(visit, case, ids=True)


def ask_edit(visit: Visit) -> Response:
    """Ask what a cell should hold and on what basis, its picture above the field."""
    with visit.house.database.reading() as connection:
        case = visit.case(connection)
    row, column = _cell(visit, case)
    if column == "national_id":
        visit.note_reading(case)
    return _form(visit, case, getattr(case.rows[row], column))


def save_edit(visit: Visit) -> Response:
    """Set the cell right; what cannot be saved stays in its form."""
    try:
        with visit.house.database.transaction() as connection:
            case = visit.case(connection)
            _check_unchanged(visit, case)
            case = visit.house.amend.cell(connection, case, _edit(visit, case))
    except BadInputError as error:
        with visit.house.database.reading() as connection:
            case = visit.case(connection)
        return _form(visit, case, visit.text("after"), str(error))
    answer = show_review(visit, case, ids=_ids(visit))
    answer.headers["hx-retarget"] = "#review"
    answer.headers["hx-reswap"] = "outerHTML"
    return answer


def settle_flag(visit: Visit) -> Response:
    """Accept a flag that was looked into, or open it again."""
    with visit.house.database.transaction() as connection:
        case = visit.case(connection)
        n = read_number(visit.path["n"])
        index = -1 if n is None else n
        officer = visit.member.display_name
        if str(case.version) == visit.text("version"):
            case = visit.house.amend.flag(connection, case, index, officer)
    return show_review(visit, case, ids=_ids(visit))


def _check_unchanged(visit: Visit, case: Case) -> None:
    if str(case.version) != visit.text("version"):
        raise BadInputError(say("edit.changed", case=case.number))


def _ids(visit: Visit) -> bool:
    return bool(visit.text("ids"))


def _cell(visit: Visit, case: Case) -> tuple[int, str]:
    """Return row (its index) and column the address names."""
    n, column = read_number(visit.path["row"]), visit.path["column"]
    if column not in EDITABLE or n is None or not 1 <= n <= len(case.rows):
        raise BadInputError(say("edit.no_such_row"))
    return n - 1, column


def _edit(visit: Visit, case: Case) -> Edit:
    row, column = _cell(visit, case)
    known = visit.text("basis") in set(Basis)
    if not known:
        raise BadInputError(say("edit.no_basis"))
    return Edit(
        row=row,
        column=column,
        before=getattr(case.rows[row], column),
        after=as_typed(visit.text("after")),
        basis=Basis(visit.text("basis")),
        editor=visit.member.display_name,
        at=visit.now,
        confirmed_by=as_typed(visit.text("confirmed_by")),
        confirmed_when=as_typed(visit.text("confirmed_when")),
        confirmed_how=as_typed(visit.text("confirmed_how")),
    )


def _form(visit: Visit, case: Case, value: str, fault: str = "") -> Response:
    row, column = _cell(visit, case)
    held = case.rows[row]
    return visit.page(
        "_edit.html",
        422 if fault else 200,
        case=case,
        n=row + 1,
        row=held,
        column=column,
        label=say(f"edit.column_{column}"),
        value=value,
        pictured=bool(box_of(held.place_of(column))),
        as_signed=column in ONLY_AS_SIGNED,
        given={name: visit.text(name) for name in _GIVEN},
        ids=_ids(visit),
        fault=fault,
    )


_GIVEN = ("basis", "confirmed_by", "confirmed_when", "confirmed_how")

WAYS = (
    Way("POST", "/ho-so/{number}/cccd", reveal_ids, REVIEWERS),
    Way("POST", "/ho-so/{number}/o/{row}/{column}", ask_edit, REVIEWERS),
    Way("POST", "/ho-so/{number}/o/{row}/{column}/luu", save_edit, REVIEWERS),
    Way("POST", "/ho-so/{number}/canh-bao/{n}", settle_flag, REVIEWERS),
)
