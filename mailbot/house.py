"""The house: every object, built from the settings when first asked for.

The daemon and the commands live in the same one; nothing else knows how the rooms are joined.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cached_property, partial
from pathlib import Path
from secrets import token_hex
from socket import gethostname
from typing import Any

from pydantic import SecretStr
from sqlalchemy import Connection

from mailbot import logbook
from mailbot.calendar_file import load_calendar
from mailbot.cases.calendar import WorkCalendar
from mailbot.cases.deadline import Deadline, deadline_of, warning_points
from mailbot.cases.dispatch import Dispatch
from mailbot.clock import Clock, local_date, utc_now
from mailbot.errors import SettingsError
from mailbot.forms.office import office_of
from mailbot.gateways.dns_txt import txt_record
from mailbot.gateways.http import HttpLimits, exchange
from mailbot.gateways.imap import ImapInbox
from mailbot.gateways.live_trust import LiveTrust
from mailbot.gateways.mail_hosts.sql import open_sql_mail_host
from mailbot.gateways.mail_hosts.worklist import WorkList
from mailbot.gateways.revocation import Revocation
from mailbot.gateways.sandbox import Sandbox
from mailbot.gateways.shadow import SENT, ShadowHost
from mailbot.gateways.smtp import SmtpSender
from mailbot.intake.dossier import Dossier, Means, read_dossier
from mailbot.intake.examine import Examine, Rules
from mailbot.intake.examine_again import ExamineAgain
from mailbot.intake.filing import Filed, read_filing, read_typed
from mailbot.intake.header_trace import content_hash
from mailbot.intake.manual import Manual
from mailbot.intake.outage import Outage
from mailbot.intake.receive import Receive
from mailbot.intake.rejudge import Rejudge
from mailbot.intake.sender import judge_sender, probe_faults, wanted_dkim_keys
from mailbot.intake.sender_rules import EvidenceRules, evidence_rules, own_addresses
from mailbot.intake.signature_policy import Hand, SignaturePolicy
from mailbot.journey import Journey
from mailbot.letter_office import LetterOffice
from mailbot.provisioning.address import (
    ORGANISATION_FIELDS,
    PERSON_FIELDS,
    AddressRule,
    TemplateError,
    check_template,
)
from mailbot.provisioning.credential import initial_password
from mailbot.provisioning.hands import Hands
from mailbot.provisioning.provision import MailHost, Provision, Ways
from mailbot.replies.compose import Compose, Unattended
from mailbot.replies.counter import Counter
from mailbot.replies.deliver import Deliver, Limits
from mailbot.replies.document_number import Register
from mailbot.replies.issue import Issue
from mailbot.replies.letter import Issuer
from mailbot.replies.own_appearance import Pictures
from mailbot.replies.own_signature import (
    OwnSignature,
    Signatories,
    TimeStamps,
    notice_faults,
    upload_faults,
)
from mailbot.replies.post import Post
from mailbot.replies.press import Press, load_press
from mailbot.replies.receipt_copy import ReceiptCopies
from mailbot.replies.short_mail import ShortMails
from mailbot.replies.signature_book import Returned, unbound
from mailbot.replies.slip_envelope import SlipEnvelope
from mailbot.replies.staff_post import StaffPost, Wishes
from mailbot.review.amend import Amend
from mailbot.review.carry_out import CarryOut
from mailbot.review.comparison import Compare
from mailbot.review.hold import Hold
from mailbot.rounds import Rounds
from mailbot.settings import Settings, Token
from mailbot.storage import calendar_store, certificates, registry_store, schema
from mailbot.storage.archive import Archive
from mailbot.storage.case_store import CaseStore
from mailbot.storage.database import Database, open_database
from mailbot.storage.database_archive import AnyArchive, DatabaseArchive
from mailbot.storage.database_clock import DatabaseClock
from mailbot.storage.effects import Effects
from mailbot.storage.held_decisions import HeldDecisions
from mailbot.storage.membership import Membership, check_seal
from mailbot.storage.notes import Notes
from mailbot.storage.registry_store import Passphrases
from mailbot.storage.seal import Seal, seal_from
from mailbot.storage.switches import check_shadow
from mailbot.words import Words, load_words
from signing import Key, SigningError, TrustStore, allows_encryption, load_pkcs12, load_trust
from signing.appearance import is_picture
from signing.token import open_token

TSA_LIMITS = HttpLimits(bytes=200_000, seconds=15.0)
# Modules the child processes import before the first mail.
READERS = ("mailbot.intake.dossier", "mailbot.intake.filing")

_OWN_OF_EACH_HOST: Any = {
    "database": True,
    "archive": {"directory"},
    "secrets_directory": True,
    "imap": {"ca_file"},
    "smtp": {"ca_file"},
}


class House:
    """Everything one set of settings makes. Close it after use."""

    def __init__(self, settings: Settings, clock: Clock | None = None) -> None:
        self.settings = settings
        self.clock = clock or self._own_clock()
        self._opened = ExitStack()
        self._calendar: tuple[int, WorkCalendar] | None = None

    # What everybody needs.

    @cached_property
    def words(self) -> Words:
        """The Vietnamese wording of codes."""
        return load_words()

    @cached_property
    def file_calendar(self) -> WorkCalendar:
        """The working calendar of the file."""
        return load_calendar(self.settings.deadline.calendar_file, self.words)

    @property
    def calendar(self) -> WorkCalendar:
        """The working calendar: the file's with what the office has entered, as adopted last."""
        return self._calendar[1] if self._calendar else self.file_calendar

    def adopt_calendar(self, connection: Connection) -> bool:
        """Adopt what was entered since the last look; return whether it was anything."""
        known = self._calendar[0] if self._calendar else 0
        version = calendar_store.version(connection)
        if version == known:
            return False
        entered = calendar_store.entries(connection)
        calendar = self.file_calendar.with_entries(entered.days, entered.confirmed())
        self._calendar = (version, calendar)
        return True

    @cached_property
    def database(self) -> Database:
        """The database."""
        database = open_database(self.settings.database.url, lambda: self.seal)
        self._opened.callback(database.close)
        return database

    @property
    def is_shared(self) -> bool:
        """Whether several hosts may work on the database."""
        return not self.settings.database.url.startswith("sqlite")

    def _own_clock(self) -> Clock:
        return DatabaseClock(lambda: self.database) if self.is_shared else utc_now

    @cached_property
    def membership(self) -> Membership | None:
        """This process among the hosts that share the database; None where it is alone."""
        if not self.is_shared:
            return None
        name = f"{gethostname()}:{os.getpid()}:{token_hex(4)}"
        return Membership(self.database, name, self._settings_sha(), self.clock)

    def _settings_sha(self) -> str:
        """Return the hash of what all hosts must share: settings without places, the keys."""
        told = self.settings.model_dump_json(exclude=_OWN_OF_EACH_HOST).encode()
        chosen = self.settings.signing
        seal = b"".join(sorted(self.secret("seal-key")().get_secret_value().encode().split()))
        kept = [
            _read(path, "signing") if path else b""
            for path in (chosen.pkcs12, chosen.leader_pkcs12)
        ]
        keys = b"".join(hashlib.sha256(key).digest() for key in (seal, *kept))
        return hashlib.sha256(keys + told).hexdigest()

    @cached_property
    def archive(self) -> AnyArchive:
        """The archive of raw mail."""
        if self.is_shared:
            return DatabaseArchive(self.database, self.seal)
        return Archive(self.settings.archive.directory, self.seal)

    @cached_property
    def seal(self) -> Seal:
        """Encryption at rest."""
        return seal_from(self.secret("seal-key")().get_secret_value())

    @cached_property
    def cases(self) -> CaseStore:
        """The cases."""
        return CaseStore(self.seal, self.words)

    @cached_property
    def effects(self) -> Effects:
        """What is done to mailboxes."""
        return Effects(self.seal)

    @cached_property
    def passphrases(self) -> Passphrases:
        """The passphrases agreed with agencies."""
        return Passphrases(self.seal)

    @cached_property
    def sandbox(self) -> Sandbox:
        """Where hostile bytes are read."""
        sandbox = Sandbox(preload=READERS)
        self._opened.callback(sandbox.close)
        return sandbox

    def secret(self, name: str) -> Callable[[], SecretStr]:
        """Return what reads the secret anew each time: a token may have changed."""
        return lambda: self.settings.secret(name)

    def deadline(self, arrived_at: datetime) -> Deadline:
        """Return the clock of a dossier completed by a mail that arrived then."""
        rule = self.settings.deadline
        return deadline_of(arrived_at, self.calendar, rule.working_days, rule.due_at)

    # What comes in.

    @cached_property
    def inbox(self) -> ImapInbox:
        """The department's inbox."""
        return ImapInbox(self.settings.imap, self.secret("imap-password"))

    @cached_property
    def evidence(self) -> EvidenceRules:
        """What our own mail servers write into a mail."""
        return evidence_rules(self.settings.evidence, self.settings.department)

    @cached_property
    def own_addresses(self) -> frozenset[str]:
        """The department's own addresses."""
        return own_addresses(self.settings.department)

    @cached_property
    def installed_trust(self) -> TrustStore:
        """What the operator installed: roots, intermediates, lists as files."""
        chosen = self.settings.trust
        try:
            return load_trust(
                chosen.roots, chosen.intermediates, chosen.tsa_roots, chosen.crl_files
            )
        except SigningError as error:
            raise self._unusable(error) from error

    @cached_property
    def revocation(self) -> Revocation:
        """Lists and answers of the configured authorities, fetched ahead and kept."""
        chosen = self.settings.trust
        return Revocation(
            directory=self.settings.archive.directory / "revocation",
            crl_urls=chosen.crl_urls,
            ocsp_urls=chosen.ocsp_urls,
            issuers=(*self.installed_trust.roots, *self.installed_trust.intermediates),
            refresh_seconds=chosen.refresh_seconds,
        )

    @cached_property
    def live_trust(self) -> LiveTrust:
        """Roots with the revocation data of this moment."""
        return LiveTrust(self.installed_trust, self.revocation)

    @property
    def trust(self) -> TrustStore:
        """The trust as of now."""
        return self.live_trust.at(self.clock())

    def refresh_revocation(self) -> None:
        """Fetch the lists that are due, and say what could not be had."""
        for source, fault in self.revocation.refresh(self.clock()).faults.items():
            logbook.revocation_unavailable(source, fault)

    def means(self, connection: Connection, raw: bytes) -> Means:
        """Return what a mail is read with as things stand."""
        registry = certificates.with_approved(connection, registry_store.load_registry(connection))
        keys = {name: txt_record(name) for name in wanted_dkim_keys(raw, self.evidence)}
        known = {name: record for name, record in keys.items() if record is not None}
        return Means(registry, self.evidence, self.own_addresses, self.trust, known)

    def read(self, raw: bytes, means: Means, arrived_at: datetime) -> Dossier:
        """Read a mail in the sandbox; ask about certificates in doubt, and look once more."""
        dossier = self.sandbox.run(read_dossier, raw, means, arrived_at)
        trust = self._asked_about(dossier, means.trust)
        if trust is means.trust:
            return dossier
        told = self.sandbox.run(read_dossier, raw, replace(means, trust=trust), arrived_at)
        return replace(told, ocsps=trust.ocsps)

    def _asked_about(self, dossier: Dossier, trust: TrustStore) -> TrustStore:
        """Return the trust with answers on certificates in doubt; the same where none is."""
        signatures = [one for paper in dossier.papers for one in paper.report.signatures]
        return self.live_trust.with_answers(trust, signatures, self.clock())

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

    def _prover(self) -> Callable[[bytes], bool]:
        """Return what tells by the header alone whether a mail's sender is proven, as of now."""
        with self.database.transaction() as connection:
            registry = registry_store.load_registry(connection)
        today = local_date(self.clock())

        def is_proven(raw: bytes) -> bool:
            sender = judge_sender(raw, registry, self.evidence, self.own_addresses, on=today)
            return sender.verdict == "accepted"

        return is_proven

    @cached_property
    def examine(self) -> Examine:
        """Reads and judges a mail."""
        return Examine(
            database=self.database,
            cases=self.cases,
            archive=self.archive,
            read=self.read,
            means=self.means,
            deadline=self.deadline,
            rules=Rules(
                domains=self.settings.department.domains,
                directory_max_age_days=self.settings.review.directory_max_age_days,
                auto_supplement=frozenset(self.settings.review.auto_supplement),
                acknowledge=self.settings.replies.acknowledge,
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
            examiner=self.examine,
            deadline=self.deadline,
            accept_paper=self.settings.review.accept_paper,
            words=self.words,
            clock=self.clock,
        )

    def read_filed(self, raw: bytes, means: Means, arrived_at: datetime, agency: str) -> Filed:
        """Read a filing in the sandbox; ask about certificates in doubt, and look once more."""
        filed = self.sandbox.run(read_filing, raw, means, arrived_at, agency)
        trust = self._asked_about(filed.dossier, means.trust)
        if trust is means.trust:
            return filed
        again = self.sandbox.run(read_filing, raw, replace(means, trust=trust), arrived_at, agency)
        return replace(again, dossier=replace(again.dossier, ocsps=trust.ocsps))

    @cached_property
    def compare(self) -> Compare:
        """Writes that a second person has compared typed rows with the paper."""
        return Compare(self.cases, self.words, self.clock)

    # What is done.

    @cached_property
    def address_rule(self) -> AddressRule:
        """How addresses are formed."""
        chosen = self.settings.provisioning
        try:
            check_template(chosen.person_address, PERSON_FIELDS)
            check_template(chosen.organisation_address, ORGANISATION_FIELDS)
        except TemplateError as error:
            raise SettingsError(f"provisioning: {error}") from error
        return AddressRule(chosen.domain, chosen.person_address, chosen.organisation_address)

    @cached_property
    def mail_host(self) -> MailHost:
        """Where the mailboxes live."""
        chosen, shadow = self.settings.provisioning, self.settings.operations.shadow
        if chosen.host == "worklist":
            return ShadowHost(None, WorkList().check) if shadow else WorkList()
        host = open_sql_mail_host(chosen.sql_url, chosen.quota_bytes, self.clock)
        self._opened.callback(host.close)
        return ShadowHost(host.look_up, host.check) if shadow else host

    def ways(self, connection: Connection, agency_code: str) -> Ways:
        """Return how passwords may reach an agency."""
        certificate = certificates.newest(connection, agency_code, self.clock())
        return Ways(
            self.settings.credentials.hand_over,
            self.passphrases.of(connection, agency_code) is not None,
            certificate is not None and allows_encryption(certificate),
        )

    @cached_property
    def provision(self) -> Provision:
        """Makes mailboxes and passwords."""
        return Provision(
            database=self.database,
            cases=self.cases,
            effects=self.effects,
            host=self.mail_host,
            rule=self.address_rule,
            own_addresses=self.own_addresses,
            new_password=initial_password,
            ways=self.ways,
            words=self.words,
            clock=self.clock,
        )

    @cached_property
    def hands(self) -> Hands:
        """Settles what staff do by hand."""
        return Hands(self.cases, self.effects, self.words, self.clock)

    # What goes out.

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
        """Sets letters."""
        return load_press()

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

    @cached_property
    def signing_key(self) -> Key:
        """The centre's organisation key, opened once: in a file, or in a token that keeps it."""
        chosen = self.settings.signing
        try:
            if chosen.token is not None:
                return self._token_key(chosen.token)
        except SigningError as error:
            raise self._unusable(error) from error
        assert chosen.pkcs12 is not None
        return self._kept_key(chosen.pkcs12, "signing.pkcs12", "signing-passphrase")

    @cached_property
    def leader_key(self) -> Key | None:
        """The leader's own key, opened once; None where the leader does not sign by program."""
        path = self.settings.signing.leader_pkcs12
        if path is None:
            return None
        return self._kept_key(path, "signing.leader_pkcs12", "leader-passphrase")

    def _kept_key(self, path: Path, key: str, secret: str) -> Key:
        passphrase = self.settings.secret(secret).get_secret_value()
        try:
            return load_pkcs12(_read(path, key), passphrase.encode())
        except SigningError as error:
            raise self._unusable(error) from error

    def _unusable(self, error: SigningError) -> SettingsError:
        return SettingsError(self.words.say(f"signature.{error.code}", **error.fields))

    def _picture(self, path: Path | None, key: str) -> bytes:
        """Return a picture that can be shown, b"" where there is none."""
        picture = _read(path, key) if path else b""
        if picture and not is_picture(picture):
            raise SettingsError(self.words.say("settings.no_picture", key=key, file=str(path)))
        return picture

    def _token_key(self, chosen: Token) -> Key:
        key = open_token(
            chosen.library,
            chosen.label,
            self.settings.secret("token-pin").get_secret_value(),
            chosen.key,
            self.installed_trust.intermediates,
        )
        self._opened.callback(key.close)
        return key

    def ask_tsa(self, request: bytes) -> bytes:
        """Return the time stamp service's answer (RFC 3161 over HTTP)."""
        return exchange(
            self.settings.signing.tsa_url, TSA_LIMITS, request, "application/timestamp-query"
        )

    def _time_stamps(self) -> TimeStamps | None:
        chosen = self.settings.signing
        if not chosen.tsa_url:
            return None
        return TimeStamps(self.ask_tsa, lambda: self.trust, chosen.tsa_outage)

    @cached_property
    def unattended(self) -> Unattended | None:
        """The daemon's own signature and register, or None where people sign."""
        chosen = self.settings.signing
        if chosen.mode == "two_step":
            return None
        sign = OwnSignature(
            self.signing_key,
            self.words.say("case.signature_reason"),
            self.settings.department.place,
            self.clock,
            self.words,
            self._time_stamps(),
            self.leader_key,
            Pictures(
                self._picture(chosen.hand_image, "signing.hand_image"),
                self._picture(chosen.seal_image, "signing.seal_image"),
            ),
        )
        return Unattended(sign, Register(chosen.symbol, chosen.first_number, chosen.last_number))

    def notice_faults(self, signed: bytes) -> tuple[str, ...]:
        """Return what our own verifier has against a signed notice."""
        return self.sandbox.run(notice_faults, signed, self.trust, self.clock())

    def upload_faults(self, draft: bytes, signed: bytes) -> tuple[str, ...]:
        """Return why an uploaded file is not our draft, signed as it must be."""
        chosen = self.settings.signing
        wanted = Signatories(
            frozenset(chosen.leader_fingerprints), frozenset(chosen.organisation_fingerprints)
        )
        return self.sandbox.run(upload_faults, draft, signed, self.trust, self.clock(), wanted)

    @cached_property
    def issue(self) -> Issue:
        """Puts signed letters into the outbox."""
        return Issue(
            database=self.database,
            cases=self.cases,
            effects=self.effects,
            press=self.press,
            post=self.post,
            envelope=SlipEnvelope(self.database, self.passphrases, self.clock),
            office=office_of(self.settings.department, self.settings.forms),
            faults_of=self.notice_faults,
            clock=self.clock,
        )

    @cached_property
    def compose(self) -> Compose:
        """Writes notices."""
        return Compose(
            database=self.database,
            cases=self.cases,
            press=self.press,
            issuer=self.issuer,
            words=self.words,
            issue=self.issue,
            unattended=self.unattended,
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
            compose=self.compose,
            issue=self.issue,
            unbind=self.unbound,
            faults_of=self.upload_faults,
            clock=self.clock,
        )

    @cached_property
    def smtp(self) -> SmtpSender:
        """The submission server."""
        return SmtpSender(self.settings.smtp, self.secret("smtp-password"))

    def hand_over(self, recipients: tuple[str, ...], raw: bytes) -> Dispatch:
        """Hand a mail to the submission server; in shadow, to nobody."""
        if self.settings.operations.shadow:
            return SENT
        return self.smtp.send(self.sender, recipients, raw, self.settings.smtp.receipt_copy)

    @cached_property
    def receipt_copies(self) -> ReceiptCopies | None:
        """What clears up a mail of unknown outcome, or None where no copy is set up."""
        chosen = self.settings.smtp
        if not chosen.receipt_copy:
            return None
        return ReceiptCopies(
            open=self.inbox.open,
            content_hash=partial(content_hash, rules=self.evidence),
            came_from_us=self._came_from_us,
            send_probe=self._send_probe,
            sender=self.sender,
            address=chosen.receipt_copy,
            words=self.words,
            again=chosen.on_unknown_send == "resend",
        )

    def _send_probe(self, raw: bytes) -> Dispatch:
        return self.smtp.send(self.sender, (self.settings.smtp.receipt_copy,), raw)

    def _came_from_us(self, raw: bytes) -> bool:
        return not probe_faults(raw, self.evidence, self.sender)

    @cached_property
    def deliver(self) -> Deliver:
        """Sends the outbox."""
        chosen = self.settings.replies
        return Deliver(
            database=self.database,
            cases=self.cases,
            send=self.hand_over,
            limits=Limits(chosen.answers_per_sender_and_hour, chosen.answers_per_hour),
            clock=self.clock,
            copies=self.receipt_copies,
        )

    # How it goes on.

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

    @cached_property
    def rounds(self) -> Rounds:
        """Takes due work."""
        return Rounds(
            database=self.database,
            cases=self.cases,
            clock=self.clock,
            examine=self.examine,
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
        )

    def prepare(self) -> None:
        """Check what must be right before the first mail; what a crash left is put in order."""
        schema.check(self.database)
        with self.database.transaction() as connection:
            check_seal(connection, self.seal)
            check_shadow(connection, shadow=self.settings.operations.shadow)
            self.adopt_calendar(connection)
        self.archive.prepare()
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
        self.sandbox.warm()

    def close(self) -> None:
        """Give back what was opened."""
        self._opened.close()


def _read(path: Path, key: str) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise SettingsError(f"{key}: không đọc được tệp {path} ({error.strerror}).") from error
