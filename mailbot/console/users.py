"""Người dùng: who may use the console, with which roles; invitations and closing."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection
from starlette.responses import Response

from mailbot.console.clock_face import short
from mailbot.console.step_up import question
from mailbot.console.visit import Visit
from mailbot.console.ways import ADMINISTRATORS, Way
from mailbot.errors import BadInputError
from mailbot.settings.values import is_address
from mailbot.storage import history, passkeys, staff
from mailbot.storage.staff import INVITATION_LASTS, Member, Role
from mailbot.words import say

_PATH = "/nguoi-dung"


@dataclass(frozen=True, slots=True)
class Account:
    """One account as the list shows it."""

    member: Member
    passkeys: int

    @property
    def standing(self) -> str:
        """Return the key of what the account is: closed, invited or open."""
        if not self.member.active:
            return "closed"
        return "open" if self.member.password_hash else "invited"


def show_users(visit: Visit) -> Response:
    """Show every account."""
    with visit.house.database.reading() as connection:
        accounts = [
            Account(member, len(passkeys.of_member(connection, member)))
            for member in staff.listed(connection)
        ]
    order = ("open", "invited", "closed")
    return visit.page(
        "users.html",
        accounts=sorted(accounts, key=lambda one: (order.index(one.standing), one.member.name)),
    )


def show_form(visit: Visit) -> Response:
    """Ask for what an invitation needs, or for an account's new roles."""
    notes = {role: say(f"account.role_{role}") for role in Role}
    return visit.page("_user_form.html", member=_asked(visit), notes=notes)


def invite(visit: Visit) -> Response:
    """Make the account, or invite it anew; the link is shown once and works once."""
    asked = question(visit)
    if asked is not None:
        return asked
    name, email = visit.text("name").strip().lower(), _email(visit)
    shown, roles = visit.text("display_name").strip() or name, _roles(visit)
    with visit.house.database.transaction() as connection:
        _keep_whose_it_is(visit, connection, name)
        token = staff.invite(connection, name, shown, roles, visit.now, email)
        told = ", ".join(sorted(roles))
        who = visit.member.display_name
        history.write(connection, visit.now, None, "user_invited", who, user=shown, roles=told)
    link = f"{visit.origin}/moi/{token}"
    until = short(visit.now + INVITATION_LASTS)
    return visit.page("user_invited.html", shown=shown, link=link, until=until)


def set_roles(visit: Visit) -> Response:
    """Give an account other roles; they count from its next click."""
    asked = question(visit)
    if asked is not None:
        return asked
    with visit.house.database.transaction() as connection:
        member = _member(visit, connection)
        roles, email = _roles(visit), _email(visit)
        staff.set_roles(connection, member, roles)
        staff.set_email(connection, member, email)
        told, who = ", ".join(sorted(roles)), visit.member.display_name
        history.write(
            connection, visit.now, None, "user_roles", who, user=member.display_name, roles=told
        )
    return visit.go(_PATH, "account.done_roles")


def close(visit: Visit) -> Response:
    """Close an account; its sessions end at once."""
    asked = question(visit)
    if asked is not None:
        return asked
    with visit.house.database.transaction() as connection:
        member = _member(visit, connection)
        staff.deactivate(connection, member)
        who = visit.member.display_name
        history.write(connection, visit.now, None, "user_closed", who, user=member.display_name)
    return visit.go(_PATH, "account.done_closed")


def _keep_whose_it_is(visit: Visit, connection: Connection, name: str) -> None:
    """Raise BadInputError where a new invitation would take somebody's account by its name."""
    known = staff.named_or_none(connection, name)
    if known is not None and not visit.text("again"):
        raise BadInputError(say("account.name_taken", name=name, shown=known.display_name))


def _asked(visit: Visit) -> Member | None:
    if "name" not in visit.path:
        return None
    with visit.house.database.reading() as connection:
        return _member(visit, connection)


def _member(visit: Visit, connection: Connection) -> Member:
    found = staff.named_or_none(connection, visit.path["name"])
    if found is None:
        raise BadInputError(say("account.no_user"))
    return found


def _roles(visit: Visit) -> frozenset[Role]:
    named = set(visit.form.get("role", ()))
    roles = frozenset(role for role in Role if role in named)
    if not roles:
        raise BadInputError(say("account.no_role"))
    return roles


def _email(visit: Visit) -> str:
    email = visit.text("email").strip().lower()
    if email and not is_address(email):
        raise BadInputError(say("account.odd_email"))
    return email


WAYS = (
    Way("GET", _PATH, show_users, ADMINISTRATORS),
    Way("GET", _PATH + "/moi", show_form, ADMINISTRATORS),
    Way("POST", _PATH + "/moi", invite, ADMINISTRATORS),
    Way("GET", _PATH + "/{name}/vai-tro", show_form, ADMINISTRATORS),
    Way("POST", _PATH + "/{name}/vai-tro", set_roles, ADMINISTRATORS),
    Way("POST", _PATH + "/{name}/khoa", close, ADMINISTRATORS),
)
