"""Step-up: before something is signed, shown or changed for good, the second factor once more.

A form that comes too late is answered with itself and one field more, so that nothing is lost.
"""

from __future__ import annotations

from sqlalchemy import Connection
from starlette.responses import RedirectResponse, Response

from mailbot.console.login import shows_code
from mailbot.console.visit import Visit
from mailbot.console.way_back import own_path
from mailbot.console.ways import ANYBODY, Way
from mailbot.storage import staff

_NOT_REPEATED = frozenset({"code", "form_token"})


def question(visit: Visit) -> Response | None:
    """Return the question for the second factor; None where it is fresh, or this form shows it."""
    if not visit.needs_proof:
        return None
    with visit.house.database.transaction() as connection:
        if proves(visit, connection):
            return None
    template = "_step_up.html" if visit.is_fragment else "step_up.html"
    fields = [
        (name, value)
        for name, values in visit.form.items()
        if name not in _NOT_REPEATED
        for value in values
    ]
    return visit.page(
        template,
        200 if visit.is_fragment else 403,  # a question in a dialog is no failure
        fields=fields,
        action=visit.here,
        wrong_code=bool(visit.text("code")),
        files=any(visit.uploads.values()),
    )


def prove(visit: Visit) -> Response:
    """Take the code by itself, before a page whose forms carry files; then lead back to it."""
    return question(visit) or RedirectResponse(own_path(visit.text("next")) or "/", 303)


def proves(visit: Visit, connection: Connection) -> bool:
    """Return whether this form shows the second factor; if so, it is fresh from now on."""
    if not visit.text("code"):
        return False
    if not visit.office.attempts.may_try(visit.now, f"name {visit.member.name}"):
        return False
    if not shows_code(visit, connection, visit.member):
        return False
    staff.prove(connection, visit.token, visit.now)
    return True


WAYS = (Way("POST", "/xac-thuc", prove, ANYBODY),)
