"""Every way into the console, with the roles that may take it. READ FIRST."""

from __future__ import annotations

import hmac
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from mailbot import logbook
from mailbot.console import (
    account,
    again,
    amend_case,
    case_files,
    case_page,
    decide,
    intake,
    login,
    office_ways,
    passkey_login,
    queue,
    signing_desk,
    step_up,
    tasks,
    teamwork,
    users,
)
from mailbot.console.login import COOKIE
from mailbot.console.navigation import Navigation
from mailbot.console.pages import load_pages
from mailbot.console.security import HEADERS, Security
from mailbot.console.shelf import Shelf
from mailbot.console.static_files import send_static
from mailbot.console.visit import Form, Office, Upload, Uploads, Visit, told_over
from mailbot.console.way_back import login_before
from mailbot.console.ways import Way
from mailbot.errors import BadInputError, DatabaseAwayError, MailbotError, TryLaterError
from mailbot.house import House
from mailbot.storage import staff
from mailbot.storage.erasures import Erasures
from mailbot.storage.staff import Session
from mailbot.words import say

SEEN_EVERY = timedelta(seconds=30)
WAYS = (
    *login.WAYS,
    *step_up.WAYS,
    *queue.WAYS,
    *case_page.WAYS,
    *decide.WAYS,
    *tasks.WAYS,
    *signing_desk.WAYS,
    *intake.WAYS,
    *office_ways.WAYS,
    *account.WAYS,
    *passkey_login.WAYS,
    *users.WAYS,
    *again.WAYS,
    *case_files.WAYS,
    *amend_case.WAYS,
    *teamwork.WAYS,
)


def application(house: House, more: tuple[Way, ...] = ()) -> Starlette:
    """Return the console of this house; `more` are ways that only the demo has."""
    opens = {way.path: way.roles for way in WAYS if way.method == "GET" and way.roles}
    navigation = Navigation(opens, house.words)
    shelf = Shelf(house.cases, house.words)
    office = Office(house, load_pages(), shelf, Erasures(shelf.clear), navigation)
    routes = [
        Route(way.path, _endpoint(way, office), methods=[way.method]) for way in (*WAYS, *more)
    ]
    static = Route("/tep-tinh/{stamp}/{name:path}", send_static)
    return Starlette(
        routes=[static, *routes],
        middleware=[
            Middleware(Security, partial(_told, office, "page.too_heavy", 413)),
            Middleware(GZipMiddleware, minimum_size=600),
        ],
        exception_handlers={
            HTTPException: partial(_unanswered, office),
            Exception: partial(_unforeseen, office),
        },
    )


def _unanswered(office: Office, request: Request, error: Exception) -> Response:
    """Say that there is no such page, or that what came with the request cannot be read."""
    assert isinstance(error, HTTPException)
    code = "page.not_there" if error.status_code in {404, 405} else "page.unreadable"
    return _told(office, code, error.status_code, request)


def _unforeseen(office: Office, request: Request, _: Exception) -> Response:
    """Say that something went wrong; the error goes on to the log."""
    answer = _told(office, "page.unforeseen", 500, request)
    answer.headers.update(HEADERS)  # this answer passes by what dresses all others
    return answer


def _endpoint(way: Way, office: Office) -> Callable[[Request], object]:
    async def answer(request: Request) -> Response:
        posts = way.method == "POST"
        form = await _form(request) if posts else {}
        uploads = await _uploads(request) if posts else {}
        await request.close()  # large files of a form lie in temporary files
        return await run_in_threadpool(_answer, way, office, request, form, uploads)

    return answer


async def _form(request: Request) -> Form:
    told = await request.form()
    return {
        name: [value for value in told.getlist(name) if isinstance(value, str)] for name in told
    }


async def _uploads(request: Request) -> Uploads:
    """Return the files of the form; a field left empty brings none."""
    told = await request.form()
    return {
        name: [
            Upload(value.filename, await value.read())
            for value in told.getlist(name)
            if isinstance(value, UploadFile) and value.filename
        ]
        for name in told
    }


def _answer(way: Way, office: Office, request: Request, form: Form, uploads: Uploads) -> Response:
    try:
        answer = _answered(way, _visit(way, office, request, form, uploads))
    except DatabaseAwayError as error:
        logbook.page_failed(way.path, str(error))
        answer = _told(office, "page.database_away", 503, request)
    # A page that asks by itself goes on asking, and does not tell the same trouble each time.
    silent = way.quiet and answer.status_code >= 400 and _is_fragment(request)
    return Response(status_code=204) if silent else answer


def _answered(way: Way, visit: Visit) -> Response:
    try:
        return _refusal(way, visit) or way.answer(visit)
    except DatabaseAwayError:
        raise  # its text is for logs
    except TryLaterError as error:
        return visit.trouble(str(error), 503)
    except BadInputError as error:
        return visit.trouble(str(error), 404 if way.method == "GET" else 422)
    except MailbotError as error:
        return visit.trouble(str(error), 500)


def _refusal(way: Way, visit: Visit) -> Response | None:
    """Return why the way is closed to this visit, or None where it is open."""
    if way.roles is None:
        return None
    if visit.session is None:
        return _ended(way, visit)
    if not visit.session.member.roles & way.roles:
        return visit.trouble(say("page.not_allowed"), 403)
    if way.method == "POST":
        given = visit.text("form_token").encode()
        if not hmac.compare_digest(given, visit.session.form_token.encode()):
            return visit.trouble(say("page.outdated"), 403)
    return None


def _ended(way: Way, visit: Visit) -> Response:
    """Lead to the login; a page that is open asks for it over what is typed there."""
    if way.quiet:
        return Response(status_code=204)
    if not visit.is_fragment:
        here = login_before(visit.here, visit.query) if way.method == "GET" else "/dang-nhap"
        return RedirectResponse(here, 303)
    answer = visit.page("_again.html", 401, fault="", form_token="")
    answer.headers["hx-retarget"] = "#again-said"
    answer.headers["hx-reswap"] = "innerHTML"
    return answer


def _told(office: Office, code: str, status: int, request: Request) -> Response:
    """Say what went wrong on a page that asks the database for nothing."""
    name = "_trouble.html" if _is_fragment(request) else "trouble.html"
    facts = {"session": None, "department": office.house.settings.department}
    answer = HTMLResponse(office.pages.render(name, facts | {"text": say(code)}), status)
    return told_over(answer) if _is_fragment(request) else answer


def _is_fragment(request: Request) -> bool:
    return request.headers.get("hx-request") == "true"


def _session(house: House, token: str, now: datetime, *, quiet: bool) -> Session | None:
    """Return the session while it holds.

    Most requests write nothing: a page asks for dozens of pictures, and SQLite has one writer.
    """
    with house.database.reading() as connection:
        house.adopt_calendar(connection)
        session = staff.session_of(connection, token, now)
    if session is not None and not quiet and now - session.seen_at > SEEN_EVERY:
        with house.database.transaction() as connection:
            staff.see(connection, token, now)
    return session


def _visit(way: Way, office: Office, request: Request, form: Form, uploads: Uploads) -> Visit:
    now = office.house.clock()
    token = request.cookies.get(COOKIE, "")
    return Visit(
        office=office,
        now=now,
        session=_session(office.house, token, now, quiet=way.quiet) if token else None,
        token=token,
        address=request.client.host if request.client else "",
        path=request.path_params,
        query=request.query_params,
        form=form,
        uploads=uploads,
        is_fragment=_is_fragment(request),
        here=request.url.path,
        asked_at=f"{request.url.scheme}://{request.url.netloc}",
        agent=request.headers.get("user-agent", ""),
    )
