"""Who signs and numbers what goes out."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Literal

from pydantic import Field, model_validator

from mailbot.settings.section import Section
from mailbot.settings.values import Fingerprint, OptionalWebUrl, fault


class Authorisation(Section):
    """The document that lets the daemon sign by itself."""

    number: str = Field(min_length=1)
    date: date


class Token(Section):
    """A key in a token or HSM: its PKCS#11 library, the token's and the key's label.

    The PIN is the secret file `token-pin`, for the leader's key `leader-token-pin`.
    """

    library: Path
    label: str = Field(min_length=1)
    key: str = Field(min_length=1)


class Signing(Section):
    """Who signs and numbers the notices; there is no default."""

    mode: Literal["two_step", "unattended"]
    pkcs12: Path | None = None
    token: Token | None = None
    leader_pkcs12: Path | None = None
    leader_token: Token | None = None
    hand_image: Path | None = None
    seal_image: Path | None = None
    authorised_by: Authorisation | None = None
    symbol: str = "TB-TTCNTT"
    first_number: int = Field(1, ge=1)
    last_number: int | None = Field(None, ge=1)
    leader_fingerprints: tuple[Fingerprint, ...] = ()
    organisation_fingerprints: tuple[Fingerprint, ...] = ()
    tsa_url: OptionalWebUrl = ""
    tsa_outage: Literal["wait", "without"] = "wait"

    @property
    def leader_signs(self) -> bool:
        """Whether the leader's own key signs, before the centre's."""
        return self.leader_pkcs12 is not None or self.leader_token is not None

    @model_validator(mode="after")
    def _unattended_is_authorised(self) -> Signing:
        has_key = self.pkcs12 is not None or self.token is not None
        if self.mode == "unattended" and not (has_key and self.authorised_by):
            raise fault("unattended_unauthorised")
        return self

    @model_validator(mode="after")
    def _only_who_signs_shows_a_hand(self) -> Signing:
        if self.hand_image is not None and not self.leader_signs:
            raise fault("hand_without_leader")
        return self

    @model_validator(mode="after")
    def _signatories_are_named(self) -> Signing:
        leaders, clerks = set(self.leader_fingerprints), set(self.organisation_fingerprints)
        if self.mode == "two_step" and not (leaders and clerks):
            raise fault("two_step_without_signatories")
        if leaders & clerks:
            raise fault("one_certificate_for_both")
        return self

    @model_validator(mode="after")
    def _numbers_run_upwards(self) -> Signing:
        if self.last_number is not None and self.last_number < self.first_number:
            raise fault("numbers_end_before_start")
        return self
