"""Tiếp nhận trực tiếp, bưu chính: dossiers handed in, compared by a second person, answered."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection
from starlette.responses import Response

from mailbot.cases.case import Case
from mailbot.cases.finding import Severity
from mailbot.cases.state import State
from mailbot.cases.typed_number import read_number, read_numbers
from mailbot.clock import day_time
from mailbot.console.clock_face import Remaining, on_day
from mailbot.console.counter_form import CHANNELS, GROUNDS, KINDS, handed_in
from mailbot.console.filed_paper import page_count, page_picture
from mailbot.console.files import attached
from mailbot.console.visit import Visit
from mailbot.console.ways import REVIEWERS, Way
from mailbot.errors import BadInputError, MailbotError
from mailbot.intake.typed_list import COLUMNS
from mailbot.storage import messages, registry_store
from mailbot.words import say

_PATH = "/tiep-nhan"
_CELLS = (
    *("name", "parent_agency", "unit", "position", "national_id", "phone", "email"),
    *("manager_name", "manager_phone", "manager_email", "note"),
)


@dataclass(frozen=True, slots=True)
class Line:
    """One case that was handed in, as the list shows it. `step` is what it waits for."""

    case: Case
    agency: str
    clock: Remaining
    channel: str
    step: str


def show_list(visit: Visit) -> Response:
    """Show what was handed in and is not answered yet: what waits for whom."""
    with visit.house.database.reading() as connection:
        found = visit.house.cases.filed(connection)
        names = registry_store.agency_names(connection, {one.agency_code for one in found})
    lines = [_line(visit, case, names) for case in found]
    return visit.page("intake.html", cases=lines)


def show_form(visit: Visit) -> Response:
    """Show the empty form."""
    with visit.house.database.reading() as connection:
        agencies = registry_store.load_registry(connection).agencies
    words = visit.house.words
    return visit.page(
        "intake_form.html",
        token=secrets.token_hex(16),
        agencies=sorted(agencies, key=lambda agency: agency.name),
        channels=[(channel, words.say(f"case.channel_{channel}")) for channel in CHANNELS],
        kinds=[
            (
                key,
                words.say(f"manual.kind_{procedure}_{holder}"),
                [words.say(f"manual.column_{column}") for column in COLUMNS[procedure, holder]],
            )
            for key, (procedure, holder) in KINDS.items()
        ],
        grounds=[(ground, words.say(f"manual.ground_{ground}")) for ground in GROUNDS],
        now=day_time(visit.now),
        completes=visit.query.get("bo-sung", ""),
    )


def preview(visit: Visit) -> Response:
    """Show what the typed rows would be, and what speaks against each cell."""
    handed = handed_in(visit)
    rows, findings = visit.house.manual.preview(handed.filing, handed.typed)
    told = [
        {
            "row": one.row,
            "column": _column(one.column, handed.typed.columns),
            "text": visit.house.words.finding(one),
            "level": {Severity.BLOCKS: "stop", Severity.LOOK: "warn"}.get(one.severity, "info"),
        }
        for one in findings
    ]
    return visit.page("_intake_preview.html", count=len(rows), told=told)


def take_in(visit: Visit) -> Response:
    """Open the case, or complete the one that waits for this."""
    handed = handed_in(visit)
    case = visit.house.manual(handed.filing, handed.typed, handed.files)
    if not case.is_answered_on_paper:
        visit.house.short_mails.give_receipt(case)
    return visit.lead(f"{_PATH}/{case.number}", "manual.done_filed")


def show_filed(visit: Visit) -> Response:
    """Show one case as the counter sees it: receipt, comparison, hand-over."""
    with visit.house.database.reading() as connection:
        case = _filed(visit, connection)
        names = registry_store.agency_names(connection, {case.agency_code})
    visit.note_reading(case)
    work = case.paperwork
    assert work is not None
    return visit.page(
        "intake_case.html",
        line=_line(visit, case, names),
        case=case,
        work=work,
        rows=[_cells(case, n) for n in range(len(case.rows))],
        received=on_day(case.arrived_at),
        pages=_pages(visit, case),
        may_compare=_waits_for_comparison(case) and work.entered_by != visit.member.name,
        entered_by_me=work.entered_by == visit.member.name,
        waits=_waits_for_comparison(case),
        to_give=case.state is State.SIGNED and work.on_paper,
        labels={name: say(f"manual.cell_{name}") for name in _CELLS},
    )


def send_page(visit: Visit) -> Response:
    """Send the picture of one page of what was handed in, drawn in the sandbox."""
    with visit.house.database.reading() as connection:
        case = _filed(visit, connection)
        mails = messages.of_case(connection, case.id)
    visit.note_reading(case)
    n = read_number(visit.path["n"])
    if n is None or not mails or not mails[-1].raw_sha:
        raise BadInputError(say("manual.no_page"))
    kept = visit.house.archive.kept(mails[-1].raw_sha)
    picture = visit.house.sandbox.run_on(page_picture, kept, n)
    if not picture:
        raise BadInputError(say("manual.no_page"))
    headers = {"cache-control": "private, max-age=600"}
    return Response(picture, media_type="image/png", headers=headers)


def compare(visit: Visit) -> Response:
    """Write that this person has compared every row with the paper."""
    rows = read_numbers(visit.form.get("row", ()))
    with visit.house.database.transaction() as connection:
        case = _filed(visit, connection)
        if str(case.version) != visit.text("version"):
            raise BadInputError(say("manual.changed_meanwhile"))
        visit.house.compare(connection, case, visit.member.name, visit.member.display_name, rows)
    return visit.go(f"{_PATH}/{case.number}", "manual.done_compared")


def print_receipt(visit: Visit) -> Response:
    """Send the receipt to be printed; the story tells who did."""
    with visit.house.database.reading() as connection:
        case = _filed(visit, connection)
    paper = visit.house.counter.receipt(case, visit.member.display_name)
    return attached(f"giay-tiep-nhan-{case.number}.pdf", paper, "application/pdf")


def print_notice(visit: Visit) -> Response:
    """Send the signed notice to be printed."""
    with visit.house.database.reading() as connection:
        case = _filed(visit, connection)
    paper = visit.house.counter.signed_notice(case, visit.member.display_name)
    return attached(f"ket-qua-{case.number}.pdf", paper, "application/pdf")


def give(visit: Visit) -> Response:
    """Write who received the notice; with that the case is answered."""
    with visit.house.database.transaction() as connection:
        case = _filed(visit, connection)
        visit.house.counter.hand_over(connection, case, visit.member.display_name, visit.text("to"))
    return visit.go(_PATH, "manual.done_given")


def _filed(visit: Visit, connection: Connection) -> Case:
    case = visit.case(connection)
    if case.paperwork is None:
        raise BadInputError(say("manual.not_filed"))
    return case


def _line(visit: Visit, case: Case, names: Mapping[str, str]) -> Line:
    words = visit.house.words
    step = words.say(f"case.state_{case.state}")
    if _waits_for_comparison(case):
        step = words.say("manual.step_compare")
    elif case.state is State.SIGNED and case.is_answered_on_paper:
        step = words.say("manual.step_give")
    return Line(
        case,
        names.get(case.agency_code, case.letter.agency_name),
        visit.office.remaining(case, visit.now),
        words.say(f"case.channel_{case.channel}"),
        step,
    )


def _waits_for_comparison(case: Case) -> bool:
    work = case.paperwork
    if work is None or not work.needs_comparison or case.state is not State.IN_REVIEW:
        return False
    return not work.compared_by or any(row not in work.compared for row in case.rows)


def _cells(case: Case, n: int) -> list[tuple[str, str]]:
    """Return the columns of a row that hold something, with their values."""
    row = case.rows[n]
    return [(name, str(getattr(row, name))) for name in _CELLS if getattr(row, name)]


def _column(name: str, columns: Sequence[str]) -> int:
    """Return which column of the form a finding speaks of, -1 for the row as a whole."""
    of_form = {"manager_name": "manager", "manager_phone": "manager", "manager_email": "manager"}
    wanted = of_form.get(name, name)
    if wanted == "name" and "name" not in columns:
        wanted = "organisation"
    return columns.index(wanted) if wanted in columns else -1


def _pages(visit: Visit, case: Case) -> int:
    """Return how many pages the files have; none where they cannot be drawn."""
    with visit.house.database.reading() as connection:
        mails = messages.of_case(connection, case.id)
    if not mails or not mails[-1].raw_sha:
        return 0
    try:
        kept = visit.house.archive.kept(mails[-1].raw_sha)
        count: int = visit.house.sandbox.run_on(page_count, kept)
    except MailbotError:
        return 0
    return count


WAYS = (
    Way("GET", _PATH, show_list, REVIEWERS),
    Way("GET", _PATH + "/moi", show_form, REVIEWERS),
    Way("POST", _PATH + "/moi", take_in, REVIEWERS),
    Way("POST", _PATH + "/xem-truoc", preview, REVIEWERS),
    Way("GET", _PATH + "/{number}", show_filed, REVIEWERS),
    Way("GET", _PATH + "/{number}/trang/{n}.png", send_page, REVIEWERS),
    Way("POST", _PATH + "/{number}/doi-chieu", compare, REVIEWERS),
    Way("POST", _PATH + "/{number}/giay-tiep-nhan", print_receipt, REVIEWERS),
    Way("POST", _PATH + "/{number}/in-ket-qua", print_notice, REVIEWERS),
    Way("POST", _PATH + "/{number}/trao", give, REVIEWERS),
)
