"""The recurring job that writes mails to staff into the outbox: each once, whatever happens.

A mail's key says what it tells whom; what is known there is never told again, on any host.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time

from sqlalchemy import Connection

from mailbot.cases.calendar import WorkCalendar
from mailbot.clock import Clock, day_time, local_date
from mailbot.replies.facts import masked
from mailbot.replies.letter import Issuer
from mailbot.replies.mail import Head, staff_mail
from mailbot.replies.post import own_message_id
from mailbot.replies.staff_mail import (
    Near,
    Trouble,
    Vitals,
    cut,
    digest_is_due,
    in_digest,
    near_due,
    slot_of,
    troubles,
)
from mailbot.storage import (
    history,
    inbox_marks,
    messages,
    observations,
    outbox,
    registry_store,
    staff,
    switches,
    work,
)
from mailbot.storage.database import Database, lock
from mailbot.storage.observations import Observation
from mailbot.storage.outbox import Posted
from mailbot.storage.staff import Member, Role
from mailbot.storage.standings import Standing, open_standings
from mailbot.words import Words

_WORKERS = frozenset({Role.HANDLE, Role.APPROVE})
_KEEPERS = frozenset({Role.ADMINISTER})


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the operator wants staff to be told; `deadline_hours` are working hours."""

    digest: bool
    digest_at: time
    deadline: bool
    deadline_hours: int
    system: bool
    link: str


@dataclass(frozen=True, slots=True)
class StaffPost:
    """Looks at what waits and writes what is due. Running it twice tells nothing twice."""

    database: Database
    calendar: Callable[[], WorkCalendar]
    wishes: Wishes
    issuer: Issuer
    sender: str
    words: Words
    clock: Clock

    def __call__(self) -> None:
        """Write every mail whose time has come."""
        now = self.clock()
        with self.database.transaction() as connection:
            lock(connection, "staff_post")
            readers = [one for one in staff.listed(connection) if one.active and one.email]
            workers = [one for one in readers if one.roles & _WORKERS]
            if workers and self.wishes.digest:
                self._digest(connection, workers, now)
            if workers and self.wishes.deadline:
                self._warn(connection, workers, now)
            keepers = [one for one in readers if one.roles & _KEEPERS]
            if keepers and self.wishes.system:
                self._tell_troubles(connection, keepers, now)

    def _digest(self, connection: Connection, readers: Iterable[Member], now: datetime) -> None:
        if not digest_is_due(now, self.wishes.digest_at, self.calendar()):
            return
        today = f"{local_date(now):%Y%m%d}"
        unsent = [one for one in readers if not _told(connection, f"digest/{today}", one)]
        if not unsent:
            return
        found = in_digest(open_standings(connection))
        text = self._text("digest", self._listed(connection, found), count=str(len(found)))
        for reader in unsent:
            self._post(connection, reader, "digest", f"digest/{today}", text, now)

    def _warn(self, connection: Connection, readers: Sequence[Member], now: datetime) -> None:
        """Warn of all cases that came near since the last half hour, in one mail to each."""
        key = f"near/{slot_of(now)}"
        if any(_told(connection, key, one) for one in readers):
            return
        near = [
            one
            for one in near_due(
                open_standings(connection),
                self.wishes.deadline_hours,
                self.calendar(),
                now,
            )
            if not history.was_written(connection, one.case.id, "staff_warned", **_detail(one))
        ]
        if not near:
            return
        lines = self._listed(connection, [one.case for one in near])
        text = self._text("near", lines, count=str(len(near)))
        for reader in readers:
            self._post(connection, reader, "near", key, text, now)
        for one in near:
            history.write(connection, now, one.case.id, "staff_warned", **_detail(one))

    def _tell_troubles(
        self, connection: Connection, readers: Iterable[Member], now: datetime
    ) -> None:
        today = f"{local_date(now):%Y%m%d}"
        found = troubles(_vitals(connection), now)
        for trouble in found:
            key = f"system/{trouble.code}/{today}"
            text = self._text("system", self._worded(trouble), count="1")
            for reader in readers:
                if not _told(connection, key, reader):
                    about = self._about(trouble)
                    self._post(connection, reader, "system", key, text, now, about)

    def _about(self, trouble: Trouble) -> str:
        if trouble.seen:
            return self._look(trouble.seen[0])
        return self.words.say(f"staff.about_{trouble.code}")

    def _worded(self, trouble: Trouble) -> list[str]:
        if not trouble.seen:
            return ["- " + self.words.say(f"staff.trouble_{trouble.code}", told=trouble.told)]
        return [self._seen(one) for one in trouble.seen]

    def _seen(self, one: Observation) -> str:
        told = "; ".join(one.lines)
        return self.words.say("staff.seen", look=self._look(one), host=one.host, told=told)

    def _look(self, one: Observation) -> str:
        return self.words.texts.get(f"doctor.{one.code}", one.code)

    def _listed(self, connection: Connection, cases: Sequence[Standing]) -> list[str]:
        shown, left = cut(cases)
        codes = {case.agency_code for case in shown}
        names = registry_store.agency_names(connection, codes)
        lines = [self._line(case, names.get(case.agency_code, "")) for case in shown]
        return [*lines, self.words.say("staff.more", count=str(left))] if left else lines

    def _line(self, case: Standing, agency: str) -> str:
        return self.words.say(
            "staff.line",
            number=case.number,
            agency=agency or self.words.say("staff.unknown_agency"),
            due=day_time(case.due_at),
            state=self.words.say(f"case.state_{case.state}"),
        )

    def _text(self, kind: str, lines: Sequence[str], **fields: str) -> str:
        body = "\n".join(lines) or self.words.say("staff.nothing")
        link = self.words.say("staff.link", link=self.wishes.link) if self.wishes.link else ""
        parts = (
            self.words.say(f"staff.text_{kind}", **fields),
            body,
            link,
            self.words.say("staff.why"),
        )
        return "\n\n".join(part for part in parts if part) + "\n"

    def _post(  # noqa: PLR0913, PLR0917 (one mail, told whole)
        self,
        connection: Connection,
        reader: Member,
        kind: str,
        key: str,
        text: str,
        now: datetime,
        about: str = "",
    ) -> None:
        whole = _key(key, reader)
        own_id = own_message_id(connection, whole, self.sender)
        head = Head(self.issuer.name, self.sender, reader.email, own_id, now, "mailbot")
        day = f"{local_date(now):%d/%m/%Y}"
        subject = self.words.say(f"staff.subject_{kind}", day=day, about=about)
        mime = staff_mail(head, subject, masked(text, ""))
        mail = Posted(whole, work.TO_STAFF, (reader.email,), own_id, mime)
        outbox.post(connection, mail, now, now)


def _key(key: str, reader: Member) -> str:
    return f"staff/{key}/{reader.id}"


def _told(connection: Connection, key: str, reader: Member) -> bool:
    return outbox.has_key(connection, _key(key, reader))


def _detail(near: Near) -> dict[str, str]:
    return {"due_at": near.case.due_at.isoformat(), "hours": str(near.hours)}


def _vitals(connection: Connection) -> Vitals:
    """Return how the system does, from what it writes itself as it works."""
    polled = inbox_marks.polled_at(connection)
    return Vitals(
        polled_at=polled,
        stuck_mails=outbox.count_stuck(connection),
        set_aside=work.count_set_aside(connection),
        unread_since=messages.unread_since(connection),
        paused_since=switches.paused_since(connection),
        observed=observations.latest(connection),
    )
