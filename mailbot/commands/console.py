"""`mailbot users add`, `users list`, `users close`: who may use the pages."""

from __future__ import annotations

from argparse import Namespace

from mailbot.commands.answer import Answer
from mailbot.commands.house import open_house, seen_house
from mailbot.commands.wording import heads, table, when
from mailbot.errors import BadInputError
from mailbot.settings.values import is_address
from mailbot.storage import history, staff
from mailbot.storage.staff import INVITATION_LASTS, Role
from mailbot.words import say


def add_user(options: Namespace) -> Answer:
    """Make an account, or invite anew; the link is shown once and works once."""
    roles = _roles(options.role)
    if options.email and not is_address(options.email):
        raise BadInputError(say("command.bad_email", text=options.email))
    with open_house(options) as (house, connection):
        now = house.clock()
        shown = options.display_name or options.name
        token = staff.invite(connection, options.name, shown, roles, now, options.email or "")
        told = ", ".join(sorted(roles))
        history.write(connection, now, None, "user_invited", "mailbot", user=shown, roles=told)
        path, until = f"/moi/{token}", when(now + INVITATION_LASTS)
        link = house.settings.console.url.rstrip("/") + path
    value = {
        "name": options.name,
        "roles": sorted(roles),
        "path": path,
        "link": link,
        "until": until,
    }
    text = say("command.invited", name=shown, until=until, link=link)
    return Answer(value, text)


def list_users(options: Namespace) -> Answer:
    """List every account with its roles."""
    with seen_house(options) as (_, connection):
        members = staff.listed(connection)
    lines = [(m.name, m.display_name, ", ".join(sorted(m.roles)), _standing(m)) for m in members]
    value = [
        {
            "name": m.name,
            "display_name": m.display_name,
            "roles": sorted(m.roles),
            "active": m.active,
        }
        for m in members
    ]
    head = heads("login", "name", "roles", "standing")
    return Answer(value, table(head, lines) if lines else say("command.no_accounts"))


def close_user(options: Namespace) -> Answer:
    """Close an account; its sessions end at once."""
    with open_house(options) as (house, connection):
        member = staff.named_or_none(connection, options.name)
        if member is None:
            raise BadInputError(say("command.no_account", name=options.name))
        staff.deactivate(connection, member)
        history.write(
            connection, house.clock(), None, "user_closed", "mailbot", user=member.display_name
        )
    return Answer({"name": options.name}, say("command.account_closed", name=options.name))


def _roles(names: list[str]) -> frozenset[Role]:
    try:
        return frozenset(Role(name) for name in names)
    except ValueError as error:
        raise BadInputError(say("command.bad_role", roles=", ".join(Role))) from error


def _standing(member: staff.Member) -> str:
    if not member.active:
        return say("command.account_is_closed")
    return say("command.account_in_use") if member.password_hash else say("command.account_invited")
