"""The papers of a case: listed, sent byte for byte, and pictures cut out of them."""

from __future__ import annotations

from starlette.responses import Response

from mailbot.cases.case import Case
from mailbot.cases.finding import Place
from mailbot.cases.typed_number import read_number
from mailbot.console.files import attached
from mailbot.console.flags import flags_of
from mailbot.console.paper import Listed, Paper, crop_from, papers_listed, papers_of
from mailbot.console.visit import Visit
from mailbot.console.ways import READERS, Way
from mailbot.errors import BadInputError, MailbotError
from mailbot.storage import messages
from mailbot.words import say


def send_paper(visit: Visit) -> Response:
    """Send a paper byte for byte; it is never opened by the browser itself."""
    case = _read_case(visit)
    paper = _numbered(visit, case)
    return attached(paper.name, paper.data, "application/pdf")


def send_flag_crop(visit: Visit) -> Response:
    """Send the picture of a place that a flag points at."""
    case = _read_case(visit)
    spots = (spot for flag in flags_of(case, visit.house.words) for spot in flag.spots)
    place = next((one.place for one in spots if one.picture == visit.path["n"]), None)
    return _picture(visit, case, place)


def send_cell_crop(visit: Visit) -> Response:
    """Send the picture of a cell of the list."""
    case = _read_case(visit)
    n = read_number(visit.path["row"])
    if n is None or not 1 <= n <= len(case.rows):
        raise BadInputError(say("page.no_row"))
    return _picture(visit, case, case.rows[n - 1].place_of(visit.path["column"]))


def papers(visit: Visit, case: Case) -> tuple[Paper, ...]:
    """Return the PDFs of all mails of the case; of two with one name, that which the case was made
    of, else the newer.
    """
    house = visit.house
    found: dict[str, Paper] = {}
    for raw in map(house.archive.kept, _mails(visit, case)):
        for paper in house.sandbox.run_on(papers_of, raw):
            found[paper.name] = paper
    return tuple(found.values())


def listed(visit: Visit, case: Case) -> tuple[Listed, ...]:
    """Return what the case's papers are called, as `papers` has them; of mails that cannot be read
    there are none.

    To be called outside of transactions: a cold sandbox takes seconds, and writers would wait.
    """
    mails = _mails(visit, case)
    known = visit.office.known_papers.get(mails)
    if known is None:
        house, found = visit.house, dict[str, Listed]()
        try:
            for raw in map(house.archive.kept, mails):
                found |= {one.name: one for one in house.sandbox.run_on(papers_listed, raw)}
        except MailbotError:
            return ()
        known = tuple(found.values())
        visit.office.known_papers.keep(mails, known)
    return known


def _mails(visit: Visit, case: Case) -> tuple[str, ...]:
    """Return under what the archive keeps the case's mails, oldest first, that which the case was
    made of last: a later one may bring another file of the same name. Those that were purged are
    left out.
    """
    with visit.house.database.reading() as connection:
        found = messages.of_case(connection, case.id)
    in_order = sorted(found, key=lambda mail: (mail.id == case.mail, mail.id))
    return tuple(mail.raw_sha for mail in in_order if mail.raw_sha)


def _read_case(visit: Visit) -> Case:
    """Return the case; that it is read is noted first."""
    with visit.house.database.reading() as connection:
        case = visit.case(connection)
    visit.note_reading(case)
    return case


def _picture(visit: Visit, case: Case, place: Place | None) -> Response:
    if place is None or place.page is None or place.box is None:
        raise BadInputError(say("page.no_picture"))
    house, headers = visit.house, {"cache-control": "private, max-age=600"}
    for raw in map(house.archive.kept, reversed(_mails(visit, case))):
        drawn = house.sandbox.run_on(crop_from, raw, place.file, place.page, place.box)
        if drawn:
            return Response(drawn, media_type="image/png", headers=headers)
    raise BadInputError(say("page.file_gone"))


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
