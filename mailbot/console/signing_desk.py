"""Trình ký: the notices that wait for the leader's and the clerk's signatures, out and back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from starlette.responses import Response

from mailbot.cases.typed_number import read_number
from mailbot.clock import local_date
from mailbot.console.clock_face import Remaining
from mailbot.console.files import attached
from mailbot.console.step_up import question
from mailbot.console.typed_day import read_day
from mailbot.console.visit import Visit
from mailbot.console.ways import REVIEWERS, Way
from mailbot.errors import BadInputError
from mailbot.letter_office import Receipt
from mailbot.letter_office import Waiting as WaitingLetter
from mailbot.replies.document_number import DocumentNumber, typed_number
from mailbot.storage import registry_store
from mailbot.words import say

_PATH = "/trinh-ky"
_MOST_FILES = 100


@dataclass(frozen=True, slots=True)
class Line:
    """One notice with its clock; `kind` in words."""

    waiting: WaitingLetter
    agency: str
    kind: str
    clock: Remaining


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one file, in words."""

    receipt: Receipt
    reasons: tuple[str, ...]


def show_letters(visit: Visit) -> Response:
    """Show every notice that waits, the one due first on top."""
    return _page(visit, ())


def send_draft(visit: Visit) -> Response:
    """Send one notice to be signed."""
    sheet = visit.house.letter_office.draft(_letter_id(visit))
    return attached(sheet.name, sheet.data, "application/pdf")


def send_book(visit: Visit) -> Response:
    """Send all notices as one zip."""
    book = visit.house.letter_office.book()
    name = f"trinh-ky-{local_date(visit.now):%Y-%m-%d}.zip"
    return attached(name, book, "application/zip")


def give_number(visit: Visit) -> Response:
    """Set a notice anew with the number and date the clerk's office gave."""
    asked = question(visit)
    if asked is not None:
        return asked
    number, on = _number(visit), _date(visit)
    visit.house.letter_office.number(_letter_id(visit), number, on, visit.member.display_name)
    return visit.go(_PATH, "signing.done_numbered")


def take_in(visit: Visit) -> Response:
    """Take signed notices: one, many, or a zip; each is verified and told by itself."""
    asked = question(visit)
    if asked is not None:
        return asked
    files = visit.uploads.get("file", ())
    if not files:
        raise BadInputError(say("signing.no_file"))
    if len(files) > _MOST_FILES:
        raise BadInputError(say("signing.too_many", most=str(_MOST_FILES)))
    receipts = [
        receipt
        for file in files
        for receipt in visit.house.letter_office.take_in(
            file.name, file.data, visit.member.display_name
        )
    ]
    return _page(visit, [_told(visit, receipt) for receipt in receipts])


def _page(visit: Visit, results: Sequence[Result]) -> Response:
    found = visit.house.letter_office.waiting()
    with visit.house.database.reading() as connection:
        codes = {waiting.case.agency_code for waiting in found}
        names = registry_store.agency_names(connection, codes)
    lines = []
    for waiting in found:
        agency = names.get(waiting.case.agency_code, "")
        kind = say(f"case.kind_{waiting.letter.kind}")
        clock = visit.office.remaining(waiting.case, visit.now)
        lines.append(Line(waiting, agency, kind, clock))
    return visit.page(
        "signing.html",
        letters=sorted(lines, key=lambda line: line.waiting.case.due_at),
        results=results,
        taken=sum(one.receipt.taken for one in results),
        today=local_date(visit.now),
        two_step=visit.house.settings.signing.mode == "two_step",
        needs_proof=visit.needs_proof,
        wrong_code=False,
        symbol=visit.house.settings.signing.symbol,
    )


def _told(visit: Visit, receipt: Receipt) -> Result:
    words = visit.house.words
    return Result(receipt, tuple(words.say(f"signature.{one}") for one in receipt.reasons))


def _letter_id(visit: Visit) -> int:
    n = read_number(visit.path["letter"])
    if n is None:
        raise BadInputError(say("signing.no_letter"))
    return n


def _number(visit: Visit) -> DocumentNumber:
    found = typed_number(visit.text("number"))
    if not isinstance(found, DocumentNumber):
        example = f"12/{visit.house.settings.signing.symbol}"
        raise BadInputError(say("signing.odd_number", example=example))
    return found


def _date(visit: Visit) -> date:
    try:
        return read_day(visit.text("date"))
    except ValueError as error:
        raise BadInputError(say("signing.odd_date")) from error


WAYS = (
    Way("GET", _PATH, show_letters, REVIEWERS),
    Way("GET", _PATH + "/tat-ca.zip", send_book, REVIEWERS),
    Way("GET", _PATH + "/{letter}/tep", send_draft, REVIEWERS),
    Way("POST", _PATH + "/{letter}/so", give_number, REVIEWERS),
    Way("POST", _PATH + "/nop", take_in, REVIEWERS),
)
