"""What every sender does, the fake, the embedded server and Postfix alike."""

from __future__ import annotations

import time
from dataclasses import dataclass, field, replace

from mailbot.cases.dispatch import Envelope, Result
from tests.gateways.worlds import AGENCY, NOBODY, World
from tests.servers.mail import INBOX

TO_AGENCY = Envelope(INBOX, (AGENCY,))
WITH_COPY = replace(TO_AGENCY, copy_to=INBOX)


@dataclass
class Asked:
    """Answers whether a mail may leave, and keeps what was told."""

    answer: bool
    were_copied: list[bool] = field(default_factory=list)

    def __call__(self, is_copied: bool) -> bool:
        self.were_copied.append(is_copied)
        return self.answer


def a_notice() -> tuple[str, bytes]:
    message_id = f"<out.{time.time_ns()}@cantho.gov.vn>"
    text = f"From: {INBOX}\r\nTo: {AGENCY}\r\nSubject: TB\r\nMessage-ID: {message_id}\r\n\r\n.a\r\n"
    return message_id, text.encode()


def test_the_same_bytes_reach_the_agency(world: World) -> None:
    _, raw = a_notice()
    outcome = world.sender.send(TO_AGENCY, raw)
    assert outcome.result is Result.SENT
    assert "queued as" in outcome.response
    (got,) = world.mails_of(AGENCY)
    assert got.endswith(raw.partition(b"\r\n\r\n")[2])
    assert raw.partition(b"\r\n\r\n")[0] in got


def test_a_refused_recipient_is_a_failure_and_nobody_gets_the_mail(world: World) -> None:
    _, raw = a_notice()
    outcome = world.sender.send(Envelope(INBOX, (AGENCY, NOBODY)), raw)
    assert (outcome.result, outcome.code) == (Result.FAILED, 550)
    world.sender.send(TO_AGENCY, a_notice()[1])
    assert len(world.mails_of(AGENCY)) == 1


def test_what_may_not_leave_stays(world: World) -> None:
    asked = Asked(answer=False)
    outcome = world.sender.send(TO_AGENCY, a_notice()[1], asked)
    assert (outcome.result, asked.were_copied) == (Result.RETRY, [True])
    message_id, raw = a_notice()
    world.sender.send(TO_AGENCY, raw)
    (got,) = world.mails_of(AGENCY)
    assert message_id.encode() in got


def test_the_receipt_copy_proves_the_acceptance(world: World) -> None:
    message_id, raw = a_notice()
    asked = Asked(answer=True)
    outcome = world.sender.send(WITH_COPY, raw, asked)
    assert (outcome.result, asked.were_copied) == (Result.SENT, [True])
    world.mails_of(AGENCY)
    if world.client is not None:
        world.mails_of(INBOX)
        with world.inbox.open() as folder:
            assert len(folder.holding(message_id)) == 1


def test_a_refused_receipt_copy_is_told_and_the_mail_leaves(world: World) -> None:
    message_id, raw = a_notice()
    asked = Asked(answer=True)
    outcome = world.sender.send(Envelope(INBOX, (AGENCY,), NOBODY), raw, asked)
    assert (outcome.result, asked.were_copied) == (Result.SENT, [False])
    (got,) = world.mails_of(AGENCY)
    assert message_id.encode() in got
