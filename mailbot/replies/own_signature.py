"""The centre's own signature on a notice, and our own verifier's word on it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from mailbot import logbook
from mailbot.clock import Clock
from mailbot.errors import KeyRefusedError, TryLaterError
from mailbot.replies.own_appearance import NO_PICTURES, Face, Pictures
from mailbot.replies.press import RenderedLetter, Stamp, stamp
from mailbot.signature_fields import fields_of
from mailbot.words import Words, load_words
from signing import (
    Appearance,
    Key,
    Reason,
    SignatureReport,
    SigningError,
    TrustStore,
    Verdict,
    add_validation_data,
    is_signed_copy,
    sign_pdf,
    validation_data_for,
    verify_pdf,
)
from signing.timestamping import AskTsa

FIELD, LEADER_FIELD = "VanThu", "LanhDao"
_AWAY = frozenset({"timestamp_unavailable", "validation_data_missing"})


class _TokenAwayError(TryLaterError):
    """A token is drawn out, or was restarted: no matter of time stamps."""


@dataclass(frozen=True, slots=True)
class TimeStamps:
    """The time stamp service, and the trust that makes a stamped signature provable for years.

    `outage` is `wait` for what is away, or go on `without` it, logged.
    """

    ask: AskTsa
    trust: Callable[[], TrustStore]
    outage: str


@dataclass(frozen=True, slots=True)
class OwnSignature:
    """Signs with the centre's organisation key, read once (PAdES, ETSI EN 319 142-1), and before
    that with the leader's where it is ours too (Nghị định 30/2020/NĐ-CP, Điều 32-33).
    """

    key: Key
    reason: str
    location: str
    clock: Clock
    words: Words = field(default_factory=load_words)
    stamps: TimeStamps | None = None
    leader: Key | None = None
    pictures: Pictures = NO_PICTURES
    stamp: Stamp = stamp

    def __call__(self, rendered: RenderedLetter) -> bytes:
        """Return the signed PDF: level B-B, or where a time stamp service is configured B-LT, with
        the stamp and all that proves both for years.
        """
        if self.stamps is None:
            return self._signed(rendered, None)
        try:
            stamped = self._signed(rendered, self.stamps.ask)
        except _TokenAwayError:
            raise
        except (TryLaterError, SigningError) as error:
            self._go_on_without("timestamp", error, self.stamps)
            return self._signed(rendered, None)
        try:
            return self._provable(stamped, self.stamps)
        except SigningError as error:
            self._go_on_without("validation_data", error, self.stamps)
            return stamped

    @staticmethod
    def _go_on_without(what: str, error: Exception, stamps: TimeStamps) -> None:
        """Raise unless the settings say to go on without what is away."""
        if isinstance(error, SigningError) and error.code not in _AWAY:
            raise error
        if stamps.outage == "wait":
            raise TryLaterError(f"{what}: {error}") from error
        logbook.signed_without(what, str(error))

    def _provable(self, stamped: bytes, stamps: TimeStamps) -> bytes:
        data = validation_data_for(stamped, stamps.trust(), self.clock())
        return add_validation_data(stamped, data.certificates, data.crls, data.ocsps)

    def _signed(self, rendered: RenderedLetter, ask: AskTsa | None) -> bytes:
        """Return the letter signed by the leader, where one's key is ours, then by the centre."""
        at, face = self.clock(), Face(rendered, self.pictures, self.words, self.stamp)
        if self.leader is None:
            shown = face.of_organisation_alone(self.key, at)
            return self._with(self.key, FIELD, rendered.pdf, shown, at, ask)
        hand = face.of_leader(self.leader, at)
        approved = self._with(self.leader, LEADER_FIELD, rendered.pdf, hand, at, ask)
        seal = face.of_organisation_after(hand)
        return self._with(self.key, FIELD, approved, seal, at, ask)

    def _with(  # noqa: PLR0913, PLR0917 - the parts of one signature
        self,
        key: Key,
        field_name: str,
        pdf: bytes,
        shown: Appearance | None,
        at: datetime,
        ask: AskTsa | None,
    ) -> bytes:
        try:
            return sign_pdf(
                pdf,
                key,
                field_name=field_name,
                reason=self.reason,
                location=self.location,
                signed_at=at,
                appearance=shown,
                timestamper=ask,
            )
        except SigningError as error:
            if error.code == "token_unavailable":
                raise _TokenAwayError(f"{field_name}: {error}") from error
            if error.code == "pin_refused":
                told = self.words.say("signature.pin_refused", **error.fields)
                raise KeyRefusedError(told) from error
            raise


@dataclass(frozen=True, slots=True)
class Signatories:
    """Whose certificates may sign our notices, as SHA-256 fingerprints; empty means nobody's."""

    leaders: frozenset[str]
    organisations: frozenset[str]


@dataclass(frozen=True, slots=True)
class NoticeFault:
    """What our own verifier has against a notice, with what its text names of the signature."""

    code: str
    fields: Mapping[str, str]


def notice_faults(signed: bytes, trust: TrustStore, at: datetime) -> tuple[NoticeFault, ...]:
    """Return what our own verifier has against the notice; nothing lets it leave."""
    report = verify_pdf(signed, trust, at)
    fields = {
        reason.code: fields_of(one) for one in reversed(report.signatures) for reason in one.reasons
    }
    return tuple(NoticeFault(code, fields.get(code, {})) for code in _faults(report))


def upload_faults(
    draft: bytes, signed: bytes, trust: TrustStore, at: datetime, wanted: Signatories
) -> tuple[str, ...]:
    """Return why an uploaded file is not our draft, signed by the leader and then the organisation.

    Law: Nghị định 30/2020/NĐ-CP, Điều 32-33: the person signs first, the organisation second.
    """
    strange: tuple[Reason, ...] = is_signed_copy(draft, signed)
    if strange:
        return tuple(reason.code for reason in strange)
    report = verify_pdf(signed, trust, at)
    return (*_faults(report), *_signatory_faults(report, wanted))


def _faults(report: SignatureReport) -> tuple[str, ...]:
    if report.verdict is Verdict.PASSED:
        return ()
    return tuple(reason.code for reason in report.reasons) or (report.verdict,)


def _signatory_faults(report: SignatureReport, wanted: Signatories) -> tuple[str, ...]:
    signers = [one.signer.fingerprint if one.signer else "" for one in report.signatures]
    if len(signers) < 2:
        return ("needs_two_signatures",)
    faults = []
    if wanted.leaders.isdisjoint(signers[:-1]):
        faults.append("leader_not_configured")
    if signers[-1] not in wanted.organisations:
        faults.append("organisation_not_configured")
    return tuple(faults)
