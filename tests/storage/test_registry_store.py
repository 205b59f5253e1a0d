"""The directory where it lies tells the same as when it is read whole."""

from __future__ import annotations

from datetime import date

import pytest

from mailbot.cases.agency import Agency
from mailbot.cases.mailbox import Directory, Mailbox
from mailbot.cases.row import Holder
from mailbot.errors import BadInputError
from mailbot.storage import registry_store
from mailbot.storage.database import Database
from mailbot.storage.registry_store import StoredDirectory

AGENCIES = (Agency("a", "Phường A"), Agency("b", "Phường B"), Agency("c", "Phường C"))
BOXES = (
    Mailbox("anlv@cantho.gov.vn", Holder.PERSON, "Lê Văn Ân", "a", 'Phòng \\ "Một"', active=False),
    Mailbox(
        "binh@cantho.gov.vn",
        Holder.PERSON,
        "Trần Bình",
        "b",
        protected=True,
        phone="+84 901 234 567",
    ),
    Mailbox("phuongc@cantho.gov.vn", Holder.ORGANISATION, "Phường C", "c"),
)


@pytest.mark.parametrize(
    "merged",
    [
        pytest.param((Agency("new", "Mới", "a@x.vn"), Agency("a", "Cũ")), id="given up"),
        pytest.param((Agency("a", "A", "b@x.vn"), Agency("b", "B", "a@x.vn")), id="changed over"),
    ],
)
def test_an_agency_takes_over_the_mailbox_of_another_of_the_same_import(
    database: Database, merged: tuple[Agency, ...]
) -> None:
    with database.transaction() as connection:
        registry_store.save_agencies(
            connection, (Agency("a", "A", "a@x.vn"), Agency("b", "B", "b@x.vn"))
        )
        registry_store.save_agencies(connection, merged)
        known = registry_store.load_registry(connection)
    assert {one.code: one.mailbox for one in known.agencies if one in merged} == {
        one.code: one.mailbox for one in merged
    }


def test_a_mailbox_of_an_agency_that_keeps_it_is_refused_with_its_holder(
    database: Database,
) -> None:
    with database.transaction() as connection:
        registry_store.save_agencies(connection, (Agency("a", "A", "a@x.vn"),))
    with (
        pytest.raises(BadInputError, match=r"a@x\.vn đang là của cơ quan mã 'a'"),
        database.transaction() as connection,
    ):
        registry_store.save_agencies(connection, (Agency("b", "B", "a@x.vn"),))
    with database.transaction() as connection:
        assert registry_store.load_registry(connection).agencies == (Agency("a", "A", "a@x.vn"),)


def test_mailboxes_of_some_agencies_are_told_whole(database: Database) -> None:
    with database.transaction() as connection:
        registry_store.save_agencies(connection, AGENCIES)
        registry_store.import_mailboxes(connection, BOXES, date(2026, 11, 2))
        directory = StoredDirectory(connection)
        assert tuple(directory.of_agencies({"b", "a"})) == BOXES[:2]
        assert tuple(directory.of_agencies(frozenset())) == ()


def test_mailboxes_are_found_by_telephone_however_it_is_written(database: Database) -> None:
    with database.transaction() as connection:
        registry_store.import_mailboxes(connection, BOXES, date(2026, 11, 2))
        directory = StoredDirectory(connection)
        for phones in ({"0901234567", "0912345678"}, {"0912345678"}, frozenset[str]()):
            whole = Directory(BOXES).reached_at(phones)
            assert tuple(directory.reached_at(phones)) == tuple(whole)
        assert tuple(directory.reached_at({"0901234567"})) == BOXES[1:2]


def test_names_are_told_of_those_agencies_that_there_are(database: Database) -> None:
    with database.transaction() as connection:
        registry_store.save_agencies(connection, AGENCIES)
        assert registry_store.agency_names(connection, {"c", "d"}) == {"c": "Phường C"}
