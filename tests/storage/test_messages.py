"""What becomes of a mail is written once."""

from __future__ import annotations

import pytest

from mailbot.errors import TryLaterError
from mailbot.storage import messages
from mailbot.storage.case_store import CaseStore
from mailbot.storage.database import Database
from mailbot.storage.messages import Arrived, Disposition, Spot
from tests.builders import MONDAY, a_case
from tests.databases import SEAL


def recorded(database: Database) -> int:
    with database.transaction() as connection:
        arrived = Arrived("a" * 64, "b" * 64, 10, "<1@x.vn>", MONDAY)
        return messages.record(connection, arrived, Spot("inbox", 1, 1), MONDAY)


def test_a_worker_that_was_overtaken_concludes_no_mail_again(database: Database) -> None:
    """All it wrote with it, a second case above all, is rolled back."""
    mail = recorded(database)
    with database.transaction() as connection:
        case = CaseStore(SEAL).open(connection, a_case(), MONDAY)
        messages.conclude(connection, mail, Disposition.CASE, case_id=case.id)
    with pytest.raises(TryLaterError), database.transaction() as connection:
        messages.conclude(connection, mail, Disposition.REJECTED)
    with database.reading() as connection:
        kept = messages.load(connection, mail)
    assert (kept.disposition, kept.case_id) == (Disposition.CASE, case.id)


def test_a_mail_that_was_put_aside_may_be_concluded_after_all(database: Database) -> None:
    mail = recorded(database)
    with database.transaction() as connection:
        messages.quarantine(connection, mail)
        messages.conclude(connection, mail, Disposition.LEFT_ALONE)
        assert messages.load(connection, mail).disposition is Disposition.LEFT_ALONE
