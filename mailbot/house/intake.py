"""The wing of intake: the inbox, and whatever becomes a case."""

from __future__ import annotations

from datetime import datetime
from functools import cached_property

from mailbot.cases.deadline import warning_points
from mailbot.clock import local_date
from mailbot.gateways.imap import ImapInbox
from mailbot.house.letters import Letters
from mailbot.house.proof import Proof
from mailbot.intake.examine import Examine, Rules
from mailbot.intake.filing import read_typed
from mailbot.intake.header_trace import Traced
from mailbot.intake.into_case import IntoCase
from mailbot.intake.keep_proof import KeepProof
from mailbot.intake.manual import Manual
from mailbot.intake.outage import Outage
from mailbot.intake.reading import ReadMails
from mailbot.intake.receive import Prover, Receive
from mailbot.intake.sender import judge_sender
from mailbot.intake.signature_policy import Hand, SignaturePolicy
from mailbot.review.comparison import Compare
from mailbot.storage import registry_store


class Intake(Letters, Proof):
    """Takes in, examines, and takes down by hand."""

    @cached_property
    def inbox(self) -> ImapInbox:
        """The department's inbox."""
        return ImapInbox(self.settings.imap, self.secret("imap-password"))

    @cached_property
    def receive(self) -> Receive:
        """Takes in what is new."""
        imap = self.settings.imap
        return Receive(
            database=self.database,
            archive=self.archive,
            rules=self.evidence,
            mailbox=f"{imap.username}/{imap.folder}",
            since=imap.since,
            size_cap=imap.size_cap_bytes,
            clock=self.clock,
            prover=self._prover,
        )

    def _prover(self) -> Prover:
        """Return what tells by the header alone whether a mail's sender is proven, as of now."""
        with self.database.reading() as connection:
            registry = registry_store.load_registry(connection)
        today = local_date(self.clock())

        def is_proven(raw: bytes, traced: Traced) -> bool:
            own = self.own_addresses
            sender = judge_sender(raw, registry, self.evidence, own, on=today, traced=traced)
            return sender.verdict == "accepted"

        return is_proven

    @cached_property
    def mail_reader(self) -> ReadMails:
        """Reads mails that were received."""
        return ReadMails(
            archive=self.archive,
            read=self.read,
            read_together=self.read_together,
            means=self.means,
            proof=KeepProof(self.archive, self.clock),
        )

    @cached_property
    def examine(self) -> Examine:
        """Reads and judges a mail."""
        return Examine(
            database=self.database,
            cases=self.cases,
            reader=self.mail_reader,
            into_case=IntoCase(self.cases, self.deadline, self.clock),
            deadline=self.deadline,
            rules=Rules(
                domains=self.settings.department.domains,
                directory_max_age_days=self.settings.review.directory_max_age_days,
                auto_supplement=frozenset(self.settings.review.auto_supplement),
                acknowledge=self.settings.replies.acknowledge,
                own_names=(*self.settings.department.names, self.settings.forms.addressee),
                signatures=SignaturePolicy(
                    tuple(map(Hand, self.settings.signatures.letter)),
                    tuple(map(Hand, self.settings.signatures.annex)),
                ),
            ),
            courtesy=self.short_mails,
            outage=Outage(lambda: self.revocation.state(self.clock()).faults, self._patience_ends),
            clock=self.clock,
        )

    def _patience_ends(self, due_at: datetime) -> datetime:
        hours = self.settings.trust.outage_hours_before_due
        (instant,) = warning_points(due_at, self.calendar, (hours,))
        return instant

    @cached_property
    def manual(self) -> Manual:
        """Takes in what is handed over otherwise than by e-mail."""
        return Manual(
            database=self.database,
            cases=self.cases,
            archive=self.archive,
            read=self.read_filed,
            read_typed=lambda book: self.sandbox.run(read_typed, book),
            means=self.means,
            background=self.examine.background,
            proof=self.mail_reader.proof,
            deadline=self.deadline,
            accept_paper=self.settings.review.accept_paper,
            words=self.words,
            clock=self.clock,
        )

    @cached_property
    def compare(self) -> Compare:
        """Writes that a second person has compared typed rows with the paper."""
        return Compare(self.cases, self.words, self.clock)
