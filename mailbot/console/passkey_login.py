"""Logging in and proving oneself anew by a passkey; adding, naming and removing one's own.

The browser's script asks for options, lets the person confirm, and sends the answer.
"""

from __future__ import annotations

from sqlalchemy import Connection
from starlette.responses import JSONResponse, Response

from mailbot.console.login import admit
from mailbot.console.passkey_proof import (
    PasskeyRefusedError,
    challenge_of,
    creation_options,
    credential_of,
    made,
    request_options,
    shown,
)
from mailbot.console.visit import Visit
from mailbot.console.way_back import FIELD, own_path
from mailbot.console.ways import ANYBODY, Way
from mailbot.errors import BadInputError
from mailbot.storage import history, passkeys, staff
from mailbot.storage.staff import Member
from mailbot.words import say


def ask_to_log_in(visit: Visit) -> Response:
    """Ask for any passkey of ours: who it is, it tells itself."""
    if not visit.office.attempts.may_try(visit.now, f"passkey from {visit.address}"):
        return _fault("account.too_often", 429)
    with visit.house.database.transaction() as connection:
        challenge = passkeys.new_challenge(connection, visit.now)
    return _json(request_options((), challenge, visit.origin))


def log_in(visit: Visit) -> Response:
    """Begin a session for the account whose passkey this is."""
    with visit.house.database.transaction() as connection:
        member = _proven(visit, connection)
        if member is not None and member.active and member.password_hash:
            to = own_path(visit.text(FIELD)) or visit.home(member)
            return admit(visit, connection, member, JSONResponse({"next": to}))
        history.write(connection, visit.now, None, "login_refused", "?")
    return _fault("account.passkey_refused", 401)


def ask_to_prove(visit: Visit) -> Response:
    """Ask for a passkey of the one who is logged in."""
    with visit.house.database.transaction() as connection:
        known = passkeys.of_member(connection, visit.member)
        if not known:
            return _fault("account.no_passkey", 404)
        challenge = passkeys.new_challenge(connection, visit.now)
    return _json(request_options(known, challenge, visit.origin))


def prove(visit: Visit) -> Response:
    """Write that the second factor was shown again."""
    with visit.house.database.transaction() as connection:
        member = _proven(visit, connection)
        if member is None or member.id != visit.member.id:
            return _fault("account.passkey_refused", 401)
        staff.prove(connection, visit.token, visit.now)
    return JSONResponse({"next": ""})


def ask_to_add(visit: Visit) -> Response:
    """Ask for a new passkey."""
    if visit.needs_proof:
        return _fault("account.prove_first", 403)
    with visit.house.database.transaction() as connection:
        known = passkeys.of_member(connection, visit.member)
        challenge = passkeys.new_challenge(connection, visit.now)
    return _json(creation_options(visit.member, known, challenge, visit.origin))


def add(visit: Visit) -> Response:
    """Add the passkey the browser made."""
    if visit.needs_proof:
        return _fault("account.prove_first", 403)
    answer = visit.text("credential")
    with visit.house.database.transaction() as connection:
        try:
            challenge = _challenge(visit, connection, answer)
            key = made(answer, challenge, visit.origin, visit.text("name"), visit.now)
            passkeys.add(connection, visit.member, key)
        except PasskeyRefusedError:
            return _fault("account.passkey_refused", 422)
        except BadInputError as error:
            return JSONResponse({"fault": str(error)}, 422)
        who = visit.member.display_name
        history.write(connection, visit.now, None, "passkey_added", who, name=key.name)
    return JSONResponse({"next": "/tai-khoan?xong=account.done_passkey"})


def _proven(visit: Visit, connection: Connection) -> Member | None:
    """Return whose passkey has answered our challenge, or None."""
    answer = visit.text("credential")
    try:
        challenge = _challenge(visit, connection, answer)
        key = passkeys.by_credential(connection, credential_of(answer))
        if key is None:
            return None
        passkeys.used(connection, key, shown(answer, key, challenge, visit.origin), visit.now)
    except PasskeyRefusedError:
        return None
    return next((one for one in staff.listed(connection) if one.id == key.staff_id), None)


def _challenge(visit: Visit, connection: Connection, answer: str) -> bytes:
    """Return the challenge that was answered: ours, in time, and never used before."""
    challenge = challenge_of(answer)
    if not passkeys.use_challenge(connection, challenge, visit.now):
        raise PasskeyRefusedError
    return challenge


def _json(text: str) -> Response:
    return Response(text, media_type="application/json")


def _fault(code: str, status: int) -> Response:
    return JSONResponse({"fault": say(code)}, status)


WAYS = (
    Way("POST", "/dang-nhap/khoa/hoi", ask_to_log_in, None),
    Way("POST", "/dang-nhap/khoa", log_in, None),
    Way("POST", "/xac-thuc/khoa/hoi", ask_to_prove, ANYBODY),
    Way("POST", "/xac-thuc/khoa", prove, ANYBODY),
    Way("POST", "/tai-khoan/khoa/hoi", ask_to_add, ANYBODY),
    Way("POST", "/tai-khoan/khoa", add, ANYBODY),
)
