"""Changing an agency: the form, its reason, and the second person who confirms what needs one."""

from __future__ import annotations

from starlette.responses import Response

from mailbot.cases.agency import AgencyKind
from mailbot.cases.agency_change import change_faults
from mailbot.cases.typed_number import read_number
from mailbot.clock import local_date
from mailbot.console.agencies import KEEPERS, PATH, found_in
from mailbot.console.agency_form import agency_of_form, fields_of
from mailbot.console.visit import Visit
from mailbot.console.ways import Way
from mailbot.errors import BadInputError
from mailbot.storage import agency_changes, history, registry_store
from mailbot.storage.agency_changes import Change, ChangeState
from mailbot.words import say


def show_form(visit: Visit) -> Response:
    """Show the form with the agency as it is."""
    return _form(visit, None, ())


def make_change(visit: Visit) -> Response:
    """Make the change, or keep it for a second person; what is wrong stands over the form."""
    try:
        change = _make(visit)
    except BadInputError as error:
        return _form(visit, visit.form, (str(error),))
    code = visit.path["code"]
    waits = change.state is ChangeState.WAITING
    return visit.go(f"{PATH}/{code}", "office.done_proposed" if waits else "office.done_changed")


def confirm(visit: Visit) -> Response:
    """Make a waiting change: the second person's word."""
    with visit.house.database.transaction() as connection:
        who = visit.member.display_name
        change = agency_changes.confirm(connection, _number(visit), who, visit.now)
        code = change.before.code
        history.write(connection, visit.now, None, "agency_change_confirmed", who, agency=code)
    return visit.go(f"{PATH}/{code}", "office.done_confirmed")


def withdraw(visit: Visit) -> Response:
    """Take a waiting change back."""
    with visit.house.database.transaction() as connection:
        who = visit.member.display_name
        change = agency_changes.withdraw(connection, _number(visit), who, visit.now)
        code = change.before.code
        history.write(connection, visit.now, None, "agency_change_withdrawn", who, agency=code)
    return visit.go(f"{PATH}/{code}", "office.done_withdrawn")


def confirm_proposal(visit: Visit) -> Response:
    """Let a new agency into the registry that an approved case made known."""
    with visit.house.database.transaction() as connection:
        who = visit.member.display_name
        agency = registry_store.confirm_proposal(connection, _number(visit), who)
        history.write(connection, visit.now, None, "agency_confirmed", who, agency=agency.code)
    return visit.go(f"{PATH}/{agency.code}", "office.done_entered")


def _make(visit: Visit) -> Change:
    reason, who = visit.text("reason").strip(), visit.member.display_name
    if not reason:
        raise BadInputError(say("office.change_without_ground"))
    with visit.house.database.transaction() as connection:
        registry = registry_store.load_registry(connection)
        before = found_in(registry, visit.path["code"])
        after = agency_of_form(visit.form, before, local_date(visit.now))
        faults = change_faults(before, after, registry)
        if faults:
            raise BadInputError(" ".join(visit.house.words.finding(one) for one in faults))
        change = agency_changes.make(connection, before, after, reason, who, visit.now)
        told = {"agency": before.code, "reason": reason}
        waits = change.state is ChangeState.WAITING
        what = "agency_change_proposed" if waits else "agency_changed"
        history.write(connection, visit.now, None, what, who, **told)
    return change


def _form(visit: Visit, given: object, faults: tuple[str, ...]) -> Response:
    with visit.house.database.reading() as connection:
        registry = registry_store.load_registry(connection)
    agency = found_in(registry, visit.path["code"])
    values = fields_of(agency) | {"reason": ""}
    if given is not None:
        values |= {name: visit.text(name) for name in values}
    return visit.page(
        "agency_edit.html",
        422 if faults else 200,
        agency=agency,
        values=values,
        faults=faults,
        kinds=[(kind, say(f"office.kind_{kind}")) for kind in AgencyKind],
        others=sorted(
            ((one.code, one.name) for one in registry.agencies if one.code != agency.code),
            key=lambda pair: pair[1],
        ),
    )


def _number(visit: Visit) -> int:
    n = read_number(visit.path["n"])
    if n is None:
        raise BadInputError(say("office.no_change"))
    return n


WAYS = (
    Way("GET", f"{PATH}/{{code}}/sua", show_form, KEEPERS),
    Way("POST", f"{PATH}/{{code}}/sua", make_change, KEEPERS),
    Way("POST", f"{PATH}/thay-doi/{{n}}/xac-nhan", confirm, KEEPERS),
    Way("POST", f"{PATH}/thay-doi/{{n}}/rut", withdraw, KEEPERS),
    Way("POST", f"{PATH}/de-xuat/{{n}}/xac-nhan", confirm_proposal, KEEPERS),
)
