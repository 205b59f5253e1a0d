"""The roof: every wing under it makes the house."""

from __future__ import annotations

from functools import cached_property

from mailbot.house.delivery import Delivery
from mailbot.house.mailboxes import Mailboxes
from mailbot.house.notices import Notices
from mailbot.house.review import Review
from mailbot.intake.examine_again import ExamineAgain
from mailbot.journey import Journey
from mailbot.rounds import Rounds
from mailbot.storage import schema
from mailbot.storage.membership import check_seal
from mailbot.storage.switches import check_shadow


class House(Delivery, Mailboxes, Notices, Review):
    """Everything one set of settings makes. Close it after use."""

    @cached_property
    def rounds(self) -> Rounds:
        """Takes due work."""
        return Rounds(
            database=self.database,
            cases=self.cases,
            clock=self.clock,
            examine=self.examine,
            examine_all=self.examine.all_of,
            journey=Journey(
                self.provision,
                self.compose,
                self.short_mails.give_receipt,
                ExamineAgain(self.examine),
            ),
            decide=self.hold,
            write_apart=self.compose.write_apart,
            deliver=self.deliver,
            words=self.words,
            presence=self.presence,
        )

    def prepare_pages(self) -> None:
        """Check what must be right before the first page is shown."""
        schema.check(self.database)
        with self.database.transaction() as connection:
            check_seal(connection, self.seal)
            check_shadow(connection, shadow=self.settings.operations.shadow)
            self.adopt_calendar(connection)
        self.archive.prepare()
        self.sandbox.warm()

    def prepare(self) -> None:
        """Check what must be right before the first mail; what a crash left is put in order."""
        self.prepare_pages()
        self.mail_host.check()
        # Whatever were built only later would fail in the middle of a case.
        _ = (
            self.rounds,
            self.press,
            self.installed_trust,
            self.unattended,
            self.evidence,
            self.calendar,
        )
        self.rounds.take_back()
        if self.stays:
            self.setting_room.warm()
