"""Another life at the same inbox, or a lost database: nothing is answered a second time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path

from mailbot.house import House
from mailbot.storage import switches
from mailbot.storage.seal import new_key
from tests.databases import migrate
from tests.faults.conftest import FaultyWorld
from tests.journeys.world import a_mail
from tests.servers.mail import INBOX


@contextmanager
def another_life(faulty: FaultyWorld, folder: Path, **imap: object) -> Iterator[House]:
    """Yield a house of the same inbox with a new, empty database."""
    settings = faulty.world.house.settings
    places = {
        "database": settings.database.model_copy(update={"url": f"sqlite:///{folder}/other.db"}),
        "archive": settings.archive.model_copy(update={"directory": folder / "other"}),
        "imap": settings.imap.model_copy(update=imap),
    }
    house = House(settings.model_copy(update=places))
    migrate(house.database)
    house.archive.prepare()
    yield house
    house.close()


def looked(house: House) -> str:
    """Open the inbox as the daemon does; return who has paused the work, and why."""
    with house.inbox.open() as folder:
        house.receive.begin(folder)
        house.receive(folder)
    with house.database.reading() as connection:
        return switches.paused_by(connection)


def answer_one(faulty: FaultyWorld) -> None:
    looked(faulty.world.house)
    faulty.request()
    faulty.world.work()
    faulty.world.servers.wait_until_delivered()
    assert len(faulty.world.replies()) == 1


def test_a_database_begun_anew_waits_for_a_person_and_answers_nobody_again(
    faulty: FaultyWorld, tmp_path: Path
) -> None:
    answer_one(faulty)
    with another_life(faulty, tmp_path) as house:
        assert "mailbot restore" in looked(house)
        house.rounds.run_due()
        assert "mailbot restore" in looked(house), "told once"
        with house.database.transaction() as connection:
            switches.resume(connection)
        assert not looked(house), "a person's word is enough"
    assert len(faulty.world.replies()) == 1


def test_of_two_that_were_begun_at_once_one_sees_the_others_first_answer(
    faulty: FaultyWorld, tmp_path: Path
) -> None:
    with another_life(faulty, tmp_path) as house:
        faulty.world.servers.deliver(b"From: x@example.net\r\n\r\nx\r\n")
        with house.inbox.open() as folder:
            house.receive(folder)
            answer_one(faulty)
            house.receive(folder)
        house.rounds.run_due()
        assert "mailbot restore" in looked(house)
        assert not looked(faulty.world.house), "it knows its own answer"
        with house.database.transaction() as connection:
            switches.resume(connection)
        faulty.world.servers.deliver(b"From: x@example.net\r\n\r\nx\r\n")
        assert not looked(house), "a person's word is enough"
    assert len(faulty.world.replies()) == 1


def test_a_shadow_that_warns_its_administrators_is_no_other_life(
    faulty: FaultyWorld, tmp_path: Path
) -> None:
    looked(faulty.world.house)
    mime = b"From: x@cantho.gov.vn\r\nMessage-ID: %s\r\n\r\nx\r\n"
    warned = mime % b"<out.staff.system.backup.20261123.1.0123456789abcdef@cantho.gov.vn>"
    faulty.world.servers.submit(INBOX, faulty.world.servers.password(INBOX), warned)
    faulty.world.servers.wait_until_there(INBOX)
    assert not looked(faulty.world.house)
    with another_life(faulty, tmp_path) as house:
        assert not looked(house)


def test_another_installation_with_a_key_of_its_own_is_known_by_our_login(
    faulty: FaultyWorld, tmp_path: Path
) -> None:
    answer_one(faulty)
    (faulty.world.house.settings.secrets_directory / "seal-key").write_text(new_key())
    with another_life(faulty, tmp_path) as house:
        assert looked(house)


def test_one_that_has_sent_all_of_it_goes_on_though_the_server_numbers_anew(
    faulty: FaultyWorld,
) -> None:
    answer_one(faulty)
    house = faulty.world.house
    vars(house)["receive"] = replace(house.receive, mailbox="as if seen for the first time")
    assert not looked(house)


def test_what_was_sent_before_the_first_day_counts_for_nothing(
    faulty: FaultyWorld, tmp_path: Path
) -> None:
    answer_one(faulty)
    with another_life(faulty, tmp_path, since=date(2100, 1, 1)) as house:
        assert not looked(house)


def test_nobody_else_can_make_it_wait(faulty: FaultyWorld, tmp_path: Path) -> None:
    """A stranger's mail that calls itself one of ours."""
    forged = "<out.result.hs-2026-00001.1.0123456789abcdef@cantho.gov.vn>"
    faulty.world.submit(a_mail(Message_ID=forged))
    with another_life(faulty, tmp_path) as house:
        assert not looked(house)
