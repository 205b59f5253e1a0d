"""What makes a signature provable for years: B-LT and B-LTA (ETSI EN 319 142-1 §6.3)."""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO

from asn1crypto import crl, ocsp, x509
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.sign.signers import PdfTimeStamper
from pyhanko.sign.timestamps.common_utils import TimestampRequestError
from pyhanko.sign.validation.dss import DocumentSecurityStore

from signing.errors import SigningError
from signing.timestamping import ROOM_FOR_TIMESTAMP, AskTsa, Tsa
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
