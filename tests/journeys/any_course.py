"""Any course of events, drawn by chance: nothing is lost, nothing is done or said twice.

    make courses ARGS="--seed 1 --courses 200"

Mail servers and the mail host are in memory, all else is real. A course that fails prints what
happened in it; its seed plays it again.
"""

from __future__ import annotations

import argparse
import logging
import random
import sys
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from email.utils import format_datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from types import SimpleNamespace
from typing import Any, cast

from mailbot.cases.case import Case, Decision, DecisionKind
from mailbot.cases.state import State
from mailbot.errors import BadInputError, TryLaterError
from mailbot.replies.mail import MailKind
from mailbot.storage import history, letters, messages, outbox, work
from mailbot.storage.case_store import HAS_SLIP
from mailbot.storage.effects import EffectState
from mailbot.storage.effects import of_case as effects_of
from mailbot.storage.messages import Disposition
from mailbot.storage.outbox import MailState
from mailbot.storage.work import Kind
from tests.fakes.inbox import FakeInbox
from tests.fakes.mail_host import FakeMailHost
from tests.fakes.sender import FakeSender
from tests.faults.clock import ShiftedClock
from tests.intake.mails import by_login, from_outside
from tests.journeys.paper import CLERK, ECONOMY, NEW_PEOPLE, PARENT, Letter, Sheet, set_letter
from tests.journeys.reply import opened
from tests.journeys.world import (
    AGENCIES,
    ASKER,
    ASKER_NAME,
    CITY_NAME,
    OTHER,
    OTHER_NAME,
    World,
    a_mail,
    a_world_in,
)
from tests.pki import Identity
from tests.pki.certificates import Profile
from tests.servers.mail import OUTSIDER, MailServers

EVENTS = 20
OFFICER = "Lê Thị Cán Bộ"
ENDED = frozenset({State.ANSWERED, State.CLOSED})
RESTS = ENDED | {State.AWAITING_SUPPLEMENT}
OURS = frozenset(one.mailbox for one in AGENCIES if one.mailbox)
_MADE_OF = frozenset({Disposition.CASE, Disposition.JOINED})
_GIVEN = (
    "An",
    "Bình",
    "Châu",
    "Dũng",
    "Giang",
    "Hải",
    "Khánh",
    "Lâm",
    "Minh",
    "Nam",
    "Phúc",
    "Sơn",
)


@dataclass(frozen=True)
class Asker:
    """An agency with its two signers."""

    mailbox: str
    name: str
    leader: Identity
    organisation: Identity


@dataclass
class Course:
    """One course: what happens is drawn, and what must hold is looked at after each event."""

    world: World
    chance: random.Random
    inbox: FakeInbox
    sender: FakeSender
    host: FakeMailHost
    clock: ShiftedClock
    askers: tuple[Asker, ...]
    story: list[str] = field(default_factory=list)
    sent_in: list[tuple[Asker, bytes, bytes]] = field(default_factory=list)
    letters: int = 0
    people: int = 0
    doubted: set[bytes] = field(default_factory=set)

    def play(self, events: int = EVENTS) -> None:
        """Let so much happen, then let everybody finish."""
        for _ in range(events):
            happens = self.chance.choices(*zip(*_WEIGHTS, strict=True))[0]
            happens(self)
            self.goes_on()
        self._everybody_finishes()

    def goes_on(self) -> None:
        """Do what is due, and look."""
        with self.world.house.inbox.open() as folder:
            self.world.house.receive(folder)
        self.world.work()
        self.assert_sound()

    # What happens

    def a_request(self) -> None:
        asker = self.chance.choice(self.askers)
        pdf = self._signed(asker, self._rows(flawed=self.chance.random() < 0.4))
        self._arrives(asker, "request", ("Công văn.pdf", pdf))

    def a_repetition(self) -> None:
        if not self.sent_in:
            return
        asker, raw, pdf = self.chance.choice(self.sent_in)
        if self.chance.random() < 0.5:
            self._tell("the same mail again")
            self.inbox.put(raw, self.clock())
        else:
            self._arrives(asker, "the same letter again", ("Công văn.pdf", pdf))

    def a_mail_in_a_thread(self) -> None:
        case = self._any_case(lambda case: bool(case.thread and case.reply_to))
        if case is None:
            return
        asker = next(one for one in self.askers if one.mailbox == case.reply_to)
        thread: dict[str, Any] = {"In_Reply_To": case.thread[-1], "Subject": f"Re: {case.number}"}
        kind = self.chance.choice(
            ("thanks", "machine", "withdrawal", "broken", "corrected", "partial", "forged")
        )
        what = f"{kind} to {case.number}"
        match kind:
            case "thanks":
                self._arrives(asker, what, text="Cảm ơn quý Sở, chúng tôi đã nhận được.", **thread)
            case "machine":
                away: dict[str, Any] = {
                    "Auto_Submitted": "auto-replied",
                    "text": "Tôi đi công tác.",
                }
                self._arrives(asker, what, **thread, **away)
            case "withdrawal":
                self._arrives(asker, what, text="Chúng tôi đề nghị rút hồ sơ này.", **thread)
            case "broken":
                self._arrives(asker, what, ("Danh sách.pdf", b"%PDF-1.7 cut off"), **thread)
            case "forged":
                pdf = self._signed(asker, self._rows(flawed=False))
                self._arrives(asker, what, ("Công văn.pdf", pdf), forged=True, **thread)
                now = next(one for one in self.world.cases() if one.id == case.id)
                assert now == case, "a stranger's mail changed a case"
            case _:
                rows = self._rows(flawed=False)
                pdf = self._signed(asker, rows[:1] if kind == "partial" else rows)
                self._arrives(asker, what, ("Công văn.pdf", pdf), **thread)

    def a_decision(self) -> None:
        case = self._any_case(lambda case: case.state not in ENDED) or self._any_case(bool)
        if case is None:
            return
        kind = self.chance.choice(tuple(DecisionKind))
        rows = (0,) if kind is DecisionKind.APPROVE and self.chance.random() < 0.3 else ()
        self._decide(case, kind, rows)

    def some_time_passes(self) -> None:
        hours = self.chance.choice((0.1, 1, 6, 16))
        self._tell(f"{hours} hours pass")
        self.clock.pass_by(hours=hours)

    def an_answer_is_lost(self) -> None:
        self._tell("the server's next answer is lost")
        self.sender.lost = True

    def the_server_is_away(self) -> None:
        self._tell("the submission server is away once")
        self.sender.failure = TryLaterError("away")

    def the_host_comes_or_goes(self) -> None:
        self.host.away = not self.host.away
        self._tell(f"the mail host is {'away' if self.host.away else 'back'}")

    def staff_clear_up(self) -> None:
        """Send again what is stuck, and try again what was set aside."""
        house, now = self.world.house, self.clock()
        with house.database.transaction() as connection:
            for mail in outbox.stuck(connection):
                self._tell(f"sent again: {mail.key}")
                outbox.resend(connection, mail.id, now)
            for kind, subject in work.waiting(connection):
                work.put(connection, kind, subject, now)

    # What must hold

    def assert_sound(self) -> None:
        """Fail where something was lost, doubled, or went to a stranger."""
        house, cases = self.world.house, self.world.cases()
        with house.database.reading() as connection:
            slips = set(work.waiting(connection))
            numbers = Counter[str]()
            for case in cases:
                assert case.state not in HAS_SLIP or (Kind.ADVANCE, case.id) in slips, case.number
                told = [line.what for line in history.of_case(connection, case.id)]
                mails = outbox.of_case(connection, case.id)
                notices = [one for one in mails if one.kind in {MailKind.RESULT, MailKind.REFUSAL}]
                left = [one for one in notices if one.state is MailState.SENT]
                assert len(left) <= 1 + told.count("reopened"), case.number
                assert {to for one in mails for to in one.recipients} <= OURS
                numbers.update(
                    one.number for one in letters.of_case(connection, case.id) if one.number
                )
            assert not [number for number, count in numbers.items() if count > 1]
            made = Counter(
                effect.address
                for case in cases
                for effect in effects_of(connection, case.id)
                if effect.state is EffectState.DONE and effect.action == "create"
            )
        assert not [address for address, count in made.items() if count > 1]
        assert set(made) == set(self.host.accounts)
        for raw, count in Counter(one.raw for one in self.sender.taken).items():
            assert count == 1 or raw in self.doubted
        assert {to for one in self.sender.taken for to in one.envelope.recipients} <= OURS

    def _assert_known(self, raw: bytes, what: str) -> None:
        """Fail unless a person, or an answer, will come to what this mail asks."""
        message_id = opened(raw)["Message-ID"]
        with self.world.house.database.reading() as connection:
            (stored,) = messages.named(connection, (message_id,))
        assert stored.disposition in _MADE_OF, (what, stored.disposition)
        case = next(one for one in self.world.cases() if one.id == stored.case_id)
        is_of_it = case.mail == stored.id
        is_told = any(one.code == "case.mail_added" for one in case.findings)
        assert is_of_it or (is_told and case.state not in RESTS), (what, case.number, case.state)

    # Hands

    def _everybody_finishes(self) -> None:
        self._tell("everybody finishes")
        self.host.away = False
        for _ in range(12):
            self.staff_clear_up()
            self.clock.pass_by(minutes=40)
            self.goes_on()
            for case in self.world.cases():
                if case.state is State.IN_REVIEW:
                    self._decide(case, DecisionKind.APPROVE) or self._decide(
                        case, DecisionKind.CLOSE
                    )
        states = {case.number: case.state for case in self.world.cases()}
        assert set(states.values()) <= RESTS, states
        with self.world.house.database.reading() as connection:
            assert not work.waiting(connection)
            open_mails = +Counter(outbox.counted(connection))
        assert not open_mails, open_mails

    def _decide(self, case: Case, kind: DecisionKind, rows: tuple[int, ...] = ()) -> bool:
        decision = Decision(kind, OFFICER, self.clock(), ("Lý do của cán bộ",), rows)
        try:
            with self.world.house.database.transaction() as connection:
                now = self.world.house.cases.load(connection, case.id)
                self.world.house.carry_out(connection, now, decision)
        except BadInputError as error:
            self._tell(f"{kind} {case.number} refused: {error}")
            return False
        self._tell(f"{kind} {case.number} {rows or ''}")
        return True

    def _arrives(
        self,
        asker: Asker,
        what: str,
        *files: tuple[str, bytes],
        forged: bool = False,
        **fields: Any,
    ) -> None:
        self._tell(f"{what}, from {OUTSIDER if forged else asker.mailbox}")
        at = self.clock()
        on = format_datetime(at)
        trace = from_outside(arrived=on) if forged else by_login(asker.mailbox, arrived=on)
        raw = trace + a_mail(*files, From=asker.mailbox, Date=on, **fields)
        self.inbox.put(raw, at)
        self.goes_on()
        if files and not forged:
            self.sent_in.append((asker, raw, files[0][1]))
            self._assert_known(raw, what)

    def _signed(self, asker: Asker, rows: tuple[tuple[str, ...], ...]) -> bytes:
        self.letters += 1
        base = Letter()
        letter = replace(
            base,
            agency=asker.name.upper(),
            number=f"{self.letters}/UBND-VP",
            body=base.body.replace(ASKER_NAME, asker.name).replace(
                "02 công", f"{len(rows):02} công"
            ),
            sheets=(Sheet("2. Cá nhân:", NEW_PEOPLE, rows),),
        )
        pki = self.world.pki
        pdf = pki.sign(set_letter(letter), asker.leader, field_name="LanhDao")
        return pki.sign(pdf, asker.organisation, field_name="VanThu")

    def _rows(self, *, flawed: bool) -> tuple[tuple[str, ...], ...]:
        return tuple(self._row(n, flawed=flawed and n == 2) for n in (1, 2))

    def _row(self, stt: int, *, flawed: bool) -> tuple[str, ...]:
        self.people += 1
        again = self.people > 3 and self.chance.random() < 0.1
        n = self.chance.randrange(1, self.people) if again else self.people
        name = f"Trần Văn {_GIVEN[n % len(_GIVEN)]}"
        number = "092088004" if flawed else f"0920{70 + n % 30:02}{n:06}"
        return (str(stt), name, PARENT, ECONOMY, CLERK, number, f"0912{345000 + n}", "")

    def _any_case(self, fits: Callable[[Case], bool]) -> Case | None:
        found = sorted((one for one in self.world.cases() if fits(one)), key=lambda case: case.id)
        return self.chance.choice(found) if found else None

    def _tell(self, what: str) -> None:
        self.story.append(f"{self.clock():%d/%m %H:%M} {what}")


_WEIGHTS: tuple[tuple[Callable[[Course], None], int], ...] = (
    (Course.a_request, 5),
    (Course.a_repetition, 2),
    (Course.a_mail_in_a_thread, 6),
    (Course.a_decision, 6),
    (Course.some_time_passes, 3),
    (Course.an_answer_is_lost, 1),
    (Course.the_server_is_away, 1),
    (Course.the_host_comes_or_goes, 1),
    (Course.staff_clear_up, 2),
)


@dataclass
class _Sender(FakeSender):
    """Keeps which mails' answers were lost: these may be sent twice, by a person's word."""

    course: Course | None = None

    def send(self, envelope: Any, raw: bytes, *may_leave: Any) -> Any:
        if self.lost and self.course is not None:
            self.course.doubted.add(raw)
        return super().send(envelope, raw, *may_leave)


@contextmanager
def a_course(folder: Path, seed: int) -> Iterator[Course]:
    """Yield a course in a world of its own."""
    ports = SimpleNamespace(imaps_port=1, submission_port=1)
    servers = SimpleNamespace(
        tls=SimpleNamespace(ca=folder / "ca.pem"), host="localhost", dovecot=ports, postfix=ports,
        password=lambda _: "x", empty_all=lambda: None,
    )  # fmt: skip
    with a_world_in(folder, cast("MailServers", servers)) as world:
        other = world.pki.organisation(OTHER_NAME, CITY_NAME, profile=Profile(san_email=OTHER))
        by_other = world.pki.person("Lê Văn Tư", CITY_NAME, OTHER_NAME, email="tu@cantho.gov.vn")
        askers = (
            Asker(ASKER, ASKER_NAME, world.leader, world.organisation),
            Asker(OTHER, OTHER_NAME, by_other, other),
        )
        inbox, sender, host, clock = FakeInbox(), _Sender(), FakeMailHost(), ShiftedClock()
        vars(world.house).update(inbox=inbox, smtp=sender, mail_host=host)
        world.house.clock = clock
        course = Course(world, random.Random(seed), inbox, sender, host, clock, askers)
        sender.course = course
        yield course


def play(seed: int, events: int = EVENTS) -> None:
    """Play one course; AssertionError with its story where something does not hold."""
    with TemporaryDirectory() as folder, a_course(Path(folder), seed) as course:
        try:
            course.play(events)
        except Exception as error:
            told = "\n  ".join(course.story)
            raise AssertionError(
                f"seed {seed}: {type(error).__name__} {error}\n  {told}"
            ) from error


def main() -> int:
    """Play many; return 1 where one failed. Only what fails is told, not what mailbot logs."""
    logging.disable(logging.CRITICAL)
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--courses", type=int, default=20)
    parser.add_argument("--events", type=int, default=EVENTS)
    chosen = parser.parse_args()
    failed = 0
    for seed in range(chosen.seed, chosen.seed + chosen.courses):
        try:
            play(seed, chosen.events)
        except AssertionError as error:
            failed += 1
            cause = "".join(traceback.format_exception(error.__cause__)[-3:])
            sys.stdout.write(f"{error}\n{cause}\n")
    sys.stdout.write(f"{chosen.courses} courses, {failed} failed\n")
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main())
