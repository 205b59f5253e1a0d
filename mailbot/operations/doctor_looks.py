"""The doctor's looks at what is our own: database, disk, clock, keys, fonts, calendar."""

from __future__ import annotations

import shutil
import sqlite3
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import select, text

from mailbot.clock import day_time, local_date
from mailbot.house import House
from mailbot.operations.doctor_seen import Seen, fine, wrong
from mailbot.settings import Signing
from mailbot.storage import registry_store, schema, switches
from mailbot.storage.tables import fact
from parsers.ocr.languages import LANGUAGES, missing_languages

OLDEST_SQLITE = (3, 35)
OLDEST_POSTGRESQL = 130000
LEAST_FREE_BYTES = 1_000_000_000
CLOCK_MAY_DIFFER = timedelta(seconds=5)
NEXT_YEAR_FROM_MONTH = 12  # the next year's days off are announced by then
_SEALED = "sealed"


def secrets(house: House) -> Iterator[Seen]:
    """Secret files are there and only ours to read."""
    folder = house.settings.secrets_directory
    names = ["seal-key", "imap-password", "smtp-password"]
    if house.settings.signing.mode == "unattended":
        names += _of_keys(house.settings.signing)
    for name in names:
        house.settings.secret(name)
        if folder.stat().st_mode & 0o005 and (folder / name).stat().st_mode & 0o004:
            yield wrong("secret_open", file=str(folder / name))
            return
    yield fine("secrets_good", count=str(len(names)))


def _of_keys(chosen: Signing) -> list[str]:
    own = ["token-pin" if chosen.token else "signing-passphrase"]
    if not chosen.leader_signs:
        return own
    return [*own, "leader-token-pin" if chosen.leader_token else "leader-passphrase"]


def database(house: House) -> Iterator[Seen]:
    """Tables of this version, in a database this version can work with."""
    schema.check(house.database)
    if not house.is_shared:
        version = sqlite3.sqlite_version
        too_old = sqlite3.sqlite_version_info < OLDEST_SQLITE
        needed = ".".join(map(str, OLDEST_SQLITE))
    else:
        with house.database.reading() as connection:
            number = int(connection.execute(text("SHOW server_version_num")).scalar_one())
            version = str(connection.execute(text("SHOW server_version")).scalar_one())
        too_old, needed = number < OLDEST_POSTGRESQL, str(OLDEST_POSTGRESQL // 10000)
    name = "PostgreSQL" if house.is_shared else "SQLite"
    if too_old:
        yield wrong("database_old", name=name, version=version, needed=needed)
    else:
        yield fine("database_good", name=name, version=version)


def pause(house: House) -> Iterator[Seen]:
    """The work goes on, or who has paused it, since when, and how it goes on again."""
    with schema.reading(house.database) as connection:
        by, since = switches.paused_by(connection), switches.paused_since(connection)
        is_restored = switches.restored_at(connection) is not None
    if not by:
        yield fine("pause_none")
        return
    told = day_time(since) if since else "?"
    yield wrong("pause_restored" if is_restored else "pause_on", by=by, since=told)


def archive(house: House) -> Iterator[Seen]:
    """A mail can be put into the archive, read again and taken out."""
    if house.is_shared:  # there it is one of the tables
        schema.check(house.database)
    house.archive.prepare()
    # Two who look at once must not take out what the other put in.
    name = house.archive.put(f"mailbot doctor {uuid.uuid4()}\r\n".encode())
    house.archive.get(name)
    house.archive.remove(name)
    yield fine("archive_good", place=house.archive.place)


def disk(house: House) -> Iterator[Seen]:
    """Room where the database and the archive lie (with PostgreSQL: on this machine only)."""
    for place in _places(house):
        free = shutil.disk_usage(place).free
        fields = {"place": str(place), "free": f"{free / 1e9:.1f}".replace(".", ",")}
        if free < LEAST_FREE_BYTES:
            yield wrong("disk_low", needed=f"{LEAST_FREE_BYTES / 1e9:.0f}", **fields)
        else:
            yield fine("disk_good", **fields)


def _places(house: House) -> Iterator[Path]:
    """Yield one directory for each file system that we write to."""
    known: set[int] = set()
    wanted = [house.settings.archive.directory]
    if not house.is_shared:
        wanted.append(Path(house.database.engine.url.database or ".").parent)
    for path in wanted:
        there = next(folder for folder in (path, *path.absolute().parents) if folder.exists())
        device = there.stat().st_dev
        if device not in known:
            known.add(device)
            yield there


def clock(house: House) -> Iterator[Seen]:
    """This machine's clock against the database's; the mail server's is compared by the probe."""
    if not house.is_shared:
        yield fine("clock_alone")
        return
    before = datetime.now(UTC)
    with house.database.reading() as connection:
        told: datetime = connection.execute(text("SELECT clock_timestamp()")).scalar_one()
    after = datetime.now(UTC)
    apart = max(before - told, told - after, timedelta(0))
    fields = {"seconds": f"{apart.total_seconds():.1f}".replace(".", ",")}
    yield (
        wrong("clock_differs", **fields)
        if apart > CLOCK_MAY_DIFFER
        else fine("clock_good", **fields)
    )


def seal(house: House) -> Iterator[Seen]:
    """The key opens what was sealed here before."""
    house.seal.close(b"")
    with schema.reading(house.database) as connection:
        known = connection.execute(
            select(fact.c.value).filter_by(name=_SEALED)
        ).scalar_one_or_none()
    if known is not None:
        house.seal.open(known.encode())
    yield fine("seal_good")


def mail_host(house: House) -> Iterator[Seen]:
    """The mail host has its tables; addresses can be formed."""
    house.mail_host.check()
    _ = house.address_rule
    chosen = house.settings.provisioning
    yield fine("mail_host_worklist" if chosen.host == "worklist" else "mail_host_sql")


def registry(house: House) -> Iterator[Seen]:
    """Agencies are known, and the directory of mailboxes is not too old for resets."""
    with schema.reading(house.database) as connection:
        agencies = len(registry_store.load_registry(connection).agencies)
        imported = registry_store.StoredDirectory(connection).imported_on
    if agencies == 0:
        yield wrong("registry_empty")
        return
    yield fine("registry_good", count=str(agencies))
    today = local_date(house.clock())
    limit = house.settings.review.directory_max_age_days
    if imported is None:
        yield wrong("directory_missing")
    elif (today - imported).days > limit:
        yield wrong("directory_old", on=f"{imported:%d/%m/%Y}", limit=str(limit))
    else:
        yield fine("directory_good", on=f"{imported:%d/%m/%Y}")


def fonts(house: House) -> Iterator[Seen]:
    """The letters' faces have every Vietnamese letter."""
    yield fine("fonts_good", count=str(len(house.press.characters)))


def recognition(_: House) -> Iterator[Seen]:
    """The data that scans are read with lies where Debian puts it."""
    missing = missing_languages()
    if missing:
        packages = " ".join(f"tesseract-ocr-{name}" for name in missing)
        yield wrong("recognition_missing", packages=packages)
    else:
        yield fine("recognition_good", languages=", ".join(LANGUAGES))


def calendar(house: House) -> Iterator[Seen]:
    """This year's days off are confirmed by a document, from December on the next year's too."""
    today = local_date(house.clock())
    years = [today.year] if today.month < NEXT_YEAR_FROM_MONTH else [today.year, today.year + 1]
    for year in years:
        document = house.calendar.confirmed.get(year)
        if document:
            yield fine("calendar_good", year=str(year), document=document)
        else:
            yield wrong("calendar_missing", year=str(year))
