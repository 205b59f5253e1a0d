"""The doctor's looks at trust: roots, revocation data fetched for real, our own key."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from secrets import randbits
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from asn1crypto import tsp
from cryptography import x509
from cryptography.x509.oid import ExtensionOID, NameOID

from mailbot.clock import local
from mailbot.errors import TryLaterError
from mailbot.gateways.revocation import Revocation
from mailbot.house import House
from mailbot.operations.doctor_seen import Seen, fine, wrong
from mailbot.storage import certificates, schema
from signing import SigningError

if TYPE_CHECKING:
    from signing import Inventory, Key

KEY_ENDS_SOON = timedelta(days=60)
# What speaks of the store as a whole or of other authorities, and needs no hand by itself.
_NOTES = frozenset({"not_known"})


def look_at_trust(house: House) -> Iterator[Seen]:
    """There are roots, and nothing in the store has ended or will soon."""
    trust = house.trust
    if not trust.roots:
        yield wrong("trust_empty")
        return
    remarks = tuple(_remarks(house))
    yield from remarks
    if not remarks:
        counts = {"roots": len(trust.roots), "intermediates": len(trust.intermediates)}
        yield fine("trust_good", **{name: str(count) for name, count in counts.items()})


def look_at_agencies(house: House) -> Iterator[Seen]:
    """No agency signs with a certificate that has ended or will soon."""
    from mailbot.operations.expiry import expiries  # noqa: PLC0415 - takes half a second to import
    from signing import TrustStore  # noqa: PLC0415 - as above

    with schema.reading(house.database) as connection:
        seen = certificates.newest_of_each(connection)
    ending = expiries(TrustStore(), (), seen, house.clock())
    for one in ending:
        until = f"{local(one.not_after):%d/%m/%Y}"
        yield wrong(f"agency_{one.code}", name=one.name, until=until)
    if not ending:
        yield fine("agencies_good", count=str(len(seen)))


def _remarks(house: House) -> Iterator[Seen]:
    found = _inventory(house)
    named = [(one.signer.name, one.remarks) for one in found.certificates]
    named += [(one.issuer, one.remarks) for one in found.lists]
    for name, remarks in named:
        for remark in remarks:
            if remark.code not in _NOTES:
                said = house.words.say(f"trust.{remark.code}", detail=remark.detail)
                yield wrong("trust_remark", name=name, remark=said)


def _inventory(house: House) -> Inventory:
    from signing import take_inventory  # noqa: PLC0415 - takes half a second to import

    return take_inventory(house.trust, {}, house.clock())


def look_at_revocation(house: House) -> Iterator[Seen]:
    """Every configured place answers, with data that is in force."""
    chosen = house.settings.trust
    if not (chosen.crl_urls or chosen.ocsp_urls or chosen.crl_files):
        yield wrong("revocation_none")
        return
    if chosen.crl_files:
        yield fine("revocation_files", count=str(len(chosen.crl_files)))
    with TemporaryDirectory() as folder:
        for url in chosen.crl_urls:
            yield _list_from(house, url, Path(folder))
        for url in chosen.ocsp_urls:
            yield _responder_at(house, url, Path(folder))


def _list_from(house: House, url: str, folder: Path) -> Seen:
    state = Revocation(folder, (url,), (), house.trust.authorities).refresh(house.clock())
    if url in state.faults:
        return wrong("revocation_away", url=url, reason=state.faults[url])
    return fine("revocation_good", url=url)


def _responder_at(house: House, url: str, folder: Path) -> Seen:
    """Ask about a certificate we have: any answer that speaks of it is good."""
    pair = _some_pair(house.trust.intermediates, house.trust.roots + house.trust.intermediates)
    if pair is None:
        return wrong("ocsp_not_tried", url=url)
    try:
        Revocation(folder, (), (url,)).ocsp(*pair, house.clock())
    except TryLaterError as error:
        return wrong("revocation_away", url=url, reason=str(error))
    return fine("revocation_good", url=url)


def _some_pair(asked: tuple[bytes, ...], by: tuple[bytes, ...]) -> tuple[bytes, bytes] | None:
    """Return a certificate with its issuer's."""
    issuers = {x509.load_der_x509_certificate(der).subject: der for der in by}
    for der in asked:
        issuer = issuers.get(x509.load_der_x509_certificate(der).issuer)
        if issuer is not None:
            return der, issuer
    return None


def look_at_signing(house: House) -> Iterator[Seen]:
    """Our own keys open, sign, and stay valid for a while."""
    if house.unattended is None:
        yield fine("signing_two_step")
        return
    authorised = house.settings.signing.authorised_by
    assert authorised is not None
    for key in house.own_keys:
        _try(key, house)
        certificate = x509.load_der_x509_certificate(key.certificate)
        yield _validity(certificate, house.clock())
        if not _may_sign(certificate):
            yield wrong("key_usage", name=_name(certificate))
    yield fine("signing_unattended", number=authorised.number, on=f"{authorised.date:%d/%m/%Y}")


def _try(key: Key, house: House) -> None:
    try:
        key.sign(b"mailbot doctor")
    except SigningError as error:
        raise house.unusable(error) from error


def look_at_time_stamps(house: House) -> Iterator[Seen]:
    """The time-stamping authority stamps what it is asked to (RFC 3161)."""
    url = house.settings.signing.tsa_url
    if not url:
        yield fine("tsa_none")
        return
    imprint = tsp.MessageImprint(
        {"hash_algorithm": {"algorithm": "sha256"}, "hashed_message": sha256(b"doctor").digest()}
    )
    wanted = {"version": "v1", "message_imprint": imprint, "nonce": randbits(63), "cert_req": True}
    answer = house.ask_tsa(tsp.TimeStampReq(wanted).dump())
    try:
        status = str(tsp.TimeStampResp.load(answer)["status"]["status"].native)
    except ValueError:
        status = "?"
    if status in {"granted", "granted_with_mods"}:
        yield fine("tsa_good", url=url)
    else:
        yield wrong("tsa_refuses", url=url, status=status)


def _validity(certificate: x509.Certificate, now: datetime) -> Seen:
    until = certificate.not_valid_after_utc
    fields = {"until": f"{until:%d/%m/%Y}", "name": _name(certificate)}
    if not certificate.not_valid_before_utc <= now <= until:
        return wrong("key_ended", **fields)
    if now + KEY_ENDS_SOON > until:
        return wrong("key_ends_soon", **fields)
    return fine("key_good", **fields)


def _name(certificate: x509.Certificate) -> str:
    named = certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    return str(named[0].value) if named else certificate.subject.rfc4514_string()


def _may_sign(certificate: x509.Certificate) -> bool:
    """Return whether the key's usage allows signing documents (RFC 5280 §4.2.1.3)."""
    try:
        usage = certificate.extensions.get_extension_for_oid(ExtensionOID.KEY_USAGE).value
    except x509.ExtensionNotFound:
        return True
    assert isinstance(usage, x509.KeyUsage)
    return usage.digital_signature or usage.content_commitment
