"""Tài khoản: one's own password, second factors, open sessions and habits."""

from __future__ import annotations

from sqlalchemy import Connection
from starlette.responses import Response

from mailbot.cases.typed_number import read_number
from mailbot.console.clock_face import short
from mailbot.console.device import device_of
from mailbot.console.login import spaced
from mailbot.console.proof import (
    SHORTEST_PASSWORD,
    code_step,
    enrolment_picture,
    hash_password,
    is_password,
    new_secret,
)
from mailbot.console.step_up import question
from mailbot.console.visit import Visit
from mailbot.console.ways import ANYBODY, Way
from mailbot.errors import BadInputError
from mailbot.settings.values import is_address
from mailbot.storage import history, passkeys, sessions, staff
from mailbot.storage.sessions import Enrolments
from mailbot.words import say

_PATH = "/tai-khoan"


def show_account(visit: Visit) -> Response:
    """Show everything about one's own account."""
    with visit.house.database.reading() as connection:
        keys = passkeys.of_member(connection, visit.member)
        open_sessions = sessions.open_sessions(connection, visit.member, visit.token, visit.now)
    return visit.page(
        "account.html",
        keys=keys,
        sessions=open_sessions,
        told=short,
        device=lambda agent: device_of(agent) or say("account.some_browser"),
        shortest=SHORTEST_PASSWORD,
        needs_proof=visit.needs_proof,
        wrong_code=False,
    )


def change_password(visit: Visit) -> Response:
    """Change the password; the old one must fit, and every other session ends."""
    words, new = visit.house.words, visit.text("password")
    if not visit.office.attempts.may_try(visit.now, f"name {visit.member.name}"):
        raise BadInputError(words.say("account.too_often"))
    if not is_password(visit.member.password_hash, visit.text("current")):
        raise BadInputError(words.say("account.wrong_password"))
    if len(new) < SHORTEST_PASSWORD:
        raise BadInputError(words.say("account.short_password", shortest=str(SHORTEST_PASSWORD)))
    if new != visit.text("again"):
        raise BadInputError(words.say("account.passwords_differ"))
    hashed = hash_password(new)
    with visit.house.database.transaction() as connection:
        staff.set_password(connection, visit.member, hashed)
        sessions.end_others(connection, visit.member, visit.token)
        _note(visit, connection, "password_changed")
    return visit.go(_PATH, "account.done_password")


def begin_totp(visit: Visit) -> Response:
    """Show a new authenticator's secret; the old one counts until the new one has shown a code."""
    asked = question(visit)
    if asked is not None:
        return asked
    secret = new_secret()
    with visit.house.database.transaction() as connection:
        Enrolments(visit.house.seal).begin(connection, visit.token, secret)
    return _enrolment(visit, secret, 200, wrong_code=False)


def settle_totp(visit: Visit) -> Response:
    """Take the new authenticator for the old one once it has shown a right code."""
    asked = question(visit)
    if asked is not None:
        return asked
    enrolments = Enrolments(visit.house.seal)
    with visit.house.database.transaction() as connection:
        secret = enrolments.of(connection, visit.token)
        if secret is None:
            raise BadInputError(say("account.no_enrolment"))
        step = code_step(secret, visit.text("new_code"), visit.now)
        if step is None:
            return _enrolment(visit, secret, 422, wrong_code=True)
        enrolments.settle(connection, visit.token, visit.member, step)
        _note(visit, connection, "totp_changed")
    return visit.go(_PATH, "account.done_totp")


def rename_passkey(visit: Visit) -> Response:
    """Give a passkey another name."""
    with visit.house.database.transaction() as connection:
        passkeys.rename(connection, visit.member, _key_id(visit), visit.text("name"))
    return visit.go(_PATH, "account.done_renamed")


def remove_passkey(visit: Visit) -> Response:
    """Take a passkey from the account."""
    asked = question(visit)
    if asked is not None:
        return asked
    with visit.house.database.transaction() as connection:
        removed = passkeys.remove(connection, visit.member, _key_id(visit))
        _note(visit, connection, "passkey_removed", name=removed.name)
    return visit.go(_PATH, "account.done_removed")


def end_session(visit: Visit) -> Response:
    """End one of the account's sessions."""
    with visit.house.database.transaction() as connection:
        if not sessions.end_named(connection, visit.member, visit.path["key"]):
            raise BadInputError(say("account.no_session"))
        _note(visit, connection, "sessions_ended")
    return visit.go(_PATH, "account.done_session")


def end_other_sessions(visit: Visit) -> Response:
    """End every session of the account but this one."""
    with visit.house.database.transaction() as connection:
        sessions.end_others(connection, visit.member, visit.token)
        _note(visit, connection, "sessions_ended")
    return visit.go(_PATH, "account.done_session")


def set_habits(visit: Visit) -> Response:
    """Write whether single keys act, and where our mails go."""
    email = visit.text("email").strip().lower()
    if email and not is_address(email):
        raise BadInputError(say("account.odd_email"))
    with visit.house.database.transaction() as connection:
        staff.set_single_keys(connection, visit.member, on=visit.text("single_keys") == "on")
        staff.set_email(connection, visit.member, email)
    return visit.go(_PATH, "account.done_habits")


def _enrolment(visit: Visit, secret: str, status: int, *, wrong_code: bool) -> Response:
    return visit.page(
        "account_totp.html",
        status,
        secret=spaced(secret),
        picture=enrolment_picture(secret, visit.member.name),
        wrong_new_code=wrong_code,
    )


def _key_id(visit: Visit) -> int:
    return read_number(visit.path["key"]) or 0


def _note(visit: Visit, connection: Connection, what: str, **detail: str) -> None:
    history.write(connection, visit.now, None, what, visit.member.display_name, **detail)


WAYS = (
    Way("GET", _PATH, show_account, ANYBODY),
    Way("POST", _PATH + "/mat-khau", change_password, ANYBODY),
    Way("POST", _PATH + "/ung-dung/moi", begin_totp, ANYBODY),
    Way("POST", _PATH + "/ung-dung", settle_totp, ANYBODY),
    Way("POST", _PATH + "/khoa/{key}/ten", rename_passkey, ANYBODY),
    Way("POST", _PATH + "/khoa/{key}/xoa", remove_passkey, ANYBODY),
    Way("POST", _PATH + "/phien/{key}/dung", end_session, ANYBODY),
    Way("POST", _PATH + "/phien-khac/dung", end_other_sessions, ANYBODY),
    Way("POST", _PATH + "/thoi-quen", set_habits, ANYBODY),
)
