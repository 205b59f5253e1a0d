"""PDF bytes to signed PDF bytes: PAdES (ETSI EN 319 142-1), as an incremental update."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO

from asn1crypto import algos, x509
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.general import SigningError as PyhankoSigningError
from pyhanko.sign.signers.cms_embedder import (
    PdfCMSEmbedder,
    SigAppearanceSetup,
    SigIOSetup,
    SigObjSetup,
)
from pyhanko.sign.signers.pdf_byterange import SignatureObject
from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes, Signer
from pyhanko.sign.timestamps.common_utils import TimestampRequestError
from pyhanko_certvalidator.registry import SimpleCertificateStore

from signing.appearance import Appearance, stamp_style
from signing.errors import SigningError
from signing.key import Key
from signing.plain_cms import signed_data
from signing.timestamping import ROOM_FOR_TIMESTAMP, AskTsa, Tsa
from signing.waiting import run

_ROOM_FOR_ATTRIBUTES = 1500


def sign_pdf(  # noqa: PLR0913 - what a signature says, each by its name
    data: bytes,
    key: Key,
    *,
    field_name: str,
    reason: str = "",
    location: str = "",
    signed_at: datetime | None = None,
    appearance: Appearance | None = None,
    timestamper: AskTsa | None = None,
) -> bytes:
    """Return the PDF with one more signature: level B-B, B-T with a time stamper.

    The bytes given stay as they are at the start of the result. `signed_at` is what the signature
    claims, now by default. SigningError: `pdf_unreadable`, `field_taken`, `image_unreadable`,
    `timestamp_unavailable`.
    """
    placeholder = SignatureObject(
        timestamp=(signed_at or datetime.now(UTC)).astimezone(UTC),
        subfilter=SigSeedSubFilter.PADES,
        reason=reason or None,
        location=location or None,
        bytes_reserved=2 * _room(key, stamped=timestamper is not None),
    )
    try:
        return _embed(data, key, placeholder, field_name, appearance, timestamper)
    except PyhankoSigningError as error:
        raise SigningError("field_taken", field=field_name, detail=str(error)) from error
    except TimestampRequestError as error:
        raise SigningError("timestamp_unavailable", detail=str(error)) from error
    except PdfError as error:
        raise SigningError("pdf_unreadable", detail=str(error)) from error


def sign_detached(
    data: bytes,
    key: Key,
    *,
    signed_at: datetime | None = None,
    timestamper: AskTsa | None = None,
) -> bytes:
    """Return a CAdES signature over the data, detached, DER (ETSI EN 319 122-1, level B-B, or B-T).

    It carries the signer's certificate alone: issuers' would be bytes that no signature covers.
    SigningError: `timestamp_unavailable`.
    """
    try:
        signed = run(
            _Signer(key, alone=True).async_sign_general_data(
                data,
                "sha256",
                detached=True,
                timestamper=Tsa(timestamper) if timestamper is not None else None,
                use_cades=True,
                signed_attr_settings=PdfCMSSignedAttributes(
                    signing_time=(signed_at or datetime.now(UTC)).astimezone(UTC)
                ),
            )
        )
    except TimestampRequestError as error:
        raise SigningError("timestamp_unavailable", detail=str(error)) from error
    return bytes(signed.dump())


def _embed(  # noqa: PLR0913, PLR0917 - the parts of one signature
    data: bytes,
    key: Key,
    placeholder: SignatureObject,
    field_name: str,
    appearance: Appearance | None,
    timestamper: AskTsa | None,
) -> bytes:
    writer = IncrementalPdfFileWriter(BytesIO(data))
    steps = PdfCMSEmbedder(_field(field_name, appearance)).write_cms(field_name, writer)
    next(steps)
    steps.send(SigObjSetup(sig_placeholder=placeholder, appearance_setup=_drawn(appearance)))
    digest, output = steps.send(SigIOSetup(md_algorithm="sha256", in_place=True))
    steps.send(_signed_data(digest.document_digest, key, timestamper))
    return bytes(output.getbuffer())


def _signed_data(digest: bytes, key: Key, timestamper: AskTsa | None) -> bytes:
    if timestamper is None:
        return signed_data(digest, key)
    tsa = Tsa(timestamper)
    signed = run(_Signer(key).async_sign(digest, "sha256", use_pades=True, timestamper=tsa))
    return bytes(signed.dump())


def _field(name: str, appearance: Appearance | None) -> SigFieldSpec:
    if appearance is None:
        return SigFieldSpec(name)
    return SigFieldSpec(name, on_page=appearance.page, box=appearance.box)


def _drawn(appearance: Appearance | None) -> SigAppearanceSetup | None:
    if appearance is None:
        return None
    return SigAppearanceSetup(stamp_style(appearance), timestamp=datetime.now(UTC), name=None)


def _room(key: Key, *, stamped: bool) -> int:
    """Return the bytes kept for the CMS; counting them beforehand saves signing twice."""
    certificates = len(key.certificate) + sum(len(issuer) for issuer in key.chain)
    room = certificates + key.signature_size + _ROOM_FOR_ATTRIBUTES
    return room + (ROOM_FOR_TIMESTAMP if stamped else 0)


class _Signer(Signer):
    """pyHanko's own parses the private key anew for every signature; this one keeps it."""

    def __init__(self, key: Key, *, alone: bool = False) -> None:
        self._key = key
        super().__init__(
            signing_cert=x509.Certificate.load(key.certificate),
            cert_registry=SimpleCertificateStore.from_certs(
                [x509.Certificate.load(der) for der in (() if alone else key.chain)]
            ),
            signature_mechanism=algos.SignedDigestAlgorithm({"algorithm": key.mechanism}),
            embed_roots=False,
        )

    async def async_sign_raw(
        self,
        data: bytes,
        digest_algorithm: str,  # noqa: ARG002 - always SHA-256 here
        dry_run: bool = False,  # noqa: FBT001, FBT002 - the interface's
    ) -> bytes:
        return bytes(self._key.signature_size) if dry_run else self._key.sign(data)
