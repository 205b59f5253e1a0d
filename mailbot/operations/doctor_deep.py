"""`doctor --deep`: inbox, archive, database, outbox, mail host and history held against each other.

Everything is read in small portions, each in a transaction of its own, so that a writer never has
to wait long. What changes meanwhile is looked at a second time before it is told.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from datetime import timedelta

from sqlalchemy import Column, Connection, select

from mailbot.cases.effect import Action
from mailbot.cases.state import State
from mailbot.clock import day_time
from mailbot.errors import BadInputError, TryLaterError
from mailbot.gateways.mail_hosts.sql import SqlMailHost
from mailbot.house import House
from mailbot.operations.audit import audit
from mailbot.operations.doctor_letters import deep_letters, deep_register, gaps, untold
from mailbot.operations.doctor_pages import SHOWN, pages, told
from mailbot.operations.doctor_seen import Seen, fine, wrong
from mailbot.operations.orphans import is_spoken_of, orphans
from mailbot.replies.post import OWN_MAIL
from mailbot.storage import verdicts, work
from mailbot.storage.database import Database
from mailbot.storage.effects import EffectState
from mailbot.storage.outbox import MailState
from mailbot.storage.sealed_bytes import DamagedError
from mailbot.storage.tables import (
    cases,
    delivery,
    effect,
    inbox_mark,
    message,
    outbox,
)
from mailbot.storage.tables import history as history_table
from mailbot.storage.tables import work as work_table
from mailbot.words import say

POLL_LATE = timedelta(minutes=10)
# States that only a slip carries on.
_MOVES_BY_ITSELF = (
    State.AWAITING_AUTHORITY,
    State.ACCEPTED,
    State.PROVISIONED,
    State.REFUSED,
    State.SUPPLEMENT_ASKED,
)
_STATES = {str(state) for state in State}


def deep_archive(house: House) -> Iterator[Seen]:
    """Every file the database speaks of lies in the archive, unchanged: mail, and what the
    verdicts on it rest on.
    """
    missing, damaged, count = [], [], 0
    for name, sha in _spoken_of(house):
        count += 1
        try:
            whole = _sha_of(house.archive.parts(sha)) == sha
        except DamagedError:
            whole = False
        except TryLaterError:
            with house.database.reading() as connection:  # it may have been purged meanwhile
                missing += [name] if is_spoken_of(connection, sha) else []
            continue
        if not whole:
            damaged.append(name)
    yield from told("deep_archive_missing", missing)
    yield from told("deep_archive_damaged", damaged)
    yield from _orphans(house)
    if not missing and not damaged:
        yield fine("deep_archive_good", count=str(count))


def _sha_of(parts: Iterator[bytes]) -> str:
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part)
    return digest.hexdigest()


def _spoken_of(house: House) -> Iterator[tuple[str, str]]:
    """Yield what a file is found by, and its SHA-256; what was purged is left out."""
    for row_id, sha in pages(house.database, message.c.id, message.c.raw_sha):
        if sha:
            yield say("doctor.named_raw", id=row_id, sha=sha[:8]), sha
    with house.database.reading() as connection:
        evidence = verdicts.every_sha(connection)
    for sha in sorted(evidence):
        yield say("doctor.named_evidence", sha=sha[:8]), sha


def _orphans(house: House) -> Iterator[Seen]:
    """What nobody speaks of: a crash between putting it and speaking of it leaves it, harmless."""
    unknown = orphans(house.database, house.archive)
    if unknown:
        yield fine("deep_archive_orphans", count=str(len(unknown)))


def deep_inbox(house: House) -> Iterator[Seen]:
    """Every mail of the inbox up to the mark was taken in; the mark is not old."""
    box = house.receive.mailbox
    with house.inbox.open() as folder:
        validity = folder.state.uidvalidity
        with house.database.reading() as connection:
            marks = select(inbox_mark).filter_by(mailbox=box, uidvalidity=validity)
            mark = connection.execute(marks).one_or_none()
        if mark is None:
            yield wrong("deep_inbox_never")
            return
        listed = folder.new_messages(0, house.receive.since)
    if house.clock() - mark.polled_at > POLL_LATE:
        yield wrong("deep_inbox_late", at=day_time(mark.polled_at))
    uids = [one.uid for one in listed if one.uid <= mark.last_uid]
    delivered = _delivered(house, box, validity)
    lost = [uid for uid in uids if uid not in delivered]
    yield from told("deep_inbox_lost", [str(uid) for uid in lost])
    if not lost:
        yield fine("deep_inbox_good", count=str(len(uids)))


def _delivered(house: House, box: str, validity: int) -> frozenset[int]:
    with house.database.reading() as connection:
        rows = select(delivery.c.uid).filter_by(mailbox=box, uidvalidity=validity)
        return frozenset(connection.execute(rows).scalars())


def deep_work(house: House) -> Iterator[Seen]:
    """What must go on has its slip; nothing waits unseen because a step was given up."""
    lost_mails = _without_slip(
        house.database, work.Kind.EXAMINE, message.c.id, message.c.disposition, ("new",)
    )
    lost_cases = _without_slip(
        house.database, work.Kind.ADVANCE, cases.c.id, cases.c.state, _MOVES_BY_ITSELF
    )
    lost_posts = _without_slip(
        house.database,
        work.Kind.DELIVER,
        outbox.c.id,
        outbox.c.state,
        (MailState.READY, MailState.SENDING),
    )
    with house.database.reading() as connection:
        aside = work.count_set_aside(connection)
    yield from told("deep_work_mails", lost_mails)
    yield from told("deep_work_cases", lost_cases)
    yield from told("deep_work_posts", lost_posts)
    if aside:
        yield wrong("deep_work_aside", count=str(aside))
    if not (lost_mails or lost_cases or lost_posts or aside):
        yield fine("deep_work_good")


def _without_slip(
    database: Database,
    kind: work.Kind,
    key: Column[int],
    column: Column[str],
    values: tuple[str, ...],
) -> list[str]:
    slip = select(work_table.c.id).where(
        work_table.c.kind == kind,
        work_table.c.subject_id == key,
    )
    lost: list[str] = []
    for row_id, state in pages(database, key, column):
        if state not in values:
            continue
        # Looked at as it is by now, with its slip: the page was read before.
        missing = select(key).where(key == row_id, column.in_(values), ~slip.exists())
        with database.reading() as connection:
            lost += map(str, connection.execute(missing).scalars())
    return lost


def deep_outbox(house: House) -> Iterator[Seen]:
    """Every mail that was sent has its own line in its case's history; none is stuck; numbers have
    no gap.
    """
    faults = untold(house)
    yield from told("deep_outbox_untold", faults)
    stuck = _stuck(house)
    yield from told("deep_outbox_stuck", stuck)
    later = _sent_by_another_life(house)
    yield from told("deep_outbox_later", later)
    missing = tuple(gaps(house.database))
    yield from missing
    if not (faults or stuck or later or missing):
        yield fine("deep_outbox_good")


def _stuck(house: House) -> list[str]:
    bad = outbox.c.state.in_((MailState.FAILED, MailState.UNKNOWN))
    with house.database.reading() as connection:
        rows = connection.execute(select(outbox.c.id).where(bad).order_by(outbox.c.id))
        return [str(row) for row in rows.scalars()]


def _sent_by_another_life(house: House) -> list[str]:
    """Return the Message-IDs of our own mails that came to the inbox as copies and are not in the
    outbox: sent after the copy from which the database was restored.
    """
    ours = message.c.message_id.startswith(OWN_MAIL, autoescape=True)
    known = select(outbox.c.id).where(outbox.c.message_id == message.c.message_id)
    wanted = select(message.c.message_id).where(ours, ~known.exists()).distinct()
    with house.database.reading() as connection:
        return sorted(connection.execute(wanted).scalars())


def deep_mail_host(house: House) -> Iterator[Seen]:
    """Every mailbox we made is there; a worklist has no way to look."""
    host = house.mail_host
    if not isinstance(host, SqlMailHost):
        yield fine("deep_host_by_hand")
        return
    made = (effect.c.state == EffectState.DONE) & (effect.c.action == Action.CREATE)
    with house.database.reading() as connection:
        wanted = connection.execute(select(effect.c.address).where(made)).scalars().all()
    lost = [address for address in wanted if host.look_up(address) is None]
    yield from told("deep_host_lost", lost)
    if not lost:
        yield fine("deep_host_good", count=str(len(wanted)))


def deep_cases(house: House) -> Iterator[Seen]:
    """Every case can be opened and stands where its history says."""
    closed, astray, count = [], [], 0
    for case_id, number, state in pages(house.database, cases.c.id, cases.c.number, cases.c.state):
        count += 1
        with house.database.reading() as connection:
            if not _opens(house, connection, case_id):
                closed.append(number)
            last = _state_told(connection, case_id)
            now = connection.execute(select(cases.c.state).filter_by(id=case_id)).scalar_one()
        if last not in {state, now}:
            astray.append(number)
    yield from told("deep_cases_closed", closed)
    yield from told("deep_cases_astray", astray)
    if not closed and not astray:
        yield fine("deep_cases_good", count=str(count))


def _opens(house: House, connection: Connection, case_id: int) -> bool:
    try:
        house.cases.load(connection, case_id)
    except (BadInputError, ValueError):
        return False
    return True


def _state_told(connection: Connection, case_id: int) -> str:
    """Return the state the history's newest line with a state tells."""
    rows = connection.execute(
        select(history_table.c.detail)
        .where(history_table.c.case_id == case_id)
        .order_by(history_table.c.id.desc())
    ).scalars()
    return next((str(one["state"]) for one in rows if one.get("state") in _STATES), "")


def deep_history(house: House) -> Iterator[Seen]:
    """The chain of the history holds."""
    found = audit(house.database)
    for one in found.breaks[:SHOWN]:
        yield wrong("deep_history_broken", line=str(one.id), what=one.code)
    if not found.breaks:
        yield fine("deep_history_good", count=str(found.lines))


DEEP_LOOKS: tuple[tuple[str, Callable[[House], Iterator[Seen]]], ...] = (
    ("deep_inbox", deep_inbox),
    ("deep_archive", deep_archive),
    ("deep_work", deep_work),
    ("deep_cases", deep_cases),
    ("deep_outbox", deep_outbox),
    ("deep_letters", deep_letters),
    ("deep_register", deep_register),
    ("deep_mail_host", deep_mail_host),
    ("deep_history", deep_history),
)
