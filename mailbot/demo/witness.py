"""Sees what became of the sample mails: in mailbot's database, and by IMAP in the mailboxes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection

from mailbot.cases.case import Case
from mailbot.demo.cast import AGENCIES, INBOX, STRANGER
from mailbot.demo.mailboxes import Found, Mailboxes
from mailbot.demo.outcome import Notice, Opened, Outcome
from mailbot.demo.samples import Sample
from mailbot.demo.slip import read_slip
from mailbot.house import House
from mailbot.replies.mail import MailKind
from mailbot.storage import letters, messages, outbox
from mailbot.storage.outbox import MailState, Posted
from signing import verify_pdf


@dataclass(frozen=True, slots=True)
class Witness:
    """Looks, and changes nothing; `old_passwords` are those people had before."""

    house: House
    mailboxes: Mailboxes
    passwords: Mapping[str, str]
    old_passwords: Mapping[str, str]

    def outcomes(self, samples: tuple[Sample, ...]) -> tuple[Outcome, ...]:
        """Return what became of each mail, in order."""
        department = self._inbox(INBOX)
        addresses = (*(agency.mailbox for agency in AGENCIES), STRANGER)
        elsewhere = {address: self._inbox(address) for address in addresses}
        with self.house.database.transaction() as connection:
            return tuple(
                self._outcome(connection, sample, department, elsewhere) for sample in samples
            )

    def _inbox(self, address: str) -> tuple[Found, ...]:
        return self.mailboxes.inbox(address, self.passwords[address])

    def _outcome(
        self,
        connection: Connection,
        sample: Sample,
        department: tuple[Found, ...],
        elsewhere: Mapping[str, tuple[Found, ...]],
    ) -> Outcome:
        stored = messages.find(connection, sample.message_id)
        arrived = next((m for m in department if m.message_id == sample.message_id), None)
        if stored is None:
            return Outcome(sample, messages.Disposition.NEW, arrived=arrived)
        answers = tuple(_answers(sample, elsewhere))
        case, sent = self._case(connection, stored.case_id)
        notice = self._notice(connection, case, sent, answers)
        return Outcome(
            sample,
            stored.disposition,
            stored.reasons,
            case,
            tuple(MailKind(mail.kind) for mail in sent),
            answers,
            arrived,
            notice,
            self._opened(sample, case, notice),
        )

    def _case(
        self, connection: Connection, case_id: int | None
    ) -> tuple[Case | None, tuple[Posted, ...]]:
        if case_id is None:
            return None, ()
        posted = outbox.of_case(connection, case_id)
        sent = tuple(mail for mail in posted if mail.state is MailState.SENT)
        return self.house.cases.load(connection, case_id), sent

    def _notice(
        self,
        connection: Connection,
        case: Case | None,
        sent: tuple[Posted, ...],
        answers: tuple[Found, ...],
    ) -> Notice | None:
        """Return the signed notice as it lies in the agency's inbox."""
        ours = {mail.message_id: mail for mail in sent if mail.kind == MailKind.RESULT}
        arrived = next((mail for mail in answers if mail.message_id in ours), None)
        if case is None or arrived is None:
            return None
        files = arrived.files()
        paper = files.get(self._file_name("result", case), b"")
        report = verify_pdf(paper, self.house.trust, self.house.clock())
        signers = [one.signer.name for one in report.signatures if one.signer]
        (letter, *_) = letters.of_case(connection, case.id)
        return Notice(arrived, letter.number, report.verdict, ", ".join(signers), files)

    def _opened(
        self, sample: Sample, case: Case | None, notice: Notice | None
    ) -> tuple[Opened, ...]:
        """Open the slip as the agency does, and log in with every password on it."""
        if case is None or notice is None:
            return ()
        slip = notice.files.get(self._file_name("slip", case), b"")
        return tuple(
            Opened(
                box.address,
                self.mailboxes.opens(box.address, box.password),
                self._old_opens(box.address),
            )
            for box in read_slip(slip, sample.agency.passphrase)
        )

    def _old_opens(self, address: str) -> bool:
        old = self.old_passwords.get(address)
        return old is not None and self.mailboxes.opens(address, old)

    def _file_name(self, kind: str, case: Case) -> str:
        return self.house.words.say(f"letters.file_{kind}", case_number=case.number)


def _answers(sample: Sample, inboxes: Mapping[str, tuple[Found, ...]]) -> Iterator[Found]:
    """Yield the replies to the mail, wherever they lie; to the stranger every mail is one."""
    for address, mails in inboxes.items():
        for mail in mails:
            if mail.in_reply_to == sample.message_id or address == sample.login == STRANGER:
                yield mail
