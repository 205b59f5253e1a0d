"""What has come of a play, as its databases, the mail host and the agency's mailbox tell it."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import astuple, dataclass, fields
from datetime import timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

from sqlalchemy import Row, Table, select

from mailbot.gateways.mail_hosts import postfixadmin_tables
from mailbot.gateways.mail_hosts.password_hash import is_hash_of
from mailbot.replies.read_back import printed_text
from mailbot.storage import tables
from mailbot.storage.database import Database
from signing import verify_pdf
from tests.crash.jumping_clock import shift_in
from tests.crash.plays import HERE_BEFORE, LATER, Play
from tests.journeys.reply import file_named, file_names, opened, passwords_in
from tests.journeys.world import World

_NOTICES, _SLIP = ("Thông báo", "Công văn"), "Phiếu bàn giao"
_TIME = re.compile(r"\d\d giờ \d\d phút|ngày \d\d tháng \d\d năm \d{4}")
_OUR_NUMBER = re.compile(r"\b\d+(?=/TB-)")
_FOUND = re.compile(r"(?<=Các nội dung cụ thể trong hồ sơ:).*(?=2[.] Cách nộp lại hồ sơ)")
# Told after a death only, when nobody knew whether a mail had left, or whenever a report came in.
_MAY_DIFFER = frozenset({"mail_unknown", "mail_proven", "mail_sent_again", "delivery_report"})


@dataclass(frozen=True)
class Reply:
    """A mail as the agency has it: what it is, the papers in it, what our notices say in print and
    how far their signatures are proven.
    """

    subject: str
    files: tuple[str, ...]
    printed: str
    levels: tuple[str, ...]


@dataclass(frozen=True)
class Outcome:
    """All that must be the same, whatever happened on the way."""

    cases: tuple[tuple[str, str, tuple[str, ...]], ...]
    stories: tuple[tuple[str, str], ...]
    mailboxes: tuple[str, ...]
    effects: tuple[tuple[str, str, str, str], ...]
    numbers: tuple[tuple[str, int], ...]
    letters: tuple[tuple[str, str, str], ...]
    outbox: tuple[tuple[str, str], ...]
    mails: tuple[tuple[str, int], ...]
    replies: tuple[Reply, ...]
    passwords_fit: bool
    slips: int

    def other_than(self, wanted: Outcome) -> list[str]:
        """Return what is not as wanted: what it is, and what it was to be."""
        pairs = (
            (one.name, getattr(self, one.name), getattr(wanted, one.name)) for one in fields(self)
        )
        return [f"{name}: {_apart(is_, was)}" for name, is_, was in pairs if is_ != was]


def _apart(found: object, wanted: object) -> str:
    """Return both, of lists only what the other has not."""
    if isinstance(found, tuple) and isinstance(wanted, tuple) and set(found) != set(wanted):
        surplus = [one for one in found if one not in wanted]
        lacking = [one for one in wanted if one not in found]
        return f"{surplus!r} instead of {lacking!r}"
    return f"{found!r} instead of {wanted!r}"


@dataclass(frozen=True)
class Witness:
    """Sees what came of a play in this world; `hosts` is the mail host's database."""

    play: Play
    world: World
    hosts: Database
    folder: Path

    def outcome(self) -> Outcome:
        """Return what the lives have led to."""
        play, replies = self.play, self.world.servers.fetch_all(self.play.asker)
        found = dict(pair for raw in replies for pair in _passwords_in(raw).items())
        boxes = {row.username: row.password for row in self._hosts("mailbox")}
        history = self._rows("history")
        # A transaction that a death rolled back has used up its id: numbers of cases have no gaps.
        number_of = {row.id: row.number for row in self._rows("cases")}
        return Outcome(
            cases=tuple(
                (case.number, case.state, tuple(f.code for f in case.findings if play.in_turn))
                for case in self.world.cases()
            ),
            stories=tuple(
                sorted(
                    {
                        (number_of.get(r.case_id, ""), r.what)
                        for r in history
                        if r.what not in _MAY_DIFFER
                    }
                )
            ),
            mailboxes=tuple(sorted(boxes)),
            effects=tuple(
                sorted((r.op_key, r.address, r.state, r.hand_over) for r in self._rows("effect"))
            ),
            numbers=tuple(sorted((r.symbol, r.number) for r in self._rows("document_number"))),
            letters=tuple(
                sorted((r.kind, self._turn(r.number), r.state) for r in self._rows("letter"))
            ),
            outbox=tuple(sorted((_key(row), row.state) for row in self._rows("outbox"))),
            mails=tuple(sorted(self._mails_of_others().items())),
            replies=tuple(sorted(map(self._reply, replies), key=astuple)),
            passwords_fit=set(found) == set(boxes)
            and all(is_hash_of(password, boxes[box]) for box, password in found.items()),
            slips=len(self._rows("work")),
        )

    def _reply(self, raw: bytes) -> Reply:
        mail = opened(raw)
        papers = [
            part.get_content()
            for part in mail.iter_attachments()
            if str(part.get_filename()).startswith(_NOTICES)
        ]
        house = self.world.house
        now = house.clock() + shift_in(self.folder) + timedelta(minutes=1)
        reports = [verify_pdf(paper, house.trust, now) for paper in papers]
        return Reply(
            str(mail["Subject"]),
            tuple(file_names(raw)),
            " ".join(self._turn(_timeless(printed_text(paper))) for paper in papers),
            tuple(f"{one.level} {one.verdict}" for each in reports for one in each.signatures),
        )

    def _turn(self, text: str) -> str:
        """Return the text, without numbers and findings of ours that go by which case is first."""
        return text if self.play.in_turn else _OUR_NUMBER.sub("…", _FOUND.sub("…", text))

    def _mails_of_others(self) -> Counter[str]:
        """Return how many mails there are by what became of each; our copies and the reports on
        our mails are none of them.
        """
        others = (
            row
            for row in self._rows("message")
            if row.message_id.startswith((f"<{HERE_BEFORE}", f"<{LATER}"))
        )
        return Counter(row.disposition for row in others)

    def _rows(self, name: str) -> list[Row[Any]]:
        return _all(self.world.house.database, tables.metadata.tables[name])

    def _hosts(self, name: str) -> list[Row[Any]]:
        return _all(self.hosts, postfixadmin_tables.metadata.tables[name])


def _all(database: Database, table: Table) -> list[Row[Any]]:
    with database.transaction() as connection:
        return list(connection.execute(select(table)))


def _key(mail: Row[Any]) -> str:
    """Return the key of a mail of the outbox, without what it has of the mail it answers."""
    return "ack" if mail.key.startswith("ack/") else str(mail.key)


def _timeless(printed: str) -> str:
    """Return the text without the time of day, which is another whenever a mail is sent anew, and
    without the day: one may end between two lives.
    """
    return _TIME.sub("…", " ".join(printed.split()))


@lru_cache(maxsize=8)
def _passwords_in(raw: bytes) -> dict[str, str]:
    slips = [name for name in file_names(raw) if name.startswith(_SLIP)]
    return passwords_in(file_named(raw, _SLIP)) if slips else {}
