"""The wing of notices: written, signed here or by people, put into the outbox."""

from __future__ import annotations

from functools import cached_property

from mailbot.forms.office import office_of
from mailbot.house.signing import Signing
from mailbot.letter_office import LetterOffice
from mailbot.replies.compose import Compose, Unattended
from mailbot.replies.issue import Issue
from mailbot.replies.packing import Packing
from mailbot.replies.signature_book import Returned, unbound
from mailbot.replies.slip_envelope import SlipEnvelope


class Notices(Signing):
    """Composes notices and takes back those that people signed."""

    @cached_property
    def issue(self) -> Issue:
        """Puts signed letters into the outbox."""
        return Issue(
            database=self.database,
            cases=self.cases,
            packing=Packing(
                database=self.database,
                effects=self.effects,
                press=self.press,
                post=self.post,
                envelope=SlipEnvelope(self.database, self.passphrases, self.clock),
                office=office_of(self.settings.department, self.settings.forms),
            ),
            post=self.post,
            faults_of=self.notice_faults,
            clock=self.clock,
        )

    @cached_property
    def compose(self) -> Compose:
        """Writes notices."""
        return self._composed_with(self.unattended)

    def _composed_with(self, unattended: Unattended | None) -> Compose:
        return Compose(
            database=self.database,
            cases=self.cases,
            press=self.press,
            issuer=self.issuer,
            words=self.words,
            issue=self.issue,
            unattended=unattended,
            clock=self.clock,
        )

    def unbound(self, name: str, data: bytes) -> Returned:
        """Return the files of an upload."""
        return self.sandbox.run(unbound, name, data)

    @cached_property
    def letter_office(self) -> LetterOffice:
        """Where notices go out to be signed and come back (`two_step`)."""
        return LetterOffice(
            database=self.database,
            cases=self.cases,
            compose=self._composed_with(
                None
            ),  # people sign what leaves it: it needs no key of ours
            issue=self.issue,
            unbind=self.unbound,
            faults_of=self.upload_faults,
            clock=self.clock,
        )
