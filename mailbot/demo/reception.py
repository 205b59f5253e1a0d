"""The demo's console: its users, and the pages served while the demo runs.

Each user has a link that leads straight in. It exists in the demo alone: the real console knows
no such way.
"""

from __future__ import annotations

import secrets
import socket
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

import uvicorn
from starlette.responses import RedirectResponse, Response

from mailbot.console.app import application
from mailbot.console.login import COOKIE
from mailbot.console.proof import hash_password, new_secret
from mailbot.console.visit import Visit
from mailbot.console.ways import Answer, Way
from mailbot.demo.past_cast import OFFICERS
from mailbot.errors import BadInputError
from mailbot.house import House
from mailbot.operations.observe import observe, walk
from mailbot.storage import history, staff
from mailbot.storage.staff import Role, SecondFactors

HOST = "localhost"
_PORT = 8480
_PATH = "/vao-thu"
_USERS = (
    ("lan", OFFICERS[0], (Role.HANDLE,)),
    ("minh", OFFICERS[1], (Role.HANDLE, Role.APPROVE)),
    ("hanh", "Phạm Mỹ Hạnh", (Role.VIEW, Role.ADMINISTER)),
    ("kiet", "Trần Anh Kiệt", (Role.AUDIT,)),
)


@dataclass(frozen=True, slots=True)
class User:
    """One account of the demo; `link` leads straight in, as often as one likes."""

    name: str
    display_name: str
    roles: tuple[Role, ...]
    password: str
    secret: str
    link: str


@dataclass(frozen=True, slots=True)
class Reception:
    """Where the console is, and who may come in."""

    address: str
    users: tuple[User, ...]


@contextmanager
def receiving(house: House) -> Iterator[Reception]:
    """Serve the console until the end; the port is the usual one where it is free."""
    walk(house)
    observe(house)
    with _listening() as listening:
        address = f"http://{HOST}:{listening.getsockname()[1]}"
        users = tuple(_account(house, address, *one) for one in _USERS)
        tokens = {user.link.rpartition("/")[2]: user.name for user in users}
        app = application(house, (Way("GET", f"{_PATH}/{{token}}", _let_in(tokens), None),))
        server = uvicorn.Server(
            uvicorn.Config(
                app, log_config=None, log_level="error", access_log=False, server_header=False
            )
        )
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        try:
            while not server.started and thread.is_alive():
                time.sleep(0.02)
            yield Reception(address, users)
        finally:
            server.should_exit = True
            thread.join()


def _let_in(tokens: Mapping[str, str]) -> Answer:
    def answer(visit: Visit) -> Response:
        name = tokens.get(visit.path["token"], "")
        with visit.house.database.transaction() as connection:
            member = staff.named_or_none(connection, name) if name else None
            if member is None:
                raise BadInputError("Đường dẫn này không thuộc lần chạy thử đang chạy.")
            token = staff.begin_session(connection, member, visit.now, visit.address, visit.agent)
            history.write(connection, visit.now, None, "logged_in", member.display_name)
        home = RedirectResponse(visit.office.navigation.home(member.roles), 303)
        home.set_cookie(COOKIE, token, path="/", secure=True, httponly=True, samesite="lax")
        return home

    return answer


def _account(house: House, address: str, name: str, shown: str, roles: tuple[Role, ...]) -> User:
    """Make the account as an accepted invitation leaves it."""
    password, secret, now = secrets.token_urlsafe(9), new_secret(), house.clock()
    with house.database.transaction() as connection:
        staff.invite(connection, name, shown, roles, now)
        member = staff.named_or_none(connection, name)
        assert member is not None
        SecondFactors(house.seal).begin(connection, member, secret)
        staff.use_step(connection, member, 1)
        staff.set_password(connection, member, hash_password(password))
    link = f"{address}{_PATH}/{secrets.token_urlsafe(12)}"
    return User(name, shown, roles, password, secret, link)


@contextmanager
def _listening() -> Iterator[socket.socket]:
    with socket.socket() as listening:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind(("127.0.0.1", _PORT))
        except OSError:
            listening.bind(("127.0.0.1", 0))
        yield listening
