"""Logging in and out, and the invitation that opens an account. Every refusal reads alike."""

from __future__ import annotations

from sqlalchemy import Connection
from starlette.responses import RedirectResponse, Response

from mailbot.console.proof import (
    SHORTEST_PASSWORD,
    code_step,
    enrolment_picture,
    hash_password,
    is_password,
    new_secret,
)
from mailbot.console.visit import Visit
from mailbot.console.way_back import FIELD, own_path
from mailbot.console.ways import ANYBODY, Way
from mailbot.storage import history, staff
from mailbot.storage.staff import Member
from mailbot.words import say

COOKIE = "__Host-mailbot"


def show_login(visit: Visit) -> Response:
    """Show the form; it carries the page that was wanted."""
    return _form(visit, 200, way_back=visit.query.get(FIELD, ""))


def log_in(visit: Visit) -> Response:
    """Begin a session where name, password and code all fit."""
    name = visit.text("name").strip().lower()
    if not visit.office.attempts.may_try(visit.now, f"name {name}", f"from {visit.address}"):
        return _form(visit, 429, name, say("account.too_often"), visit.text(FIELD))
    with visit.house.database.reading() as connection:
        member = staff.named_or_none(connection, name)
    fits = is_password(member.password_hash if member else "", visit.text("password"))
    with visit.house.database.transaction() as connection:
        known = member is not None and fits and member.active and member.has_totp
        if member is not None and known and shows_code(visit, connection, member):
            return _admitted(visit, connection, member, own_path(visit.text(FIELD)))
        who = member.name if member else "?"
        history.write(connection, visit.now, None, "login_refused", who)
    return _form(visit, 401, name, say("login.refused"), visit.text(FIELD))


def _form(
    visit: Visit, status: int, name: str = "", fault: str = "", way_back: str = ""
) -> Response:
    return visit.page("login.html", status, name=name, fault=fault, way_back=own_path(way_back))


def log_out(visit: Visit) -> Response:
    """End the session."""
    with visit.house.database.transaction() as connection:
        visit.end_session(connection)
    answer = RedirectResponse("/dang-nhap", 303)
    answer.delete_cookie(COOKIE, path="/", secure=True, httponly=True, samesite="lax")
    return answer


def show_invitation(visit: Visit) -> Response:
    """Show the form that sets the password and the authenticator."""
    with visit.house.database.transaction() as connection:
        member = staff.invited(connection, visit.path["token"], visit.now)
        if member is None:
            return visit.trouble(say("login.no_invitation"), 404)
        return _invitation(visit, connection, member)


def accept_invitation(visit: Visit) -> Response:
    """Set the password once the authenticator has shown a right code; log in."""
    if not visit.office.attempts.may_try(visit.now, f"from {visit.address}"):
        return visit.trouble(say("account.too_often"), 429)
    password = visit.text("password")
    with visit.house.database.transaction() as connection:
        member = staff.invited(connection, visit.path["token"], visit.now)
        if member is None:
            return visit.trouble(say("login.no_invitation"), 404)
        if len(password) < SHORTEST_PASSWORD:
            fault = say("login.short_password", shortest=SHORTEST_PASSWORD)
            return _invitation(visit, connection, member, fault)
        if password != visit.text("again"):
            return _invitation(visit, connection, member, say("login.passwords_differ"))
        if not shows_code(visit, connection, member):
            return _invitation(visit, connection, member, say("login.wrong_code"))
        staff.set_password(connection, member, hash_password(password))
        return _admitted(visit, connection, member)


def shows_code(visit: Visit, connection: Connection, member: Member) -> bool:
    """Return whether the form's code is the authenticator's and was not used before."""
    secret = visit.office.second_factors.of(connection, member)
    step = code_step(secret, visit.text("code"), visit.now) if secret else None
    return step is not None and staff.use_step(connection, member, step)


def _invitation(visit: Visit, connection: Connection, member: Member, fault: str = "") -> Response:
    factors = visit.office.second_factors
    secret = factors.of(connection, member)
    if secret is None:
        secret = new_secret()
        factors.begin(connection, member, secret)
    return visit.page(
        "invitation.html",
        422 if fault else 200,
        member=member,
        secret=spaced(secret),
        picture=enrolment_picture(secret, member.name),
        fault=fault,
        shortest=SHORTEST_PASSWORD,
    )


def spaced(secret: str) -> str:
    """Return the secret in groups of four, as people copy it."""
    return " ".join(secret[n : n + 4] for n in range(0, len(secret), 4))


def _admitted(visit: Visit, connection: Connection, member: Member, to: str = "") -> Response:
    return admit(visit, connection, member, RedirectResponse(to or visit.home(member), 303))


def admit(visit: Visit, connection: Connection, member: Member, answer: Response) -> Response:
    """Begin a session and give its cookie with the answer."""
    return keep(answer, begin(visit, connection, member))


def begin(visit: Visit, connection: Connection, member: Member) -> str:
    """Begin a session of this browser and return its token; the history tells of it."""
    token = staff.begin_session(connection, member, visit.now, visit.address, visit.agent)
    history.write(connection, visit.now, None, "logged_in", member.display_name)
    return token


def keep(answer: Response, token: str) -> Response:
    """Return the answer with the session's cookie."""
    answer.set_cookie(COOKIE, token, path="/", secure=True, httponly=True, samesite="lax")
    return answer


WAYS = (
    Way("GET", "/dang-nhap", show_login, None),
    Way("POST", "/dang-nhap", log_in, None),
    Way("GET", "/moi/{token}", show_invitation, None),
    Way("POST", "/moi/{token}", accept_invitation, None),
    Way("POST", "/thoat", log_out, ANYBODY),
)
