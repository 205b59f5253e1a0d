"""The form of the counter, read: what an officer says of a dossier that was handed in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from mailbot.cases.case import Channel
from mailbot.cases.row import Holder, Procedure
from mailbot.console.typed_day import read_day, read_instant
from mailbot.console.visit import Visit
from mailbot.errors import BadInputError
from mailbot.intake.filing import FiledFile, Filing
from mailbot.intake.typed_list import COLUMNS, TypedList, typed_list
from mailbot.words import say

CHANNELS = (Channel.IN_PERSON, Channel.POST, Channel.ONLINE)
KINDS = {f"{procedure}.{holder}": (procedure, holder) for procedure, holder in COLUMNS}
GROUNDS = ("recruited", "founded", "forgotten", "other")


@dataclass(frozen=True, slots=True)
class Handed:
    """Everything the form tells."""

    filing: Filing
    typed: TypedList
    files: tuple[FiledFile, ...]


def handed_in(visit: Visit) -> Handed:
    """Return what the form tells; BadInputError names the field that cannot be used."""
    procedure, holder = _kind(visit)
    words = visit.house.words
    try:
        channel = Channel(visit.text("channel"))
    except ValueError as error:
        raise BadInputError(words.say("manual.odd_form")) from error
    ground = visit.text("ground")
    filing = Filing(
        token=_token(visit),
        channel=channel,
        agency_code=visit.text("agency"),
        arrived_at=_arrival(visit),
        login=visit.member.name,
        officer=visit.member.display_name,
        on_paper=visit.text("returns") == "paper",
        letter_number=visit.text("letter_number").strip(),
        letter_date=_letter_date(visit),
        grounds=(ground,) if ground in GROUNDS else (),
        procedure=procedure,
        completes=visit.text("completes").strip().upper(),
    )
    return Handed(filing, typed_list(visit.text("rows"), procedure, holder, words), _files(visit))


def _kind(visit: Visit) -> tuple[Procedure, Holder]:
    found = KINDS.get(visit.text("kind"))
    if found is None:
        raise BadInputError(say("manual.odd_form"))
    return found


def _token(visit: Visit) -> str:
    token = visit.text("token")
    if not token.isalnum() or not token.isascii() or len(token) > 64:
        raise BadInputError(say("manual.odd_form"))
    return token


def _arrival(visit: Visit) -> datetime:
    try:
        return read_instant(visit.text("arrived"))
    except ValueError as error:
        raise BadInputError(say("manual.odd_time")) from error


def _letter_date(visit: Visit) -> date | None:
    text = visit.text("letter_date")
    try:
        return read_day(text) if text else None
    except ValueError as error:
        raise BadInputError(say("manual.odd_date")) from error


def _files(visit: Visit) -> tuple[FiledFile, ...]:
    """Return the files, each with a name of its own."""
    found: dict[str, FiledFile] = {}
    for n, file in enumerate(visit.uploads.get("file", ()), 1):
        name = file.name if file.name not in found else f"{n}-{file.name}"
        found[name] = FiledFile(name, file.data)
    return tuple(found.values())
