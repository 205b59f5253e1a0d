"""Passkeys as proof (WebAuthn Level 3): what a browser is asked for, whether its answer holds.

The user is always verified, so that a passkey is two factors in one.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

import webauthn
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from mailbot.console.proof import ISSUER
from mailbot.storage.passkeys import Passkey
from mailbot.storage.staff import Member

_LONGEST_ANSWER = 20_000


class PasskeyRefusedError(ValueError):
    """The browser's answer does not prove what it should."""


def relying_party(origin: str) -> str:
    """Return the name passkeys of this origin are bound to: its host."""
    return urlsplit(origin).hostname or ""


def creation_options(
    member: Member, known: Iterable[Passkey], challenge: bytes, origin: str
) -> str:
    """Return as JSON what the browser is asked for to make a passkey that names its account."""
    options = webauthn.generate_registration_options(
        rp_id=relying_party(origin),
        rp_name=ISSUER,
        user_id=f"mailbot.{member.id}".encode(),
        user_name=member.name,
        user_display_name=member.display_name,
        challenge=challenge,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED,
            user_verification=UserVerificationRequirement.REQUIRED,
        ),
        exclude_credentials=_descriptors(known),
    )
    return webauthn.options_to_json(options)


def request_options(known: Iterable[Passkey], challenge: bytes, origin: str) -> str:
    """Return as JSON what the browser is asked for: one of these passkeys; of none, any of ours."""
    options = webauthn.generate_authentication_options(
        rp_id=relying_party(origin),
        challenge=challenge,
        allow_credentials=_descriptors(known),
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return webauthn.options_to_json(options)


def challenge_of(answer: str) -> bytes:
    """Return the challenge this answer speaks of; whether it is ours is for the caller."""
    try:
        client_data = base64url_to_bytes(_read(answer)["response"]["clientDataJSON"])
        return base64url_to_bytes(json.loads(client_data)["challenge"])
    except (KeyError, TypeError, ValueError, RecursionError) as error:
        raise PasskeyRefusedError from error


def credential_of(answer: str) -> str:
    """Return the identifier of the passkey the answer says it is of."""
    found = _read(answer).get("id")
    if not isinstance(found, str):
        raise PasskeyRefusedError
    return found


def made(answer: str, challenge: bytes, origin: str, name: str, now: datetime) -> Passkey:
    """Return the passkey the browser made."""
    try:
        proven = webauthn.verify_registration_response(
            credential=_read(answer),
            expected_challenge=challenge,
            expected_rp_id=relying_party(origin),
            expected_origin=origin,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError, KeyError, TypeError) as error:
        raise PasskeyRefusedError from error
    credential = bytes_to_base64url(proven.credential_id)
    return Passkey(0, 0, credential, proven.credential_public_key, proven.sign_count, name, now)


def shown(answer: str, key: Passkey, challenge: bytes, origin: str) -> int:
    """Return the passkey's new count of uses where the answer was signed by it for us, now."""
    try:
        proven = webauthn.verify_authentication_response(
            credential=_read(answer),
            expected_challenge=challenge,
            expected_rp_id=relying_party(origin),
            expected_origin=origin,
            credential_public_key=key.public_key,
            credential_current_sign_count=key.sign_count,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError, KeyError, TypeError) as error:
        raise PasskeyRefusedError from error
    return proven.new_sign_count


def _read(answer: str) -> dict[str, Any]:
    if len(answer) > _LONGEST_ANSWER:
        raise PasskeyRefusedError
    try:
        told = json.loads(answer)
    except (ValueError, RecursionError) as error:
        raise PasskeyRefusedError from error
    if not isinstance(told, dict):
        raise PasskeyRefusedError
    return told


def _descriptors(known: Iterable[Passkey]) -> list[PublicKeyCredentialDescriptor]:
    return [PublicKeyCredentialDescriptor(id=base64url_to_bytes(key.credential)) for key in known]
