from __future__ import annotations

import errno
import json
import os
import shutil
import sqlite3
import threading
import time
from contextlib import closing
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import inspect, make_url, text

from mailbot.__main__ import main
from mailbot.errors import BadInputError, SettingsError, TryLaterError, in_words
from mailbot.operations import backup, database_copy
from mailbot.operations.backup import MISSED, back_up, restore
from mailbot.operations.database_copy import copy_database, restore_database
from mailbot.storage import backups, facts, restore_mark, schema, switches
from mailbot.storage.archive import Archive
from mailbot.storage.database import open_database
from mailbot.storage.seal import new_key, seal_from
from tests.closed_folder import close
from tests.databases import SEAL, migrated, migrated_on
from tests.disk_deeds import disk_deeds
from tests.faults.disk import fill, small_disk
from tests.operations.copy_settings import write_settings
from tests.servers.postgres import Postgres

NIGHT = datetime(2026, 11, 23, 18, 30, tzinfo=UTC)
LATER = NIGHT + timedelta(days=3650)


@pytest.fixture
def url(tmp_path: Path) -> str:
    """Return the URL of a SQLite database with some thousand pages."""
    file = tmp_path / "mailbot.db"
    with closing(sqlite3.connect(file)) as database, database:
        database.execute("CREATE TABLE letter (id INTEGER PRIMARY KEY, body BLOB)")
        database.execute("CREATE TABLE fact (name TEXT PRIMARY KEY, value TEXT)")
        database.executemany("INSERT INTO letter (body) VALUES (?)", [(bytes(3000),)] * 3000)
    return f"sqlite:///{file}"


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    archive = Archive(tmp_path / "archive", SEAL)
    archive.directory.mkdir()
    return archive


def _rows(file: Path) -> int:
    with closing(sqlite3.connect(file)) as database:
        (count,) = database.execute("SELECT count(*) FROM letter").fetchone()
        return int(count)


def test_a_backup_brings_everything_back(url: str, archive: Archive, tmp_path: Path) -> None:
    names = [archive.put(f"thư {number}".encode()) for number in range(5)]
    made = back_up(url, archive.directory, tmp_path / "backup", NIGHT)
    shutil.rmtree(archive.directory)
    (tmp_path / "mailbot.db").unlink()

    restored = restore(made.copy, url, archive.directory, NIGHT)

    assert made.copy.name == "mailbot-20261123T183000Z.db"
    assert (made.new_files, restored) == (5, 5)
    assert _rows(tmp_path / "mailbot.db") == 3000
    assert [archive.get(name) for name in names] == [f"thư {n}".encode() for n in range(5)]


def test_no_loss_of_power_takes_what_was_backed_up_or_brought_back(
    url: str, archive: Archive, tmp_path: Path
) -> None:
    for number in range(3):
        archive.put(f"thư {number}".encode())
    with disk_deeds() as deeds:
        made = back_up(url, archive.directory, tmp_path / "backup", NIGHT)
    kept = list((tmp_path / "backup" / "archive").glob("??/*"))
    assert len(kept) == 3
    assert all(map(deeds.kept, (made.copy, *kept)))

    shutil.rmtree(archive.directory)
    (tmp_path / "mailbot.db").unlink()
    with disk_deeds() as deeds:
        restore(made.copy, url, archive.directory, NIGHT)
    brought = list(archive.directory.glob("??/*"))
    assert len(brought) == 3
    assert all(map(deeds.kept, (tmp_path / "mailbot.db", *brought)))


def test_what_was_sealed_with_a_new_key_is_backed_up_anew(
    url: str, archive: Archive, tmp_path: Path
) -> None:
    """Else the copy could be opened by nobody once the old key is gone."""
    name = archive.put(b"one")
    back_up(url, archive.directory, tmp_path / "backup", NIGHT)
    old, new = SEAL.secrets[0].decode(), new_key()
    assert Archive(archive.directory, seal_from(f"{new}\n{old}")).renew(name)

    back_up(url, archive.directory, tmp_path / "backup", NIGHT + timedelta(days=1))

    assert Archive(tmp_path / "backup" / "archive", seal_from(new)).get(name) == b"one"


def test_the_second_backup_copies_only_what_is_new(
    url: str, archive: Archive, tmp_path: Path
) -> None:
    archive.put(b"one")
    back_up(url, archive.directory, tmp_path / "backup", NIGHT)
    archive.put(b"two")

    again = back_up(url, archive.directory, tmp_path / "backup", NIGHT + timedelta(days=1))

    assert again.new_files == 1


def test_a_file_purged_after_the_database_was_copied_is_there_for_who_restores_that_copy(
    url: str, archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A purge tells the database first and removes the file after, here between the two copies."""
    spoken_of = archive.put("thư mà bản sao nói đến".encode())
    late: list[str] = []

    def copied_as_mails_come_and_go(*given: Any) -> None:
        late.append(archive.put("thư đến trong lúc sao lưu".encode()))
        copy_database(*given)
        archive.remove(spoken_of)

    monkeypatch.setattr(backup, "copy_database", copied_as_mails_come_and_go)
    made = back_up(url, archive.directory, tmp_path / "backup", NIGHT)
    (tmp_path / "mailbot.db").unlink()
    restore(made.copy, url, archive.directory, NIGHT)

    assert [archive.holds(name) for name in (spoken_of, *late)] == [True, True]
    assert made.new_files == 2


def test_of_two_backups_into_one_place_at_once_the_second_is_told_so(
    url: str, archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As when somebody backs up by hand in the night: the two would write the same half files."""
    archive.put("thư".encode())

    def copied_as_another_begins(*given: Any) -> None:
        with pytest.raises(BadInputError, match="đang sao lưu vào"):
            back_up(url, archive.directory, tmp_path / "backup", NIGHT + timedelta(seconds=1))
        copy_database(*given)

    monkeypatch.setattr(backup, "copy_database", copied_as_another_begins)
    made = back_up(url, archive.directory, tmp_path / "backup", NIGHT)
    monkeypatch.undo()

    assert (made.copy.exists(), made.new_files) == (True, 1)
    back_up(url, archive.directory, tmp_path / "backup", NIGHT + timedelta(days=1))


def test_only_the_newest_copies_are_kept(url: str, archive: Archive, tmp_path: Path) -> None:
    for day in range(4):
        made = back_up(url, archive.directory, tmp_path / "b", NIGHT + timedelta(days=day), kept=2)

    kept = sorted(path.name[8:16] for path in (tmp_path / "b").glob("*.db"))

    assert kept == ["20261125", "20261126"]
    assert [path.name[8:16] for path in made.dropped] == ["20261124"]


def test_between_two_steps_a_writer_need_not_wait_at_all(url: str, tmp_path: Path) -> None:
    writes: list[int] = []

    def write() -> None:
        if len(writes) < 3:
            with closing(sqlite3.connect(tmp_path / "mailbot.db", timeout=0)) as database, database:
                database.execute("INSERT INTO letter (body) VALUES (x'00')")
            writes.append(1)

    copy_database(make_url(url), tmp_path / "copy.db", write)

    assert len(writes) == 3
    assert _rows(tmp_path / "copy.db") == 3003


def test_no_step_holds_a_lock_for_200_ms(url: str, tmp_path: Path) -> None:
    marks = [time.thread_time()]

    copy_database(make_url(url), tmp_path / "copy.db", lambda: marks.append(time.thread_time()))

    steps = [after - before for before, after in pairwise(marks)]
    assert len(steps) > 5
    assert max(steps) < 0.2


def test_a_copy_beside_a_busy_writer_is_one_state_that_was(url: str, tmp_path: Path) -> None:
    stop = threading.Event()

    def write() -> None:  # always two rows in one transaction
        with closing(sqlite3.connect(tmp_path / "mailbot.db", timeout=10)) as database:
            while not stop.wait(0.02):
                with database:
                    database.execute("INSERT INTO letter (body) VALUES (x'00')")
                    database.execute("INSERT INTO letter (body) VALUES (x'01')")

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for number in range(3):
            copy_database(make_url(url), tmp_path / f"{number}.db", stop_soon(stop, 1.5))
    finally:
        stop.set()
        writer.join()

    assert all(_rows(tmp_path / f"{number}.db") % 2 == 0 for number in range(3))
    assert _rows(tmp_path / "2.db") > 3000


def stop_soon(stop: threading.Event, seconds: float) -> Any:
    """Return what ends the writing after a while, so that the copy can come to its end."""
    end = time.monotonic() + seconds
    return lambda: stop.set() if time.monotonic() > end else None


def test_a_database_that_never_rests_is_given_up_and_leaves_nothing(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database_copy, "LIMIT_SECONDS", 0)

    with pytest.raises(TryLaterError, match="too busy"):
        copy_database(make_url(url), tmp_path / "copies.db")

    assert list(tmp_path.glob("copies.db*")) == []


def test_a_damaged_database_is_no_backup(url: str, archive: Archive, tmp_path: Path) -> None:
    file = tmp_path / "mailbot.db"
    raw = bytearray(file.read_bytes())
    raw[4096 * 40 : 4096 * 44] = b"\xaa" * (4096 * 4)
    file.write_bytes(raw)

    with pytest.raises((SettingsError, TryLaterError)):
        back_up(url, archive.directory, tmp_path / "backup", NIGHT)

    assert list((tmp_path / "backup").glob("mailbot-*")) == []


def test_a_missing_database_is_told_and_not_made(archive: Archive, tmp_path: Path) -> None:
    with pytest.raises(BadInputError, match="Không có cơ sở dữ liệu"):
        back_up(f"sqlite:///{tmp_path}/none.db", archive.directory, tmp_path / "b", NIGHT)

    assert not (tmp_path / "none.db").exists()


def test_a_full_disk_leaves_earlier_copies_as_they_were(
    url: str, archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = back_up(url, archive.directory, tmp_path / "backup", NIGHT)
    archive.put(b"new")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(shutil, "copyfile", full)
    with pytest.raises(TryLaterError, match="No space left"):
        back_up(url, archive.directory, tmp_path / "backup", NIGHT + timedelta(days=1))

    assert _rows(first.copy) == 3000


def test_an_archive_that_cannot_be_read_is_no_empty_one(
    url: str, archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What lies in a folder that is not ours to read would count as purged, and go."""
    name = archive.put(b"one")
    back_up(url, archive.directory, tmp_path / "backup", NIGHT)
    close(archive.directory / name[:2], monkeypatch)

    with pytest.raises(TryLaterError, match=f"Permission denied: .*/archive/{name[:2]}"):
        back_up(url, archive.directory, tmp_path / "backup", LATER)

    assert not list(tmp_path.glob(f"backup/archive/*/*{MISSED}"))


@pytest.mark.parametrize("copied", [0, 1])
def test_a_restore_that_the_disk_refuses_is_told_in_words_and_begun_again(
    url: str,
    archive: Archive,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    *,
    copied: int,
) -> None:
    names = [archive.put(f"thư {number}".encode()) for number in range(2)]
    made = back_up(url, archive.directory, tmp_path / "backup", NIGHT)
    shutil.rmtree(archive.directory)
    (tmp_path / "mailbot.db").unlink()
    command = ["restore", str(made.copy), *_options(url, archive, tmp_path)]
    room = iter(range(copied))

    def filling(source: Path, target: Path, copy: Any = shutil.copyfile) -> None:
        if next(room, None) is None:
            raise OSError(errno.ENOSPC, "No space left on device")
        copy(source, target)

    with monkeypatch.context() as patch:
        patch.setattr(shutil, "copyfile", filling)
        assert main(command) == 2
    told = json.loads(capsys.readouterr().out)["error"]
    assert (told["code"], told["message"].partition(":")[0]) == (
        "try_later",
        "Chưa khôi phục xong (hết chỗ trên đĩa",
    )
    assert main(command) == 0
    assert [archive.holds(name) for name in names] == [True, True]
    assert _rows(tmp_path / "mailbot.db") == 3000


def test_a_restore_never_writes_over_a_database(url: str, archive: Archive, tmp_path: Path) -> None:
    made = back_up(url, archive.directory, tmp_path / "backup", NIGHT)

    with pytest.raises(BadInputError, match="Đã có cơ sở dữ liệu"):
        restore(made.copy, url, archive.directory, NIGHT)


def test_what_is_no_copy_is_not_restored(archive: Archive, tmp_path: Path) -> None:
    (tmp_path / "x.dump").touch()
    with pytest.raises(BadInputError, match="không phải bản sao"):
        restore(tmp_path / "x.dump", f"sqlite:///{tmp_path}/new.db", archive.directory, NIGHT)


def test_a_copy_without_its_archive_is_not_restored(
    url: str, archive: Archive, tmp_path: Path
) -> None:
    """As where the file alone was copied elsewhere: it speaks of mails that nobody would have."""
    archive.put(b"one")
    made = back_up(url, archive.directory, tmp_path / "backup", NIGHT)
    (tmp_path / "mailbot.db").unlink()
    alone = tmp_path / "elsewhere" / made.copy.name
    alone.parent.mkdir()
    shutil.copy(made.copy, alone)
    with pytest.raises(BadInputError, match="/elsewhere/archive bên cạnh bản sao"):
        restore(alone, url, archive.directory, NIGHT)
    assert not (tmp_path / "mailbot.db").exists()


def test_half_written_files_of_the_archive_stay_behind(
    url: str, archive: Archive, tmp_path: Path
) -> None:
    name = archive.put(b"whole")
    (archive.directory / name[:2] / "half.123.part").write_bytes(b"ha")

    back_up(url, archive.directory, tmp_path / "backup", NIGHT)

    files = [path.name for path in (tmp_path / "backup/archive").rglob("*") if path.is_file()]
    assert files == [f"{name}.eml"]


def test_postgresql_is_backed_up_and_restored_into_an_empty_database(
    postgres: Postgres, archive: Archive, tmp_path: Path
) -> None:
    live, empty = migrated_on(postgres), postgres.database()
    database = open_database(live)
    with database.transaction() as connection:
        connection.execute(text("CREATE TABLE probe (id integer)"))
        connection.execute(text("INSERT INTO probe SELECT generate_series(1, 500)"))
    database.close()

    made = back_up(live, archive.directory, tmp_path / "backup", NIGHT)
    cut = tmp_path / "backup/mailbot-cut.dump"
    cut.write_bytes(made.copy.read_bytes()[:2000])
    with pytest.raises(BadInputError, match=r"mailbot-cut\.dump bị hỏng hoặc chép dở"):
        restore(cut, empty, archive.directory, NIGHT)
    restore(made.copy, empty, archive.directory, NIGHT)

    assert made.copy.suffix == ".dump"
    restored = open_database(empty)
    schema.check(restored)
    with restored.transaction() as connection:
        assert connection.execute(text("SELECT count(*) FROM probe")).scalar() == 500
    restored.close()


def test_what_was_purged_goes_with_the_last_copy_that_may_speak_of_it(
    url: str, archive: Archive, tmp_path: Path
) -> None:
    folder = tmp_path / "backup"
    purged, stays = archive.put(b"purged"), archive.put(b"stays")

    def nightly(night: int) -> set[str]:
        back_up(url, archive.directory, folder, NIGHT + timedelta(days=night), kept=2)
        return {path.stem for path in folder.glob("archive/*/*.eml")}

    assert nightly(1) == {purged, stays}
    archive.remove(purged)
    assert nightly(2) == {purged, stays}, "the first night's copy speaks of it"
    assert nightly(3) == {purged, stays}
    assert nightly(4) == {stays}
    assert not list(folder.rglob(f"*{MISSED}"))
    (newest, *_) = sorted(folder.glob("*.db"), reverse=True)
    (tmp_path / "mailbot.db").unlink()
    assert restore(newest, url, tmp_path / "fresh", NIGHT) == 1


def test_copies_that_were_moved_and_look_new_still_have_what_they_speak_of(
    url: str, archive: Archive, tmp_path: Path
) -> None:
    folder = tmp_path / "backup"
    purged = archive.put(b"purged")
    first = back_up(url, archive.directory, folder, NIGHT, kept=3)
    archive.remove(purged)
    for night in (1, 2):
        back_up(url, archive.directory, folder, NIGHT + timedelta(days=night), kept=3)
        for copy in folder.glob("*.db"):  # a copy without its times, as `cp` makes them
            os.utime(copy, (LATER.timestamp(), LATER.timestamp()))

    assert list(folder.glob(f"archive/*/{purged}.eml")), "the first night's copy speaks of it"
    assert first.copy.exists()


def test_a_mark_of_an_earlier_version_tells_by_its_age(
    url: str, archive: Archive, tmp_path: Path
) -> None:
    folder = tmp_path / "backup"
    purged = archive.put(b"purged")
    back_up(url, archive.directory, folder, NIGHT, kept=1)
    archive.remove(purged)
    back_up(url, archive.directory, folder, NIGHT + timedelta(days=1), kept=1)
    (mark,) = folder.glob(f"archive/*/*{MISSED}")
    mark.write_bytes(b"")
    os.utime(mark, (NIGHT.timestamp(), NIGHT.timestamp()))
    back_up(url, archive.directory, folder, NIGHT + timedelta(days=2), kept=1)

    assert not list(folder.rglob(f"{purged}*"))


def _options(url: str, archive: Archive, tmp_path: Path) -> list[str]:
    settings = write_settings(tmp_path / "mailbot.toml", url, archive.directory)
    return ["--settings", str(settings), "--json"]


def test_the_commands_do_it_and_answer_in_json(
    url: str, archive: Archive, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    archive.put(b"one")
    options = _options(url, archive, tmp_path)

    assert main(["backup", str(tmp_path / "backup"), *options]) == 0
    made = json.loads(capsys.readouterr().out)
    (tmp_path / "mailbot.db").unlink()
    assert main(["restore", made["copy"], *options]) == 0

    assert made["new_files"] == 1
    assert json.loads(capsys.readouterr().out)["restored_files"] == 0
    assert _rows(tmp_path / "mailbot.db") == 3000


def test_a_backup_that_fails_leaves_word_of_it_until_one_succeeds(
    url: str,
    archive: Archive,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    command = ["backup", str(tmp_path / "backup"), *_options(url, archive, tmp_path)]
    archive.put(b"one")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(shutil, "copyfile", full)
        assert main(command) == 2
    told = json.loads(capsys.readouterr().out)["error"]["message"]
    assert main(command) == 0

    with closing(open_database(url)) as database, database.reading() as connection:
        failed, last = backups.last_failed(connection), backups.last(connection)
    assert failed is not None
    assert last is not None
    assert failed.why == told
    assert failed.at < last


def test_a_copy_that_is_not_there_or_broken_is_told_and_another_may_take_its_place(
    url: str, archive: Archive, tmp_path: Path
) -> None:
    made = back_up(url, archive.directory, tmp_path / "backup", NIGHT)
    (tmp_path / "mailbot.db").unlink()
    cut = tmp_path / "backup/mailbot-cut.db"
    cut.write_bytes(made.copy.read_bytes()[:5000])
    with pytest.raises(BadInputError, match=r"mailbot-cut\.db bị hỏng hoặc chép dở"):
        restore(cut, url, archive.directory, NIGHT)
    with pytest.raises(BadInputError, match=r"Không có bản sao .*none\.db"):
        restore(tmp_path / "none.db", url, archive.directory, NIGHT)
    restore(made.copy, url, archive.directory, NIGHT)
    assert _rows(tmp_path / "mailbot.db") == 3000


def test_an_empty_database_of_a_server_is_none_to_copy(
    postgres: Postgres, archive: Archive, tmp_path: Path
) -> None:
    with pytest.raises(BadInputError, match="chưa có bảng nào"):
        back_up(postgres.database(), archive.directory, tmp_path / "backup", NIGHT)
    assert not list((tmp_path / "backup").glob("mailbot-*"))


@pytest.mark.parametrize(
    ("host", "why"),
    [("127.0.0.1:1", "không có máy chủ PostgreSQL"), ("none.invalid", "tên máy chủ")],
)
def test_a_server_that_is_away_is_told_as_by_any_other_command(
    host: str, why: str, archive: Archive, tmp_path: Path
) -> None:
    """What its programs say has the reason in the first of several lines, in English."""
    with pytest.raises(TryLaterError) as caught:
        back_up(f"postgresql+psycopg://x@{host}/x", archive.directory, tmp_path / "b", NIGHT)
    assert why in in_words(caught.value)


def test_an_empty_file_is_no_database_to_copy_and_none_in_the_way_of_a_copy(
    url: str, archive: Archive, tmp_path: Path
) -> None:
    """A look before the tables are made leaves one."""
    made = back_up(url, archive.directory, tmp_path / "backup", NIGHT)
    (tmp_path / "mailbot.db").write_bytes(b"")
    with pytest.raises(BadInputError, match="tệp này trống"):
        back_up(url, archive.directory, tmp_path / "backup", NIGHT + timedelta(days=1))
    restore(made.copy, url, archive.directory, NIGHT)
    assert _rows(tmp_path / "mailbot.db") == 3000


def test_a_server_s_database_that_is_used_is_never_restored_over(
    postgres: Postgres, archive: Archive, tmp_path: Path
) -> None:
    used = migrated_on(postgres)
    made = back_up(used, archive.directory, tmp_path / "backup", NIGHT)
    with pytest.raises(BadInputError, match="không trống"):
        restore(made.copy, used, archive.directory, NIGHT)
    empty = postgres.database()
    restore(made.copy, empty, archive.directory, NIGHT)
    with closing(open_database(empty)) as database:
        schema.check(database)


@pytest.fixture(params=["sqlite", "postgresql"])
def urls(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[str, str]:
    """Return where a database of ours is, and where one can be brought back to."""
    if request.param == "postgresql":
        postgres: Postgres = request.getfixturevalue("postgres")
        return migrated_on(postgres), postgres.database()
    live = f"sqlite:///{tmp_path}/live.db"
    with migrated(live):
        return live, f"sqlite:///{tmp_path}/again.db"


def test_where_the_copies_have_no_room_the_database_is_not_said_to_be_at_fault(
    urls: tuple[str, str], archive: Archive, tmp_path: Path
) -> None:
    with small_disk(tmp_path / "disk", megabytes=1):
        fill(tmp_path / "disk")
        with pytest.raises(TryLaterError) as caught:
            back_up(urls[0], archive.directory, tmp_path / "disk" / "backup", NIGHT)
        left = list((tmp_path / "disk" / "backup").glob("mailbot-*"))
    told = in_words(caught.value)
    assert told.startswith(f"Chưa sao lưu xong (hết chỗ trên đĩa: {tmp_path}/disk/backup")
    assert left == []


def test_a_restored_database_is_paused_and_marked_as_soon_as_it_is_there(
    urls: tuple[str, str], archive: Archive, tmp_path: Path
) -> None:
    live, again = urls
    made = back_up(live, archive.directory, tmp_path / "backup", NIGHT)

    restore(made.copy, again, archive.directory, LATER)

    with closing(open_database(again)) as database, database.reading() as connection:
        schema.check(database)
        assert switches.paused_by(connection).startswith(
            f"mailbot restore: khôi phục từ {made.copy.name}"
        )
        assert switches.restored_at(connection) == LATER


def test_a_restore_that_ends_before_the_pause_leaves_no_more_than_its_mark(
    urls: tuple[str, str], archive: Archive, tmp_path: Path
) -> None:
    live, again = urls
    made = back_up(live, archive.directory, tmp_path / "backup", NIGHT)

    with pytest.raises(TryLaterError):
        restore_database(made.copy, make_url(again), ("INSERT INTO no_such_table VALUES (1)",))

    with closing(open_database(again)) as database, database.reading() as connection:
        assert inspect(connection).get_table_names() == [restore_mark.TABLE]
    restore(made.copy, again, archive.directory, LATER)


def test_a_fact_is_told_whatever_its_words(
    urls: tuple[str, str], archive: Archive, tmp_path: Path
) -> None:
    live, again = urls
    made = back_up(live, archive.directory, tmp_path / "backup", NIGHT)
    words = "it's 100% \\ “kept”; :named --"

    restore_database(made.copy, make_url(again), facts.telling("paused", words))

    with closing(open_database(again)) as database, database.reading() as connection:
        assert facts.told(connection, "paused") == words


def test_nobody_on_the_machine_reads_the_password_of_a_server_in_a_command(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    tool = tmp_path / "pg_dump"
    tool.write_text(f'#!/bin/sh\necho "$@ and $PGPASSWORD" >{tmp_path}/said; exit 1\n')
    tool.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    with pytest.raises(TryLaterError):
        copy_database(make_url("postgresql+psycopg://a:hidden@h/d"), tmp_path / "copy.dump")
    called, _, given = (tmp_path / "said").read_text().strip().partition(" and ")
    assert ("hidden" in called, given) == (False, "hidden")
