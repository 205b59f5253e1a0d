"""The signing wing: our own keys, and what is checked before a notice leaves."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path

from pydantic import SecretStr

from mailbot.errors import SettingsError
from mailbot.gateways.http import HttpLimits, exchange
from mailbot.house.letters import Letters
from mailbot.house.proof import Proof
from mailbot.replies.compose import Unattended
from mailbot.replies.document_number import Register
from mailbot.replies.own_appearance import Pictures
from mailbot.replies.own_signature import (
    NoticeFault,
    OwnSignature,
    Signatories,
    TimeStamps,
    notice_faults,
    upload_faults,
)
from mailbot.settings import Token
from signing import Key, SigningError, load_pkcs12
from signing.appearance import is_picture
from signing.token import TokenPlace, open_token

TSA_LIMITS = HttpLimits(bytes=200_000, seconds=15.0)


class Signing(Letters, Proof):
    """Opens the keys, asks the time stamp service, judges signed notices."""

    @cached_property
    def signing_key(self) -> Key:
        """The centre's organisation key, opened once: in a file, or in a token that keeps it."""
        chosen = self.settings.signing
        if chosen.token is not None:
            return self._token_key(chosen.token, self.settings.secret("token-pin"))
        assert chosen.pkcs12 is not None
        return self._kept_key(
            chosen.pkcs12, "signing.pkcs12", self.settings.secret("signing-passphrase")
        )

    @cached_property
    def leader_key(self) -> Key | None:
        """The leader's own key, opened once; None where the leader does not sign by program."""
        chosen = self.settings.signing
        if chosen.leader_token is not None:
            return self._token_key(chosen.leader_token, self.settings.secret("leader-token-pin"))
        if chosen.leader_pkcs12 is None:
            return None
        return self._kept_key(
            chosen.leader_pkcs12,
            "signing.leader_pkcs12",
            self.settings.secret("leader-passphrase"),
        )

    @property
    def own_keys(self) -> tuple[Key, ...]:
        """Every key that signs without a person; none where people sign."""
        if self.unattended is None:
            return ()
        return (self.signing_key, *((self.leader_key,) if self.leader_key else ()))

    def _kept_key(self, path: Path, key: str, passphrase: SecretStr) -> Key:
        try:
            return load_pkcs12(self._bytes_of(path, key), passphrase.get_secret_value().encode())
        except SigningError as error:
            raise self.unusable(error) from error

    def _token_key(self, chosen: Token, pin: SecretStr) -> Key:
        above = self.installed_trust.intermediates
        place = TokenPlace(chosen.library, chosen.label, pin.get_secret_value(), chosen.key)
        try:
            key = open_token(place, above)
        except SigningError as error:
            raise self.unusable(error) from error
        self._opened.callback(key.close)
        return key

    def _picture(self, path: Path | None, key: str) -> bytes:
        """Return a picture that can be shown, b"" where there is none."""
        picture = self._bytes_of(path, key) if path else b""
        if picture and not is_picture(picture):
            raise SettingsError(self.words.say("settings.no_picture", key=key, file=str(path)))
        return picture

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
            self.press.stamp,
        )
        return Unattended(sign, Register(chosen.symbol, chosen.first_number, chosen.last_number))

    def notice_faults(self, signed: bytes) -> tuple[NoticeFault, ...]:
        """Return what our own verifier has against a signed notice."""
        return self.sandbox.run(notice_faults, signed, self.trust, self.clock())

    def upload_faults(self, draft: bytes, signed: bytes) -> tuple[str, ...]:
        """Return why an uploaded file is not our draft, signed as it must be."""
        chosen = self.settings.signing
        wanted = Signatories(
            frozenset(chosen.leader_fingerprints), frozenset(chosen.organisation_fingerprints)
        )
        return self.sandbox.run(upload_faults, draft, signed, self.trust, self.clock(), wanted)
