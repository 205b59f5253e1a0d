"""What became of one sample mail, and what of it is not as it should be. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from mailbot.cases.case import Case
from mailbot.cases.finding import Finding, Severity
from mailbot.demo.cast import CENTRE
from mailbot.demo.mailboxes import Found
from mailbot.demo.samples import Sample
from mailbot.replies.mail import MailKind
from mailbot.storage.messages import Disposition


@dataclass(frozen=True, slots=True)
class Notice:
    """The signed notice in the agency's inbox: by whom it is signed, what lies beside it."""

    mail: Found
    number: str
    verdict: str
    signer: str
    files: Mapping[str, bytes] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Opened:
    """A mailbox named on the slip: does its new password open it, does the old one still?"""

    address: str
    new_opens: bool
    old_opens: bool = False


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that is not as it should be; worded as `demo.fault_<code>`."""

    code: str
    fields: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Outcome:
    """Everything seen of one mail; `kinds` are the mails sent for it, `answers` the replies to it
    that lie in any mailbox, `arrived` is the mail as it lies in the department's inbox.
    """

    sample: Sample
    disposition: Disposition
    reasons: tuple[str, ...] = ()
    case: Case | None = None
    kinds: tuple[MailKind, ...] = ()
    answers: tuple[Found, ...] = ()
    arrived: Found | None = None
    notice: Notice | None = None
    mailboxes: tuple[Opened, ...] = ()

    @property
    def unread(self) -> bool:
        """Return whether the mail lies untouched in the inbox."""
        return self.arrived is not None and not self.arrived.seen

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Return what a person must look at, the heaviest first."""
        found = self.case.findings if self.case else ()
        return tuple(
            finding
            for severity in (Severity.BLOCKS, Severity.LOOK)
            for finding in found
            if finding.severity is severity
        )

    @property
    def faults(self) -> tuple[Fault, ...]:
        """Return where this is not the outcome expected; nothing means that all is well."""
        return (*_course(self), *_replies(self), *_notice(self), *_passwords(self))

    @property
    def codes(self) -> frozenset[str]:
        """Return the codes of all reasons and findings."""
        found = self.case.findings if self.case else ()
        return frozenset(self.reasons) | {finding.code for finding in found}


def _course(outcome: Outcome) -> Iterator[Fault]:
    expected = outcome.sample.expected
    state = outcome.case.state if outcome.case else None
    if outcome.disposition is not expected.disposition:
        yield Fault("disposition", {"found": outcome.disposition, "wanted": expected.disposition})
    if state is not expected.state:
        yield Fault("state", {"found": str(state), "wanted": str(expected.state)})
    for code in sorted(expected.codes - outcome.codes):
        yield Fault("finding_missing", {"finding": code})
    if not outcome.unread:
        yield Fault("touched")


def _replies(outcome: Outcome) -> Iterator[Fault]:
    allowed = outcome.sample.expected.replies
    for kind in sorted(set(outcome.kinds) - allowed):
        yield Fault("reply_unexpected", {"kind": kind})
    if len(outcome.answers) != len(outcome.kinds):
        fields = {"sent": str(len(outcome.kinds)), "arrived": str(len(outcome.answers))}
        yield Fault("reply_lost", fields)


def _notice(outcome: Outcome) -> Iterator[Fault]:
    if not outcome.sample.is_answered:
        return
    notice = outcome.notice
    if notice is None:
        yield Fault("no_notice")
    elif notice.verdict != "passed" or notice.signer != CENTRE:
        yield Fault("notice_unsigned", {"verdict": notice.verdict, "signer": notice.signer})


def _passwords(outcome: Outcome) -> Iterator[Fault]:
    rows = len(outcome.case.rows) if outcome.case else 0
    if outcome.sample.is_answered and len(outcome.mailboxes) != rows:
        yield Fault("slip_unread", {"found": str(len(outcome.mailboxes)), "rows": str(rows)})
    for box in outcome.mailboxes:
        if not box.new_opens:
            yield Fault("password_wrong", {"address": box.address})
        if box.old_opens:
            yield Fault("password_old", {"address": box.address})
