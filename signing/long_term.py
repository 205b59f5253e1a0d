"""What makes a signature provable for years: B-LT and B-LTA (ETSI EN 319 142-1 §6.3)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from io import BytesIO

from asn1crypto import crl, ocsp, x509
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.sign.general import extract_certificate_info
from pyhanko.sign.signers import PdfTimeStamper
from pyhanko.sign.timestamps.common_utils import TimestampRequestError
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

from signing.document import open_document, signature_fields
from signing.errors import SigningError
from signing.material import Material, answered, material_for
from signing.timestamping import ROOM_FOR_TIMESTAMP, AskTsa, Tsa
from signing.trust import TrustStore
from signing.validation import attached_stamps
from signing.waiting import run


def add_validation_data(
    signed: bytes,
    certificates: Iterable[bytes] = (),
    crls: Iterable[bytes] = (),
    ocsps: Iterable[bytes] = (),
) -> bytes:
    """Return the signed PDF with certificates and revocation data (DER) in its DSS: B-T to B-LT.

    Signatures stay whole: this is an update every verifier explains. SigningError
    `pdf_unreadable`.
    """
    try:
        writer = IncrementalPdfFileWriter(BytesIO(signed))
        DocumentSecurityStore.supply_dss_in_writer(
            writer,
            sig_contents=None,
            certs=[x509.Certificate.load(der) for der in certificates],
            crls=[crl.CertificateList.load(der) for der in crls],
            ocsps=[ocsp.OCSPResponse.load(der) for der in ocsps],
        )
    except PdfError as error:
        raise SigningError("pdf_unreadable", detail=str(error)) from error
    output = BytesIO()
    writer.write(output)
    return output.getvalue()


def validation_data_for(signed: bytes, trust: TrustStore, at: datetime) -> Material:
    """Return what proves every signature of the PDF and its time stamp for years: all issuers, and
    for each certificate but a root revocation data in force as of `at`.

    SigningError: `validation_data_missing` names the issuer that gives none, `pdf_unreadable`.
    """
    try:
        leaves, brought = _certificates(signed)
    except PdfError as error:
        raise SigningError("pdf_unreadable", detail=str(error)) from error
    known = replace(trust, intermediates=(*trust.intermediates, *brought))
    parts = [material_for(leaf, known) for leaf in leaves]
    for leaf, part in zip(leaves, parts, strict=True):
        for certificate in (leaf, *part.certificates):
            _check_known(x509.Certificate.load(certificate), part, at)
    return Material(
        certificates=_once(part.certificates for part in parts),
        crls=_once(part.crls for part in parts),
        ocsps=_once(part.ocsps for part in parts),
    )


def _certificates(signed: bytes) -> tuple[list[bytes], list[bytes]]:
    """Return the certificates that signed or stamped, and those the time stamps bring along."""
    document = open_document(signed)
    leaves, brought = [], []
    for field in signature_fields(document):
        embedded = EmbeddedPdfSignature(document.reader, field.field, field.name)
        leaves.append(embedded.signer_cert.dump())
        for stamp in attached_stamps(embedded):
            found = extract_certificate_info(stamp)
            leaves.append(found.signer_cert.dump())
            brought += [one.dump() for one in found.other_certs]
    return leaves, brought


def _check_known(certificate: x509.Certificate, part: Material, at: datetime) -> None:
    if certificate.self_issued:
        return
    lists = [crl.CertificateList.load(der) for der in part.crls]
    if any(one.issuer == certificate.issuer and _in_force(one, at) for one in lists):
        return
    if certificate.serial_number in {serial for der in part.ocsps for serial in answered(der, at)}:
        return
    issuer = str(certificate.issuer.native.get("common_name", ""))
    raise SigningError("validation_data_missing", issuer=issuer)


def _in_force(one: crl.CertificateList, at: datetime) -> bool:
    end = one["tbs_cert_list"]["next_update"].native
    return end is None or at < end


def _once(parts: Iterable[tuple[bytes, ...]]) -> tuple[bytes, ...]:
    return tuple(dict.fromkeys(der for part in parts for der in part))


def add_document_timestamp(signed: bytes, timestamper: AskTsa, field_name: str) -> bytes:
    """Return the PDF with a time stamp over all of it: B-LT to B-LTA.

    SigningError: `pdf_unreadable`, `timestamp_unavailable`.
    """
    stamper = PdfTimeStamper(Tsa(timestamper), field_name=field_name)
    try:
        writer = IncrementalPdfFileWriter(BytesIO(signed))
        work = stamper.async_timestamp_pdf(
            writer, "sha256", bytes_reserved=2 * ROOM_FOR_TIMESTAMP, in_place=True
        )
        return bytes(run(work).getbuffer())
    except TimestampRequestError as error:
        raise SigningError("timestamp_unavailable", detail=str(error)) from error
    except PdfError as error:
        raise SigningError("pdf_unreadable", detail=str(error)) from error
