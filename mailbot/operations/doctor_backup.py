"""The doctor's look at backups: the last good one is new enough, and PostgreSQL's programs fit."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from datetime import timedelta

from sqlalchemy import select, text

from mailbot.clock import day_time
from mailbot.house import House
from mailbot.operations.doctor_seen import Seen, fine, wrong
from mailbot.storage import backups, schema
from mailbot.storage.tables import message

PROGRAMS = ("pg_dump", "pg_restore", "psql")
_VERSION = re.compile(r"\(PostgreSQL\) (\d+)")
_ANSWERS_WITHIN = 10  # seconds


def backup(house: House) -> Iterator[Seen]:
    """A backup was made lately, and the next can be."""
    most = timedelta(hours=house.settings.operations.backup_max_hours)
    if not most:
        yield fine("backup_not_watched")
        return
    yield _age(house, most)
    if house.is_shared:
        yield _programs(house)


def _age(house: House, most: timedelta) -> Seen:
    with schema.reading(house.database) as connection:
        last, failed = backups.last(connection), backups.last_failed(connection)
        first_mail = select(message.c.recorded_at).order_by(message.c.id).limit(1)
        began = connection.execute(first_mail).scalar_one_or_none()
    now, hours = house.clock(), str(int(most / timedelta(hours=1)))
    if failed is not None and (last is None or failed.at > last):
        return wrong("backup_failed", at=day_time(failed.at), why=failed.why)
    if last is not None:
        if now - last > most:
            return wrong("backup_old", at=day_time(last), hours=hours)
        return fine("backup_good", at=day_time(last))
    if began is not None and now - began > most:
        return wrong("backup_never")
    return fine("backup_not_yet")


def _programs(house: House) -> Seen:
    """pg_dump copies no server newer than itself."""
    with house.database.reading() as connection:
        number = int(connection.execute(text("SHOW server_version_num")).scalar_one())
    server = number // 10000
    for program in PROGRAMS:
        version = _version(program)
        if version is None or version < server:
            code = "backup_program_missing" if version is None else "backup_program_old"
            return wrong(code, program=program, version=str(version), server=str(server))
    return fine("backup_programs_good", server=str(server))


def _version(program: str) -> int | None:
    """Return the program's major version, None where it is not there or says nothing."""
    command = [program, "--version"]
    try:
        said = subprocess.run(command, capture_output=True, text=True, timeout=_ANSWERS_WITHIN)  # noqa: PLW1510, S603 (our own words, no shell)
    except (OSError, subprocess.TimeoutExpired):
        return None
    found = _VERSION.search(said.stdout)
    return int(found[1]) if found else None
