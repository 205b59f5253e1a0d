"""Cơ quan: the registry of agencies, searched; one agency with everything known about it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Connection
from starlette.responses import Response

from mailbot.cases.agency import Agency, Registry
from mailbot.cases.agency_change import changed_fields
from mailbot.cases.fold import matches, search_key
from mailbot.clock import local, local_date
from mailbot.console.agency_form import fields_of
from mailbot.console.clock_face import short
from mailbot.console.narrowing import Narrowing
from mailbot.console.paging import page_of
from mailbot.console.visit import Visit
from mailbot.console.ways import ANYBODY, Way
from mailbot.errors import BadInputError
from mailbot.storage import agency_changes, agency_record, certificates, registry_store
from mailbot.storage.agency_changes import Change, ChangeState
from mailbot.storage.staff import Role
from mailbot.words import say

PATH = "/co-quan"
KEEPERS = frozenset({Role.ADMINISTER, Role.APPROVE})
_PAGE = 50
_SOON = timedelta(days=60)
STATES = {"": "in_force", "het": "ended", "tat-ca": "all"}
_NARROWING = Narrowing(PATH, typed=("tim",), chosen=("loc",))


_FIELDS = {
    "former_names": "former",
    "certificate_names": "certificates",
    "certificate_emails": "emails",
    "certificate_fingerprints": "fingerprints",
    "superior_code": "superior",
}


@dataclass(frozen=True, slots=True)
class Listed:
    """An agency as the list shows it."""

    agency: Agency
    superior: str
    in_force: bool
    waits: bool


@dataclass(frozen=True, slots=True)
class Named:
    """A name the agency has or had, with its days in words."""

    name: str
    days: str


@dataclass(frozen=True, slots=True)
class Seen:
    """A certificate seen on the agency's letters; `level` tells of its validity."""

    holder: str
    fingerprint: str
    until: str
    first_seen: str
    approved: str
    level: str
    standing: str


def show_agencies(visit: Visit) -> Response:
    """Show the registry, or the part of it that a search finds."""
    narrowed = _NARROWING.read(visit.query)
    query, state = narrowed.asked.get("tim", ""), narrowed.asked.get("loc", "")
    with visit.house.database.reading() as connection:
        registry = registry_store.load_registry(connection)
        waiting = agency_changes.waiting(connection)
        proposals = registry_store.proposals(connection)
    today = local_date(visit.now)
    listed = _listed(registry, {one.before.code for one in waiting}, today)
    found = [one for one in listed if _fits(one, query, state)]
    found.sort(key=lambda one: search_key(one.agency.name))
    return visit.page(
        "agencies.html",
        page=page_of(found, PATH, narrowed.asked, _PAGE),
        find=query,
        dropped=narrowed.dropped,
        state=state,
        states=[(key, say(f"office.agencies_{name}")) for key, name in STATES.items()],
        total=len(listed),
        waiting=waiting,
        proposals=proposals,
        may_edit=bool(visit.member.roles & KEEPERS),
        me=visit.member.display_name,
    )


def show_agency(visit: Visit) -> Response:
    """Show one agency."""
    code = visit.path["code"]
    with visit.house.database.reading() as connection:
        registry = registry_store.load_registry(connection)
        agency = found_in(registry, code)
        changes = agency_changes.of_agency(connection, code)
        seen = certificates.of_agency(connection, code)
        record = agency_record.of_agency(connection, code)
        way = _hand_over(visit, connection, code)
    return visit.page(
        "agency.html",
        agency=agency,
        kind=say(f"office.kind_{agency.kind}"),
        in_force=agency.in_force(local_date(visit.now)),
        names=_names(agency, changes),
        superiors=list(registry.superiors(agency)),
        units=[one for one in registry.agencies if one.superior_code == code],
        seen=[_certificate(visit, one) for one in seen],
        record=record,
        states={one.state: say(f"case.state_{one.state}") for one in record.cases},
        received={one.number: short(one.received_at) for one in record.cases},
        hand_over=say(f"office.hand_over_{way}"),
        changes=[(one, told_change(one)) for one in changes],
        waiting=next((one for one in changes if one.state is ChangeState.WAITING), None),
        may_edit=bool(visit.member.roles & KEEPERS),
        me=visit.member.display_name,
    )


def found_in(registry: Registry, code: str) -> Agency:
    """Return the agency; BadInputError where there is none."""
    agency = registry.by_code(code)
    if agency is None:
        raise BadInputError(say("office.no_agency"))
    return agency


def told_change(change: Change) -> list[tuple[str, str, str]]:
    """Return what the change changes: field, before, after, in words."""
    before, after = fields_of(change.before), fields_of(change.after)
    told = []
    for name in changed_fields(change.before, change.after):
        field = _FIELDS.get(name, name)
        told.append((say(f"office.field_{field}"), before[field], after[field]))
    return told


def _listed(registry: Registry, waiting: set[str], today: date) -> list[Listed]:
    names = {agency.code: agency.name for agency in registry.agencies}
    return [
        Listed(
            agency,
            names.get(agency.superior_code, ""),
            agency.in_force(today),
            agency.code in waiting,
        )
        for agency in registry.agencies
    ]


def _fits(one: Listed, query: str, state: str) -> bool:
    if (state == "" and not one.in_force) or (state == "het" and one.in_force):
        return False
    agency = one.agency
    told = (agency.name, agency.code, agency.mailbox, agency.abbreviation, *agency.former_names)
    return matches(query, search_key(*told, one.superior))


def _names(agency: Agency, changes: Iterable[Change]) -> list[Named]:
    """Return the present name and the former ones, with the days on which they changed."""
    ended = {
        one.before.name: one.after.valid_from
        for one in changes
        if one.state is ChangeState.MADE and one.before.name != one.after.name
    }
    begun = agency.valid_from
    names = [
        Named(
            agency.name,
            say("office.name_since", day=f"{begun:%d/%m/%Y}") if begun else say("office.name_now"),
        )
    ]
    for name in reversed(agency.former_names):
        last = ended.get(name) or begun
        days = (
            say("office.name_until", day=f"{last - timedelta(days=1):%d/%m/%Y}")
            if last
            else say("office.name_before")
        )
        names.append(Named(name, days))
    return names


def _certificate(visit: Visit, seen: certificates.SeenCertificate) -> Seen:
    left = seen.not_after - visit.now
    level = "late" if left < timedelta(0) else "soon" if left < _SOON else "ok"
    approved = ""
    if seen.approved_at:
        approved = f"{seen.approved_by}, {local(seen.approved_at):%d/%m/%Y}"
    return Seen(
        seen.holder,
        seen.fingerprint,
        f"{local(seen.not_after):%d/%m/%Y}",
        f"{local(seen.first_seen_at):%d/%m/%Y}" if seen.first_seen_at else "",
        approved,
        level,
        say(f"office.certificate_{level}"),
    )


def _hand_over(visit: Visit, connection: Connection, code: str) -> str:
    """Return how passwords reach the agency: the first way that is open to it."""
    ways = visit.house.ways(connection, code)
    if ways.wanted != "auto":
        return ways.wanted
    return "passphrase" if ways.has_passphrase else "in_person"


WAYS = (
    Way("GET", PATH, show_agencies, ANYBODY),
    Way("POST", PATH, _NARROWING.lead, ANYBODY),
    Way("GET", f"{PATH}/{{code}}", show_agency, ANYBODY),
)
