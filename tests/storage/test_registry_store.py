"""The directory where it lies tells the same as when it is read whole."""

from __future__ import annotations

from datetime import date

from mailbot.cases.agency import Agency
from mailbot.cases.mailbox import Directory, Mailbox
from mailbot.cases.row import Holder
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
