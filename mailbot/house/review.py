"""The wing of review: what people decide, set right and note."""

from __future__ import annotations

from datetime import timedelta
from functools import cached_property

from mailbot.house.intake import Intake
from mailbot.intake.rejudge import Rejudge
from mailbot.review.amend import Amend
from mailbot.review.carry_out import CarryOut
from mailbot.review.hold import Hold
from mailbot.storage.held_decisions import HeldDecisions
from mailbot.storage.notes import Notes


class Review(Intake):
    """Carries out what officers decide."""

    @cached_property
    def carry_out(self) -> CarryOut:
        """Carries out officers' decisions."""
        return CarryOut(self.cases, self.clock)

    @cached_property
    def amend(self) -> Amend:
        """Sets right what was misread."""
        return Amend(self.cases, Rejudge(self.cases, self.examine.rules), self.words, self.clock)

    @cached_property
    def hold(self) -> Hold:
        """Holds decisions of the console for a moment."""
        return Hold(
            database=self.database,
            cases=self.cases,
            held=HeldDecisions(self.seal),
            carry_out=self.carry_out,
            words=self.words,
            clock=self.clock,
            lasts=timedelta(seconds=self.settings.console.hold_seconds),
        )

    @cached_property
    def notes(self) -> Notes:
        """Notes of staff on cases."""
        return Notes(self.seal)
