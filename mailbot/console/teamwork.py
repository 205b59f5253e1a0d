"""Working together on a case: who has it, who looks at it, what is noted for colleagues."""

from __future__ import annotations

from sqlalchemy import Connection
from starlette.responses import Response

from mailbot.cases.case import Case
from mailbot.cases.state import OPEN_STATES
from mailbot.console.visit import Visit
from mailbot.console.ways import READERS, REVIEWERS, Way
from mailbot.errors import BadInputError
from mailbot.storage import claims, staff, viewers
from mailbot.storage.staff import Member
from mailbot.words import say

_LONGEST_NOTE = 2000


def take(visit: Visit) -> Response:
    """Take the case on, unless a colleague was quicker; answer with who has it."""
    with visit.house.database.transaction() as connection:
        case = _open_case(visit, connection)
        holder = claims.take(connection, case.id, visit.member, visit.now)
    return visit.page("_holder.html", holder=holder, case=case, may_handle=True)


def give_back(visit: Visit) -> Response:
    """Leave the case to whoever wants it."""
    with visit.house.database.transaction() as connection:
        case = _open_case(visit, connection)
        claims.release(connection, case.id, visit.member, visit.now)
        holder = claims.holder(connection, case.id)
    return visit.page("_holder.html", holder=holder, case=case, may_handle=True)


def show_hand_over(visit: Visit) -> Response:
    """Ask to whom the case goes."""
    with visit.house.database.reading() as connection:
        case = visit.case(connection)
        holder = claims.holder(connection, case.id)
        colleagues = handlers(connection)
    return visit.page("_hand_over.html", case=case, holder=holder, colleagues=colleagues)


def hand_over(visit: Visit) -> Response:
    """Give the case to a colleague, with a note for them."""
    note = visit.text("note").strip()
    with visit.house.database.transaction() as connection:
        case = _open_case(visit, connection)
        to = next((one for one in handlers(connection) if one.name == visit.text("to")), None)
        if to is None:
            raise BadInputError(say("teamwork.no_receiver"))
        claims.hand_over(connection, case.id, visit.member, to, visit.now)
        if note:
            _note(visit, connection, case, note)
    return visit.go(f"/ho-so/{case.number}", "teamwork.done_handed_over")


def add_note(visit: Visit) -> Response:
    """Note something for colleagues; it never reaches the agency."""
    text = visit.text("note").strip()
    with visit.house.database.transaction() as connection:
        case = visit.case(connection)
        if text:
            _note(visit, connection, case, text)
        notes = visit.house.notes.of_case(connection, case.id)
    return visit.page("_notes.html", case=case, notes=notes, may_handle=True)


def who_looks(visit: Visit) -> Response:
    """Tell who else has the case open, and whether it changed since the page was made."""
    with visit.house.database.transaction() as connection:
        case = visit.case(connection)
        viewers.look(connection, case.id, visit.member, visit.now)
        others = viewers.others(connection, case.id, visit.member, visit.now)
    changed = visit.text("version") not in {"", str(case.version)}
    return visit.page("_viewers.html", case=case, others=others, changed=changed)


def handlers(connection: Connection) -> tuple[Member, ...]:
    """Return those of the staff who may have a case, in the order of their names."""
    able = (one for one in staff.listed(connection) if one.active and one.roles & REVIEWERS)
    return tuple(sorted(able, key=lambda one: one.display_name))


def _open_case(visit: Visit, connection: Connection) -> Case:
    case = visit.case(connection)
    if case.state not in OPEN_STATES:
        raise BadInputError(say("teamwork.case_ended"))
    return case


def _note(visit: Visit, connection: Connection, case: Case, text: str) -> None:
    if len(text) > _LONGEST_NOTE:
        raise BadInputError(say("teamwork.note_too_long", most=_LONGEST_NOTE))
    who = visit.member.display_name
    visit.house.notes.write(connection, case.id, who, text, visit.now)


WAYS = (
    Way("POST", "/ho-so/{number}/nhan", take, REVIEWERS),
    Way("POST", "/ho-so/{number}/tra-lai", give_back, REVIEWERS),
    Way("GET", "/ho-so/{number}/chuyen", show_hand_over, REVIEWERS),
    Way("POST", "/ho-so/{number}/chuyen", hand_over, REVIEWERS),
    Way("POST", "/ho-so/{number}/ghi-chu", add_note, REVIEWERS),
    Way("POST", "/ho-so/{number}/dang-xem", who_looks, READERS, quiet=True),
)
