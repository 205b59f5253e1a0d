"""The wing of letters: who answers, and what is written that nobody signs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import cached_property
from pathlib import Path

from mailbot.errors import SandboxError, SandboxFailure
from mailbot.gateways.sandbox import Limits, Sandbox
from mailbot.house.ground import Ground
from mailbot.replies.counter import Counter
from mailbot.replies.letter import Issuer
from mailbot.replies.post import Post
from mailbot.replies.press import Press, load_press
from mailbot.replies.short_mail import ShortMails
from mailbot.replies.staff_post import StaffPost, Wishes
from mailbot.replies.typesetter import TypeSet, set_type

# What the child that sets type imports before the first letter, and how many it sets: it does not
# grow with them.
SETTER = ("mailbot.replies.typesetter", "typst")
LETTERS_PER_SETTER = 10_000
# Two tries fit into the lease of a step.
SETTER_SECONDS = 60.0
# What also comes from outside: a signal, a machine that stood still.
_PERHAPS_NOT_THE_LETTER = frozenset({SandboxFailure.CRASHED, SandboxFailure.TIMEOUT})


class Letters(Ground):
    """Sets letters, and writes mails to agencies and to staff."""

    @cached_property
    def issuer(self) -> Issuer:
        """Who answers."""
        department, signing = self.settings.department, self.settings.signing
        return Issuer(
            superior=department.superior,
            issuer=department.issuer,
            name=department.name,
            place=department.place,
            legal_basis=department.legal_basis,
            inbox=department.inbox,
            symbol=signing.symbol,
            address=department.address,
            phone=department.phone,
            webmail_url=department.webmail_url,
            signer_authority=department.signer_authority,
            signer_title=department.signer_title,
            signer_name=department.signer_name,
        )

    @cached_property
    def press(self) -> Press:
        """Sets letters: in a service by a child process, else here."""
        return load_press(set_type=self._set_type_apart if self.stays else set_type)

    @cached_property
    def setting_room(self) -> Sandbox:
        """Where a service has its type set."""
        limits = Limits(wall_seconds=SETTER_SECONDS, tasks_per_worker=LETTERS_PER_SETTER)
        room = Sandbox(limits, preload=SETTER)
        self._opened.callback(room.close)
        return room

    def _set_type_apart(
        self, files: Mapping[str, bytes], faces: Path, facts: str, *, tagged: bool, placed: bool
    ) -> TypeSet:
        """Return what the child makes of it; one that died over it is followed by one more."""
        run, given = self.setting_room.run, (files, faces, facts)
        try:
            return _tried_again(lambda: run(set_type, *given, tagged=tagged, placed=placed))
        except SandboxError as error:
            return TypeSet(fault=str(error))

    @cached_property
    def post(self) -> Post:
        """Writes mails into the outbox."""
        return Post(self.issuer, self.sender, self.words)

    @property
    def sender(self) -> str:
        """The address our mail comes from."""
        return self.settings.smtp.sender or self.settings.department.inbox

    @cached_property
    def short_mails(self) -> ShortMails:
        """Acknowledgements, receipts and their like."""
        wait = timedelta(seconds=self.settings.replies.acknowledge_after_seconds)
        return ShortMails(
            self.database,
            self.post,
            self.press,
            wait,
            self.settings.imap.size_cap_bytes,
            self.clock,
        )

    @cached_property
    def counter(self) -> Counter:
        """Gives receipts and results out on paper."""
        return Counter(self.database, self.cases, self.short_mails, self.words, self.clock)

    @cached_property
    def staff_post(self) -> StaffPost:
        """Writes mails to staff."""
        chosen = self.settings.staff_mail
        wishes = Wishes(
            digest=chosen.digest,
            digest_at=chosen.digest_at,
            deadline=chosen.deadline,
            deadline_hours=chosen.deadline_hours,
            system=chosen.system,
            link=self.settings.console.url,
        )
        return StaffPost(
            self.database,
            lambda: self.calendar,
            wishes,
            self.issuer,
            self.sender,
            self.words,
            self.clock,
        )


def _tried_again(run: Callable[[], TypeSet]) -> TypeSet:
    """Return what it returns, once more where what ended it may have come from outside."""
    try:
        return run()
    except SandboxError as error:
        if error.kind not in _PERHAPS_NOT_THE_LETTER:
            raise
        return run()
