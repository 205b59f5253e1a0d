"""Every way into the console, with the roles that may take it. READ FIRST."""

from __future__ import annotations

import hmac
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from mailbot.console.case_page import send_crop, send_paper, show_case
from mailbot.console.decide import commit, show_preview
from mailbot.console.login import (
    COOKIE,
    accept_invitation,
    log_in,
    log_out,
    show_invitation,
    show_login,
)
from mailbot.console.pages import load_pages
from mailbot.console.queue import show_queue
from mailbot.console.security import Security
from mailbot.console.shelf import Shelf
from mailbot.console.static_files import send_static
from mailbot.console.visit import Office, Visit
from mailbot.errors import BadInputError, MailbotError, TryLaterError
from mailbot.house import House
from mailbot.storage import staff
from mailbot.storage.staff import Role

READERS = frozenset({Role.VIEW, Role.HANDLE, Role.APPROVE, Role.AUDIT})
REVIEWERS = frozenset({Role.HANDLE, Role.APPROVE})
DECIDERS = frozenset({Role.APPROVE})
ANYBODY = frozenset(Role)

Answer = Callable[[Visit], Response]


@dataclass(frozen=True, slots=True)
class Way:
    """One way in. `roles` is None where nobody need be logged in."""

    method: str
    path: str
    answer: Answer
    roles: frozenset[Role] | None


WAYS = (
    Way("GET", "/dang-nhap", show_login, None),
    Way("POST", "/dang-nhap", log_in, None),
    Way("GET", "/moi/{token}", show_invitation, None),
    Way("POST", "/moi/{token}", accept_invitation, None),
    Way("POST", "/thoat", log_out, ANYBODY),
    Way("GET", "/", show_queue, READERS),
    Way("GET", "/ho-so/{number}", show_case, READERS),
    Way("GET", "/ho-so/{number}/tep/{n}", send_paper, READERS),
    Way("GET", "/ho-so/{number}/cat/{n}.png", send_crop, READERS),
    Way("POST", "/ho-so/{number}/xem-truoc/{kind}", show_preview, REVIEWERS),
    Way("POST", "/ho-so/{number}/quyet-dinh/{kind}", commit, DECIDERS),
)


def application(house: House) -> Starlette:
    """Return the console of this house."""
    office = Office(house, load_pages(), Shelf(house.cases, house.words))
    routes = [Route(way.path, _endpoint(way, office), methods=[way.method]) for way in WAYS]
    static = Route("/tep-tinh/{stamp}/{name:path}", send_static)
    return Starlette(
        routes=[static, *routes],
        middleware=[Middleware(Security), Middleware(GZipMiddleware, minimum_size=600)],
    )


def _endpoint(way: Way, office: Office) -> Callable[[Request], object]:
    async def answer(request: Request) -> Response:
        form = await _form(request) if way.method == "POST" else {}
        return await run_in_threadpool(_answer, way, office, request, form)

    return answer


async def _form(request: Request) -> Mapping[str, Sequence[str]]:
    told = await request.form()
    return {
        name: [value for value in told.getlist(name) if isinstance(value, str)] for name in told
    }


def _answer(
    way: Way, office: Office, request: Request, form: Mapping[str, Sequence[str]]
) -> Response:
    visit = _visit(office, request, form)
    refusal = _refusal(way, visit)
    if refusal is not None:
        return refusal
    try:
        return way.answer(visit)
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
        if visit.is_fragment:
            return visit.trouble("Phiên làm việc đã hết. Hãy đăng nhập lại ở thẻ khác.", 401)
        return RedirectResponse("/dang-nhap", 303)
    if not visit.session.member.roles & way.roles:
        return visit.trouble("Tài khoản của bạn không có quyền làm việc này.", 403)
    if way.method == "POST":
        given = visit.text("form_token").encode()
        if not hmac.compare_digest(given, visit.session.form_token.encode()):
            return visit.trouble("Trang đã cũ. Hãy tải lại trang rồi làm lại.", 403)
    return None


def _visit(office: Office, request: Request, form: Mapping[str, Sequence[str]]) -> Visit:
    now = office.house.clock()
    token = request.cookies.get(COOKIE, "")
    session = None
    if token:
        with office.house.database.transaction() as connection:
            session = staff.session_of(connection, token, now)
    return Visit(
        office=office,
        now=now,
        session=session,
        token=token,
        address=request.client.host if request.client else "",
        path=request.path_params,
        query=request.query_params,
        form=form,
        is_fragment=request.headers.get("hx-request") == "true",
    )
