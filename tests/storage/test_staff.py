"""Accounts, their sessions and passkeys, on both databases."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import Connection, select

from mailbot.errors import BadInputError
from mailbot.storage import passkeys, sessions, staff
from mailbot.storage.database import Database
from mailbot.storage.passkeys import CHALLENGE_LASTS, Passkey
from mailbot.storage.seal import new_key, seal_from
from mailbot.storage.sessions import Enrolments
from mailbot.storage.staff import Member, Role, SecondFactors
from mailbot.storage.tables import staff_session
from tests.builders import MONDAY

MINUTE = timedelta(minutes=1)


def an_account(connection: Connection, name: str, *roles: Role) -> Member:
    """Return an account whose invitation was accepted."""
    staff.invite(connection, name, name.title(), roles or (Role.HANDLE,), MONDAY)
    staff.set_password(connection, named(connection, name), "a hash")
    return named(connection, name)


def named(connection: Connection, name: str) -> Member:
    found = staff.named_or_none(connection, name)
    assert found is not None
    return found


def a_passkey(credential: str = "abc", name: str = "Điện thoại") -> Passkey:
    return Passkey(0, 0, credential, b"key", 0, name, MONDAY)


@pytest.mark.parametrize("name", ["079095001234", "361234567", "cb079095001234", "079.095.001.234"])
def test_nobody_logs_in_by_a_national_id(database: Database, name: str) -> None:
    with database.transaction() as connection, pytest.raises(BadInputError) as refused:
        staff.invite(connection, name, "Lê An", [Role.HANDLE], MONDAY)
    assert "căn cước" in str(refused.value)
    assert name not in str(refused.value)


def test_a_telephone_is_a_name_to_log_in_with(database: Database) -> None:
    with database.transaction() as connection:
        assert an_account(connection, "0912345678").name == "0912345678"


def test_the_last_administrator_can_neither_be_closed_nor_lose_the_role(database: Database) -> None:
    with database.transaction() as connection:
        only = an_account(connection, "quan", Role.ADMINISTER, Role.VIEW)
        staff.invite(connection, "moi", "Mới", [Role.ADMINISTER], MONDAY)  # not accepted yet
        for deed in (
            lambda: staff.deactivate(connection, only),
            lambda: staff.set_roles(connection, only, [Role.VIEW]),
            lambda: staff.invite(connection, "quan", "Quan", [Role.VIEW], MONDAY),
        ):
            with pytest.raises(BadInputError, match="quản trị duy nhất"):
                deed()
        second = an_account(connection, "hai", Role.ADMINISTER)
        staff.deactivate(connection, only)
        with pytest.raises(BadInputError, match="quản trị duy nhất"):
            staff.deactivate(connection, second)


def test_roles_are_changed_and_never_none(database: Database) -> None:
    with database.transaction() as connection:
        lan = an_account(connection, "lan")
        staff.set_roles(connection, lan, [Role.APPROVE, Role.VIEW])
        assert named(connection, "lan").roles == {Role.APPROVE, Role.VIEW}
        with pytest.raises(BadInputError, match="ít nhất một vai trò"):
            staff.set_roles(connection, lan, [])


def test_a_new_invitation_ends_passkeys_and_sessions(database: Database) -> None:
    with database.transaction() as connection:
        lan = an_account(connection, "lan")
        passkeys.add(connection, lan, a_passkey())
        token = staff.begin_session(connection, lan, MONDAY)
        staff.invite(connection, "lan", "Lan", [Role.HANDLE], MONDAY, "lan@cantho.gov.vn")
        assert passkeys.of_member(connection, lan) == ()
        assert staff.session_of(connection, token, MONDAY) is None
        assert named(connection, "lan").email == "lan@cantho.gov.vn"


def test_a_session_is_ended_by_its_owner_only(database: Database) -> None:
    with database.transaction() as connection:
        lan, minh = an_account(connection, "lan"), an_account(connection, "minh")
        own = staff.begin_session(connection, lan, MONDAY, "10.0.0.7", "Firefox")
        lost = staff.begin_session(connection, lan, MONDAY)
        listed = sessions.open_sessions(connection, lan, own, MONDAY)
        assert [(one.address, one.is_own) for one in listed if one.is_own] == [("10.0.0.7", True)]
        key = next(one.key for one in listed if not one.is_own)
        assert not sessions.end_named(connection, minh, key)
        assert not sessions.end_named(connection, lan, key[:4])
        assert not sessions.end_named(connection, lan, "%" * 16)
        assert sessions.end_named(connection, lan, key)
        assert staff.session_of(connection, lost, MONDAY) is None
        assert staff.session_of(connection, own, MONDAY) is not None


def test_a_new_session_clears_away_those_that_are_over(database: Database) -> None:
    with database.transaction() as connection:
        lan = an_account(connection, "lan")
        staff.begin_session(connection, lan, MONDAY - 31 * MINUTE)
        used = staff.begin_session(connection, lan, MONDAY - 29 * MINUTE)
        staff.see(connection, used, MONDAY - 5 * MINUTE)
        new = staff.begin_session(connection, lan, MONDAY)
        kept = connection.execute(select(staff_session.c.token_sha)).scalars().all()
        assert set(kept) == {staff.token_sha(used), staff.token_sha(new)}


def test_all_other_sessions_end_at_once_and_old_ones_are_not_listed(database: Database) -> None:
    with database.transaction() as connection:
        lan = an_account(connection, "lan")
        own = staff.begin_session(connection, lan, MONDAY)
        staff.begin_session(connection, lan, MONDAY)
        staff.begin_session(connection, lan, MONDAY - 31 * MINUTE)
        assert len(sessions.open_sessions(connection, lan, own, MONDAY)) == 2
        assert sessions.end_others(connection, lan, own) == 2
        assert len(sessions.open_sessions(connection, lan, own, MONDAY)) == 1


def test_a_new_authenticator_counts_only_once_it_is_proven(database: Database) -> None:
    seal = seal_from(new_key())
    factors, enrolments = SecondFactors(seal), Enrolments(seal)
    with database.transaction() as connection:
        lan = an_account(connection, "lan")
        factors.begin(connection, lan, "OLD")
        token = staff.begin_session(connection, lan, MONDAY)
        assert enrolments.of(connection, token) is None
        enrolments.begin(connection, token, "NEW")
        assert (enrolments.of(connection, token), factors.of(connection, lan)) == ("NEW", "OLD")
        enrolments.settle(connection, token, lan, 7)
        assert (enrolments.of(connection, token), factors.of(connection, lan)) == (None, "NEW")
        assert not staff.use_step(connection, lan, 7)


def test_a_challenge_is_good_once_and_not_for_long(database: Database) -> None:
    with database.transaction() as connection:
        made = passkeys.new_challenge(connection, MONDAY)
        assert not passkeys.use_challenge(connection, b"another", MONDAY)
        assert passkeys.use_challenge(connection, made, MONDAY + CHALLENGE_LASTS)
        assert not passkeys.use_challenge(connection, made, MONDAY)
        late = passkeys.new_challenge(connection, MONDAY)
        assert not passkeys.use_challenge(connection, late, MONDAY + CHALLENGE_LASTS + MINUTE)


def test_a_passkey_is_named_used_and_removed_by_its_owner_only(database: Database) -> None:
    with database.transaction() as connection:
        lan, minh = an_account(connection, "lan"), an_account(connection, "minh")
        passkeys.add(connection, lan, a_passkey(name="  Máy   tính "))
        with pytest.raises(BadInputError, match="đã được thêm"):
            passkeys.add(connection, minh, a_passkey())
        (key,) = passkeys.of_member(connection, lan)
        assert (key.name, key.used_at) == ("Máy tính", None)
        passkeys.used(connection, key, 5, MONDAY)
        passkeys.rename(connection, lan, key.id, "Khóa USB")
        (kept,) = passkeys.of_member(connection, lan)
        assert (kept.name, kept.sign_count, kept.used_at) == ("Khóa USB", 5, MONDAY)
        with pytest.raises(BadInputError, match="Không có khóa"):
            passkeys.remove(connection, minh, key.id)
        with pytest.raises(BadInputError, match="Không có khóa"):
            passkeys.rename(connection, minh, key.id, "x")
        with pytest.raises(BadInputError, match="đặt tên"):
            passkeys.rename(connection, lan, key.id, " ")
        passkeys.remove(connection, lan, key.id)
        assert passkeys.by_credential(connection, key.credential) is None
