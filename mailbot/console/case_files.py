"""The papers of a case: listed, sent byte for byte, and pictures cut out of them."""

from __future__ import annotations

from starlette.responses import Response

from mailbot.cases.case import Case
from mailbot.cases.finding import Place
from mailbot.console.files import attached
from mailbot.console.flags import flags_of
from mailbot.console.paper import Paper, crop, papers_of
from mailbot.console.typed_number import read_number
from mailbot.console.visit import Visit
from mailbot.console.ways import READERS, Way
from mailbot.errors import BadInputError, MailbotError, SandboxError
from mailbot.storage import messages
from mailbot.words import say


def send_paper(visit: Visit) -> Response:
    """Send a paper byte for byte; it is never opened by the browser itself."""
    with visit.house.database.transaction() as connection:
        case = visit.case(connection)
        visit.note_reading(connection, case)
    paper = _numbered(visit, case)
    return attached(paper.name, paper.data, "application/pdf")


def send_flag_crop(visit: Visit) -> Response:
    """Send the picture of the place a flag points at."""
    case = _read_case(visit)
    flags = flags_of(case, visit.house.words)
    flag = next((one for one in flags if str(one.n) == visit.path["n"]), None)
    return _picture(visit, case, flag.place if flag else None)


def send_cell_crop(visit: Visit) -> Response:
    """Send the picture of a cell of the list."""
    case = _read_case(visit)
    n = read_number(visit.path["row"])
    if n is None or not 1 <= n <= len(case.rows):
        raise BadInputError(say("page.no_row"))
    return _picture(visit, case, case.rows[n - 1].place_of(visit.path["column"]))


def papers(visit: Visit, case: Case) -> tuple[Paper, ...]:
    """Return the PDFs of all mails of the case; of two with one name, the newer."""
    house = visit.house
    with house.database.reading() as connection:
        mails = messages.of_case(connection, case.id)
    found: dict[str, Paper] = {}
    for mail in mails:
        for paper in house.sandbox.run_on(papers_of, house.archive.kept(mail.raw_sha)):
            found[paper.name] = paper
    return tuple(found.values())


def paper_names(visit: Visit, case: Case) -> tuple[str, ...]:
    """Return the names of the case's papers; a mail that cannot be read has none.

    To be called outside of transactions: a cold sandbox takes seconds, and writers would wait.
    """
    with visit.house.database.reading() as connection:
        mails = tuple(mail.raw_sha for mail in messages.of_case(connection, case.id))
    known = visit.office.paper_names.get(mails)
    if known is None:
        try:
            known = tuple(paper.name for paper in papers(visit, case))
        except (SandboxError, MailbotError):
            return ()
        visit.office.paper_names.keep(mails, known)
    return known


def _read_case(visit: Visit) -> Case:
    with visit.house.database.transaction() as connection:
        case = visit.case(connection)
        visit.note_reading(connection, case)
    return case


def _picture(visit: Visit, case: Case, place: Place | None) -> Response:
    if place is None or place.page is None or place.box is None:
        raise BadInputError(say("page.no_picture"))
    paper = next((one for one in papers(visit, case) if one.name == place.file), None)
    if paper is None:
        raise BadInputError(say("page.file_gone"))
    drawn = visit.house.sandbox.run(crop, paper.data, place.page, place.box)
    headers = {"cache-control": "private, max-age=600"}
    return Response(drawn, media_type="image/png", headers=headers)


def _numbered(visit: Visit, case: Case) -> Paper:
    found = papers(visit, case)
    n = read_number(visit.path["n"])
    if n is None or n >= len(found):
        raise BadInputError(say("page.no_file_in_case"))
    return found[n]


WAYS = (
    Way("GET", "/ho-so/{number}/tep/{n}", send_paper, READERS),
    Way("GET", "/ho-so/{number}/cat/{n}.png", send_flag_crop, READERS),
    Way("GET", "/ho-so/{number}/cat/{row}/{column}.png", send_cell_crop, READERS),
)
