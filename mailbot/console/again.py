"""Logging in again without leaving the page: a session that ended loses nothing half typed."""

from __future__ import annotations

from starlette.responses import Response

from mailbot.console.login import begin, keep, shows_code
from mailbot.console.proof import is_password
from mailbot.console.visit import Visit
from mailbot.console.ways import ANYBODY, Way
from mailbot.storage import history, staff
from mailbot.words import say


def still_there(visit: Visit) -> Response:  # noqa: ARG001 (every way is handed the visit)
    """Answer that the session holds; a form asks before it is sent."""
    return Response(status_code=204)


def log_in_again(visit: Visit) -> Response:
    """Begin a new session for the page that is open; its forms get the new token."""
    name = visit.text("name").strip().lower()
    if not visit.office.attempts.may_try(visit.now, f"name {name}", f"from {visit.address}"):
        return visit.page("_again.html", 429, fault=say("account.too_often"), form_token="")
    with visit.house.database.reading() as connection:
        member = staff.named_or_none(connection, name)
    fits = is_password(member.password_hash if member else "", visit.text("password"))
    with visit.house.database.transaction() as connection:
        known = member is not None and fits and member.active and member.has_totp
        if member is None or not known or not shows_code(visit, connection, member):
            history.write(
                connection, visit.now, None, "login_refused", member.name if member else "?"
            )
            return visit.page("_again.html", 401, fault=say("login.refused_again"), form_token="")
        token = begin(visit, connection, member)
        session = staff.session_of(connection, token, visit.now)
    assert session is not None
    return keep(visit.page("_again.html", fault="", form_token=session.form_token), token)


WAYS = (
    Way("GET", "/phien", still_there, ANYBODY),
    Way("POST", "/dang-nhap-lai", log_in_again, None),
)
