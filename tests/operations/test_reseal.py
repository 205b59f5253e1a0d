"""A new seal key: everything sealed comes under it, and then the old one may go."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import LargeBinary, select, update

from mailbot.cases.state import State
from mailbot.errors import SettingsError
from mailbot.house import House
from mailbot.operations.audit import audit
from mailbot.operations.doctor import Check, checks
from mailbot.operations.doctor_deep import DEEP_LOOKS
from mailbot.operations.reseal import lay_open, reseal
from mailbot.storage import history, letters, outbox, schema
from mailbot.storage.holder_marks import MadeBefore
from mailbot.storage.membership import check_seal
from mailbot.storage.seal import Seal, new_key
from mailbot.storage.sealed_bytes import is_sealed
from mailbot.storage.tables import SEALED_BYTES, effect, metadata
from tests.crash.requests import a_request
from tests.journeys.desk import desk_of
from tests.journeys.paper import TWO_RECRUITS, Letter
from tests.journeys.world import AGREED, World, a_mail
from tests.readers import share_readers

PUBLIC = {"certificate.der", "passkey.public_key"}


@pytest.fixture
def answered(world_on_both: World) -> World:
    """Return a world in which one request was answered: something lies in every place."""
    letter = world_on_both.signed(Letter(sheets=(TWO_RECRUITS,)))
    world_on_both.submit(a_mail(("Công văn.pdf", letter)))
    world_on_both.take_in()
    with world_on_both.house.database.transaction() as connection:
        check_seal(connection, world_on_both.house.seal)
    world_on_both.work()
    return world_on_both


@contextmanager
def with_keys(world: World, keys: str) -> Iterator[House]:
    """Yield a house of the same settings that knows these keys only."""
    secret: Path = world.house.settings.secrets_directory / "seal-key"
    secret.write_text(keys)
    house = House(world.house.settings)
    try:
        yield house
    finally:
        house.close()


def faults(house: House) -> list[Check]:
    """Return what a deep look at everything finds."""
    return [one for one in checks(house, DEEP_LOOKS) if not one.good]


def stored(house: House) -> list[bytes]:
    """Return every long content as it lies in the database."""
    with house.database.transaction() as connection:
        return [
            bytes(found)
            for column in SEALED_BYTES
            for found in connection.execute(select(column).where(column.is_not(None))).scalars()
        ]


def test_every_column_of_bytes_is_sealed_or_public() -> None:
    long_content = {str(column) for column in SEALED_BYTES}
    for table in metadata.tables.values():
        for column in table.columns:
            if isinstance(column.type, LargeBinary):
                sealed = column.name.startswith("sealed") or str(column) in long_content
                assert sealed or str(column) in PUBLIC, column


def test_after_a_new_key_took_over_the_old_one_is_needed_for_nothing(answered: World) -> None:
    old, new = answered.house.secret("seal-key")().get_secret_value(), new_key()
    case_id = answered.the_case().id
    with with_keys(answered, f"{new}\n{old}") as house:
        done = reseal(house)
        assert done.files > 0
        assert done.fields > 5
        assert (reseal(house).files, reseal(house).fields) == (0, 0)

    with with_keys(answered, new) as house:
        assert not faults(house)
        with house.database.transaction() as connection:
            check_seal(connection, house.seal)
            assert house.cases.load(connection, case_id).rows[0].name
            assert house.passphrases.of(connection, "pnk") == AGREED
            number = TWO_RECRUITS.rows[0][5]
            assert MadeBefore(house.seal, connection, None)({number}).keys() == {number}
            (notice,) = letters.of_case(connection, case_id)
            assert notice.signed is not None
            assert notice.signed.startswith(b"%PDF")
            assert b"\r\n" in outbox.of_case(connection, case_id)[-1].mime
    with with_keys(answered, old) as house, pytest.raises(SettingsError, match="seal-key"):
        house.archive.get(house.archive.names()[0])


@pytest.mark.parametrize("swaps", [0, 3])
def test_a_change_of_keys_that_breaks_off_amid_open_cases_is_done_by_the_next_run(
    answered: World, monkeypatch: pytest.MonkeyPatch, swaps: int
) -> None:
    """Killed among the files, or among the fields: a case is open, and is answered under the new
    key alone.
    """
    old, new = answered.house.secret("seal-key")().get_secret_value(), new_key()
    answered.submit(a_request(answered, 46, Message_ID="<sau@cantho.gov.vn>"))
    answered.take_in()
    answered.house.rounds.run_due(most=1)
    left = iter(range(swaps))
    real = Seal.renewed

    def killed(seal: Seal, sealed: bytes) -> bytes | None:
        if next(left, None) is None:
            raise KeyboardInterrupt
        return real(seal, sealed)

    with with_keys(answered, f"{new}\n{old}") as house:
        monkeypatch.setattr(Seal, "renewed", killed)
        with pytest.raises(KeyboardInterrupt):
            reseal(house)
        monkeypatch.undo()
        assert not faults(house)
        reseal(house)
        assert (reseal(house).files, reseal(house).fields) == (0, 0)
    with with_keys(answered, new) as house:
        share_readers(house)
        house.rounds.run_due()
        assert not faults(house)
        with house.database.transaction() as connection:
            states = [case.state for case in house.cases.listed(connection, frozenset(State))]
        assert states == [State.ANSWERED] * 2


def test_an_upgrade_marks_for_whom_earlier_versions_made_mailboxes(
    answered: World, tmp_path: Path
) -> None:
    with answered.house.database.transaction() as connection:
        connection.execute(update(effect).values(holder_mark=None))
    desk_of(answered, tmp_path).value("db", "upgrade")
    number = TWO_RECRUITS.rows[1][5]
    with answered.house.database.transaction() as connection:
        assert MadeBefore(answered.house.seal, connection, None)({number}).keys() == {number}


def test_no_letter_and_no_mail_lies_open_in_the_database(answered: World) -> None:
    contents = stored(answered.house)
    assert len(contents) >= 2
    assert not any(b"%PDF" in one or b"Message-ID" in one for one in contents)


def test_an_earlier_version_finds_everything_open_once_it_was_laid_open(answered: World) -> None:
    house = answered.house
    names = house.archive.names()
    before = {name: house.archive.get(name) for name in names}

    assert lay_open(house).files == len(names)

    assert not any(is_sealed(one) for one in stored(house))
    assert {name: house.archive.get(name) for name in names} == before
    assert [one for one in checks(house, DEEP_LOOKS) if not one.good] == []
    assert reseal(house).files == len(names)


def test_the_way_down_to_an_early_version_and_up_again_loses_nothing(answered: World) -> None:
    house = answered.house
    mails = {name: house.archive.get(name) for name in house.archive.names()}
    case, links = answered.the_case(), [link for _, link in history.lines(house.database)]
    with pytest.raises(SettingsError, match="reseal --open"):
        schema.upgrade(house.database, "0002")
    lay_open(house)
    if house.is_shared:
        with pytest.raises(SettingsError, match="không lùi được"):
            schema.upgrade(house.database, "0001")

    schema.upgrade(house.database, "0002")
    with pytest.raises(SettingsError, match="0002"):
        schema.check(house.database)
    schema.upgrade(house.database)
    reseal(house)

    assert answered.the_case() == case
    assert [link for _, link in history.lines(house.database)] == links
    assert audit(house.database).breaks == ()
    assert {name: house.archive.get(name) for name in house.archive.names()} == mails
