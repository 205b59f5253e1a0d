"""A changed mailbox needs a second person; every change keeps its reason."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mailbot.errors import BadInputError
from mailbot.storage import agency_changes, registry_store
from mailbot.storage.agency_changes import ChangeState
from mailbot.storage.database import Database
from tests.builders import MONDAY, NINH_KIEU

MOVED = replace(NINH_KIEU, mailbox="vpninhkieu@cantho.gov.vn")


@pytest.fixture
def known(database: Database) -> Database:
    with database.transaction() as connection:
        registry_store.save_agencies(connection, (NINH_KIEU,))
    return database


def test_a_telephone_changes_at_once(known: Database) -> None:
    after = replace(NINH_KIEU, phone="02923811200")
    with known.transaction() as connection:
        made = agency_changes.make(connection, NINH_KIEU, after, "đổi số", "Lan", MONDAY)
        assert made.state is ChangeState.MADE
        assert registry_store.load_registry(connection).agencies == (after,)
        assert agency_changes.of_agency(connection, NINH_KIEU.code) == (made,)


def test_a_mailbox_changes_when_a_second_person_says_so(known: Database) -> None:
    with known.transaction() as connection:
        change = agency_changes.make(connection, NINH_KIEU, MOVED, "đổi hộp thư", "Lan", MONDAY)
        assert registry_store.load_registry(connection).agencies == (NINH_KIEU,)
        assert agency_changes.waiting(connection) == (change,)
        with pytest.raises(BadInputError, match="người thứ hai"):
            agency_changes.confirm(connection, change.id, "Lan", MONDAY)
        done = agency_changes.confirm(connection, change.id, "Minh", MONDAY)
        assert (done.state, done.settled_by) == (ChangeState.MADE, "Minh")
        assert registry_store.load_registry(connection).agencies == (MOVED,)
        with pytest.raises(BadInputError, match="đã được xác nhận"):
            agency_changes.confirm(connection, change.id, "Minh", MONDAY)


def test_one_change_waits_at_a_time_and_may_be_withdrawn(known: Database) -> None:
    with known.transaction() as connection:
        change = agency_changes.make(connection, NINH_KIEU, MOVED, "đổi", "Lan", MONDAY)
        with pytest.raises(BadInputError, match="chờ người thứ hai"):
            agency_changes.make(connection, NINH_KIEU, MOVED, "đổi", "Minh", MONDAY)
        agency_changes.withdraw(connection, change.id, "Lan", MONDAY)
        assert agency_changes.waiting(connection) == ()
        assert registry_store.load_registry(connection).agencies == (NINH_KIEU,)
        agency_changes.make(connection, NINH_KIEU, MOVED, "đổi lại", "Minh", MONDAY)


def test_a_confirmation_never_overwrites_what_was_changed_meanwhile(known: Database) -> None:
    imported = replace(NINH_KIEU, phone="02923811299")
    with known.transaction() as connection:
        change = agency_changes.make(connection, NINH_KIEU, MOVED, "đổi", "Lan", MONDAY)
        registry_store.save_agencies(connection, (imported,))
        with pytest.raises(BadInputError, match="đề xuất lại"):
            agency_changes.confirm(connection, change.id, "Minh", MONDAY)
        assert registry_store.load_registry(connection).agencies == (imported,)
