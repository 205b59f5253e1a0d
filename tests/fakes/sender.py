"""A submission server in memory that behaves as `SmtpSender` does."""

from __future__ import annotations

from dataclasses import dataclass, field

from mailbot.cases.dispatch import Dispatch, Envelope, MayLeave, Result
from mailbot.errors import MailbotError


@dataclass(frozen=True, slots=True)
class Taken:
    """One mail the fake took, with its envelope."""

    envelope: Envelope
    raw: bytes


@dataclass
class FakeSender:
    """`taken` holds what was sent. `answers` maps a recipient to another outcome; `failure` is
    raised at the next call; `lost` makes the next answer get lost after the mail was taken.
    """

    taken: list[Taken] = field(default_factory=list)
    answers: dict[str, Dispatch] = field(default_factory=dict)
    failure: MailbotError | None = None
    lost: bool = False

    def send(
        self, envelope: Envelope, raw: bytes, may_leave: MayLeave = lambda _is_copied: True
    ) -> Dispatch:
        """Return what became of the mail."""
        if self.failure is not None:
            failure, self.failure = self.failure, None
            raise failure
        for recipient in envelope.recipients:
            if recipient in self.answers:
                return self.answers[recipient]
        if not may_leave(envelope.copy_to not in self.answers):
            return Dispatch(Result.RETRY, "no more ours to send")
        self.taken.append(Taken(envelope, raw))
        if self.lost:
            self.lost = False
            return Dispatch(Result.UNKNOWN, "connection lost")
        return Dispatch(Result.SENT, f"queued as {len(self.taken)}", 250)
