"""Small PDFs, and signatures as the government's tools make them."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from typing import Any

from asn1crypto import keys
from asn1crypto import x509 as asn1_x509
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.signers import SimpleSigner
from pyhanko.sign.signers.cms_embedder import PdfCMSEmbedder, SigIOSetup, SigMDPSetup, SigObjSetup
from pyhanko.sign.signers.pdf_byterange import SignatureObject
from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes
from pyhanko_certvalidator.registry import SimpleCertificateStore
from pyhanko_certvalidator.util import get_pyca_cryptography_hash, process_pss_params
from reportlab.pdfgen.canvas import Canvas

from signing.waiting import run
from tests.pki.certificates import Identity
from tests.pki.timestamps import stamper


def simple_pdf(text: str = "Kinh gui: So Thong tin va Truyen thong", pages: int = 1) -> bytes:
    """Return an unsigned PDF with this text on every page."""
    output = BytesIO()
    canvas = Canvas(output, invariant=True)
    for number in range(pages):
        canvas.drawString(72, 720, f"{text} - {number + 1}")
        canvas.showPage()
    canvas.save()
    return output.getvalue()


def sign_detached(  # noqa: PLR0917 - a builder: everything has its default
    data: bytes,
    who: Identity,
    signed_at: datetime,
    field: str = "Signature1",
    subfilter: SigSeedSubFilter = SigSeedSubFilter.ADOBE_PKCS7_DETACHED,
    digest: str = "sha256",
    timestamper: Any = None,
    embed_chain: bool = True,
    prefer_pss: bool = False,
    docmdp: SigMDPSetup | None = None,
    claim: bool = True,
    strict: bool = True,
    password: bytes | None = None,
) -> bytes:
    """Return the PDF signed as an issuing tool would, one more incremental signature."""
    signer = _Tool(who, embed_chain=embed_chain, prefer_pss=prefer_pss)
    writer = IncrementalPdfFileWriter(BytesIO(data), strict=strict)
    if password is not None:
        writer.encrypt(password)
    steps = PdfCMSEmbedder(SigFieldSpec(field)).write_cms(field, writer)
    next(steps)
    placeholder = SignatureObject(
        timestamp=signed_at if claim else None, subfilter=subfilter, bytes_reserved=32768
    )
    steps.send(SigObjSetup(sig_placeholder=placeholder, mdp_setup=docmdp))
    prepared, output = steps.send(SigIOSetup(md_algorithm=digest, in_place=True))
    pades = subfilter is SigSeedSubFilter.PADES
    claimed = None if pades or not claim else signed_at
    steps.send(
        run(
            signer.async_sign(
                prepared.document_digest,
                digest,
                use_pades=pades,
                timestamper=timestamper,
                signed_attr_settings=PdfCMSSignedAttributes(signing_time=claimed),
            )
        )
    )
    return bytes(output.getvalue())


class _Tool(SimpleSigner):
    """A signer that tells a weak-imprint time stamper the signature it is to stamp."""

    def __init__(self, who: Identity, *, embed_chain: bool, prefer_pss: bool) -> None:
        key = who.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
        above = [c.public_bytes(Encoding.DER) for c in who.chain] if embed_chain else []
        self.key = who.key
        super().__init__(
            signing_cert=asn1_x509.Certificate.load(who.der),
            signing_key=keys.PrivateKeyInfo.load(key),
            cert_registry=SimpleCertificateStore.from_certs(
                [asn1_x509.Certificate.load(der) for der in above]
            ),
            prefer_pss=prefer_pss,
        )

    def sign_raw(self, data: bytes, digest_algorithm: str) -> bytes:
        """Sign with the key at hand: pyHanko loads one for each signature, and to check that takes
        longer than all else.
        """
        digest = get_pyca_cryptography_hash(digest_algorithm)
        if isinstance(self.key, EllipticCurvePrivateKey):
            return self.key.sign(data, ECDSA(digest))
        mechanism = self.get_signature_mechanism_for_digest(digest_algorithm)
        if mechanism.signature_algo == "rsassa_pss":
            return self.key.sign(data, *process_pss_params(mechanism["parameters"]))
        return self.key.sign(data, PKCS1v15(), digest)

    async def unsigned_attrs(
        self,
        digest_algorithm: str,
        signature: bytes,
        signed_attrs: Any,
        timestamper: Any = None,
        dry_run: bool = False,
    ) -> Any:
        if hasattr(timestamper, "signature"):
            timestamper.signature = signature
        return await super().unsigned_attrs(
            digest_algorithm, signature, signed_attrs, timestamper, dry_run
        )


def signed_letter(
    data: bytes,
    leader: Identity,
    organisation: Identity,
    signed_at: datetime,
    tsa: Identity | None = None,
) -> bytes:
    """Return the PDF signed by the leader, then issued by the organisation."""
    stamp = stamper(tsa, signed_at) if tsa is not None else None
    approved = sign_detached(data, leader, signed_at, "Signature1", timestamper=stamp)
    return sign_detached(approved, organisation, signed_at, "Signature2", timestamper=stamp)
