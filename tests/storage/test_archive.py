"""The archive keeps bytes sealed, in files and in the database, and gives them back."""

from __future__ import annotations

import errno
import hashlib
import os
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from pathlib import Path
from typing import Any, Never

import pytest
from sqlalchemy import Connection, event, insert, select

from mailbot.errors import TryLaterError
from mailbot.storage import database_archive
from mailbot.storage.any_archive import AnyArchive
from mailbot.storage.archive import ABANDONED_SECONDS, Archive
from mailbot.storage.database import Database
from mailbot.storage.database_archive import DatabaseArchive
from mailbot.storage.seal import new_key, seal_from
from mailbot.storage.sealed_bytes import SEGMENT, DamagedError
from mailbot.storage.tables import raw_mail
from tests.closed_folder import close
from tests.disk_deeds import disk_deeds

OLD, NEW = new_key(), new_key()
SECRET = b"Received: 092088004321" * 100_000  # three segments


class Place:
    """Where an archive lies, opened with one seal or another."""

    def __init__(self, database: Database, folder: Path) -> None:
        self.database, self.folder = database, folder

    def archive(self, keys: str = OLD) -> AnyArchive:
        if self.database.engine.dialect.name == "postgresql":
            return DatabaseArchive(self.database, seal_from(keys))
        archive = Archive(self.folder, seal_from(keys))
        archive.prepare()
        return archive

    def stored(self) -> list[bytes]:
        with self.database.transaction() as connection:
            rows = connection.execute(select(raw_mail.c.raw).order_by(raw_mail.c.piece)).scalars()
            pieces = [bytes(row) for row in rows]
        return pieces or [path.read_bytes() for path in sorted(self.folder.glob("??/*"))]

    def store_plainly(self, raw: bytes) -> str:
        """Store it as versions did that knew no seal for it."""
        name = hashlib.sha256(raw).hexdigest()
        if self.database.engine.dialect.name == "postgresql":
            with self.database.transaction() as connection:
                connection.execute(insert(raw_mail).values(sha=name, piece=0, raw=raw))
        else:
            path = self.folder / name[:2] / f"{name}.eml"
            path.parent.mkdir(parents=True)
            path.write_bytes(raw)
        return name


@pytest.fixture
def place(database: Database, tmp_path: Path) -> Place:
    return Place(database, tmp_path / "archive")


def test_what_lies_there_can_be_read_with_the_key_only(place: Place) -> None:
    name = place.archive().put(SECRET)
    assert name == hashlib.sha256(SECRET).hexdigest()
    assert place.archive().get(name) == SECRET
    assert not any(b"092088004321" in piece for piece in place.stored())
    with pytest.raises(Exception, match="seal-key"):
        place.archive(NEW).get(name)


def test_parts_are_kept_under_the_hash_of_the_whole(place: Place) -> None:
    archive = place.archive()
    name = archive.put_parts(SECRET[at : at + 9999] for at in range(0, len(SECRET), 9999))
    assert archive.names() == (name,)
    assert max(len(part) for part in archive.parts(name)) <= SEGMENT
    assert archive.put(SECRET) == name


def test_only_what_a_crash_left_long_ago_is_removed(tmp_path: Path) -> None:
    archive = Archive(tmp_path, seal_from(OLD))
    left = tmp_path / "left.part"
    left.touch()
    os.utime(left, (0, time.time() - ABANDONED_SECONDS - 60))
    on_its_way = archive.portion()
    name = on_its_way.put((SECRET,))

    archive.prepare()  # as another process does when it starts
    on_its_way.settle()

    assert archive.get(name) == SECRET
    assert not left.exists()


def test_parts_that_break_off_leave_nothing_behind(place: Place) -> None:
    def parts() -> Iterator[bytes]:
        yield SECRET
        raise TryLaterError("the mail was taken away")

    archive = place.archive()
    with pytest.raises(TryLaterError):
        archive.put_parts(parts())
    assert archive.names() == ()
    assert place.stored() == []
    assert not list(place.folder.glob("*.part"))


def test_what_is_purged_while_a_new_key_takes_over_is_nothing_to_seal(place: Place) -> None:
    name = place.archive().put(SECRET)
    place.archive().remove(name)
    assert not place.archive(f"{NEW}\n{OLD}").renew(name)
    assert not place.archive(NEW).holds(name)


def test_a_new_key_takes_over_and_the_old_one_may_go(place: Place) -> None:
    name = place.archive().put(SECRET)
    both = place.archive(f"{NEW}\n{OLD}")
    assert both.renew(name)
    assert not both.renew(name)
    assert place.archive(NEW).get(name) == SECRET


def test_what_is_put_anew_while_a_new_key_takes_over_keeps_its_own_key(place: Place) -> None:
    """The key of what was there before would open nothing of it any more."""
    name = place.archive().put(SECRET)
    waiting = [place.archive()]

    def purged_and_put_anew(_c: object, _cursor: object, said: str, *_: object) -> None:
        if said.startswith("UPDATE raw_mail") and waiting:
            other = waiting.pop()
            other.remove(name)
            other.put(SECRET)

    both, engine = place.archive(f"{NEW}\n{OLD}"), place.database.engine
    event.listen(engine, "before_cursor_execute", purged_and_put_anew)
    both.renew(name)
    event.remove(engine, "before_cursor_execute", purged_and_put_anew)

    assert both.get(name) == SECRET
    both.renew(name)
    assert place.archive(NEW).get(name) == SECRET


def test_what_an_earlier_version_left_open_is_read_and_then_sealed(place: Place) -> None:
    archive = place.archive()
    name = place.store_plainly(SECRET)
    assert archive.get(name) == SECRET
    assert archive.renew(name)
    assert not any(b"092088004321" in piece for piece in place.stored())
    assert archive.get(name) == SECRET


def test_an_earlier_version_can_read_what_was_laid_open(place: Place) -> None:
    archive = place.archive()
    archive.lay_open(archive.put(SECRET))
    assert place.stored() == [SECRET]


def test_what_is_removed_is_gone_in_all_its_pieces(place: Place) -> None:
    archive = place.archive()
    name = archive.put(SECRET)
    archive.remove(name)
    assert place.stored() == []
    with pytest.raises(TryLaterError, match=name):
        archive.get(name)


def test_a_damaged_file_is_told_and_never_read(tmp_path: Path) -> None:
    archive = Archive(tmp_path, seal_from(OLD))
    name = archive.put(b"content")
    path = next(tmp_path.glob("??/*"))
    path.write_bytes(path.read_bytes()[:-1] + b"?")
    with pytest.raises(DamagedError, match="segment 0"):
        archive.get(name)


def test_a_directory_that_cannot_be_made_is_an_outage_and_no_bug(tmp_path: Path) -> None:
    (tmp_path / "no-directory").write_bytes(b"")
    archive = Archive(tmp_path / "no-directory" / "archive", seal_from(OLD))
    with pytest.raises(TryLaterError, match="archive"):
        archive.put(SECRET)


def test_a_folder_that_cannot_be_read_is_an_outage_and_holds_not_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else a new key would be told to have taken over all, and the old one be thrown away."""
    archive = Archive(tmp_path, seal_from(OLD))
    name = archive.put(b"one")
    close(tmp_path / name[:2], monkeypatch)
    for refused in (archive.names, lambda: archive.remove(name)):
        with pytest.raises(TryLaterError, match="archive: Permission denied"):
            refused()


def test_parts_that_break_off_leave_nothing(place: Place) -> None:
    def broken() -> object:
        yield SECRET
        raise TryLaterError("the connection broke")

    with pytest.raises(TryLaterError, match="broke"):
        place.archive().put_parts(broken())  # type: ignore[arg-type]
    assert place.archive().names() == ()
    assert [path for path in place.folder.rglob("*") if path.is_file()] == []


def test_a_portion_is_there_once_it_is_settled_and_not_before(place: Place) -> None:
    archive = place.archive()
    portion = archive.portion()
    names = [portion.put((raw, b" goes on")) for raw in (b"one", b"two", b"one")]
    assert archive.names() == ()

    portion.settle()
    portion.settle()

    assert archive.names() == tuple(sorted(set(names)))
    assert [archive.get(name) for name in names[:2]] == [b"one goes on", b"two goes on"]
    assert len(place.stored()) in {2, 4}  # no file half written is left; rows are two each


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_of_two_who_put_the_same_at_once_the_second_uses_what_the_first_put(place: Place) -> None:
    archive = place.archive()
    first, second = archive.portion(), archive.portion()
    assert first.put([SECRET]) == second.put([SECRET])
    first.settle()
    stored = place.stored()
    second.settle()
    assert place.stored() == stored


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_who_puts_what_another_is_just_putting_waits_for_it_and_uses_it(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = place.archive()
    first, second = archive.portion(), archive.portion()
    assert first.put([SECRET]) == second.put([SECRET])
    real, begun = database_archive.write_pieces, list[Future[None]]()

    with ThreadPoolExecutor(1) as beside:

        def meanwhile(connection: Connection, *what: Any) -> None:
            real(connection, *what)
            begun.append(beside.submit(second.settle))
            assert wait(begun, timeout=0.5).not_done

        monkeypatch.setattr(database_archive, "write_pieces", meanwhile)
        first.settle()
        begun[0].result()
    assert len(begun) == 1
    assert archive.names() == (hashlib.sha256(SECRET).hexdigest(),)


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_who_rests_on_what_another_is_just_putting_too_has_it_at_once(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = place.archive()
    second = archive.portion()
    second.put([SECRET])
    name = archive.put(SECRET)
    real = database_archive.put_pieces

    def rests_on_it() -> None:
        with place.database.transaction() as connection:
            archive.hold(connection, [name])

    with ThreadPoolExecutor(1) as beside:

        def meanwhile(connection: Connection, *what: Any) -> None:
            real(connection, *what)
            beside.submit(rests_on_it).result(10)

        monkeypatch.setattr(database_archive, "put_pieces", meanwhile)
        second.settle()


def test_a_disk_without_room_for_what_waits_to_be_stored_is_worth_another_try(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever takes mail in ends at any other error, and all other work with it."""

    def full(*_: object) -> Never:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as disk:
        disk.setattr("mailbot.storage.archive.seal_parts", full)
        disk.setattr("mailbot.storage.database_archive.seal_parts", full)
        with pytest.raises(TryLaterError, match="No space"):
            place.archive().put(SECRET)
    assert place.stored() == []
    assert place.archive().get(place.archive().put(SECRET)) == SECRET


def _put(archive: Archive) -> None:
    archive.put(b"three")


def _put_together(archive: Archive) -> None:
    portion = archive.portion()
    for raw in (b"three", b"four"):
        portion.put((raw,))
    portion.settle()


def _renew(archive: Archive) -> None:
    renewing = Archive(archive.directory, seal_from(f"{NEW}\n{OLD}"))
    assert all(renewing.renew(name) for name in archive.names())


def _lay_open(archive: Archive) -> None:
    for name in archive.names():
        archive.lay_open(name)


@pytest.mark.parametrize("write", [_put, _put_together, _renew, _lay_open])
def test_no_loss_of_power_takes_what_the_archive_has_taken(
    tmp_path: Path, write: Callable[[Archive], None]
) -> None:
    archive = Archive(tmp_path / "archive", seal_from(OLD))
    for raw in (b"one", b"two"):
        archive.put(raw)
    before = {path: path.read_bytes() for path in archive.directory.glob("??/*")}

    with disk_deeds() as deeds:
        write(archive)

    written = [
        path for path in archive.directory.glob("??/*") if before.get(path) != path.read_bytes()
    ]
    assert written
    assert all(map(deeds.kept, written))
    folders = deeds.said[-1:]
    assert folders == [("synced", archive.directory.stat().st_ino)], "with the folder they are in"
