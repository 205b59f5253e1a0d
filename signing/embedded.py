"""What a document carries along for its own verification: the DSS of PAdES, revocation archives."""

from __future__ import annotations

from asn1crypto.crl import CertificateList
from asn1crypto.ocsp import OCSPResponse
from pyhanko.pdf_utils.decode_limits import DecodePurpose
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.sign.validation.errors import NoDSSFoundError
from pyhanko.sign.validation.policy_decl import LocalKnowledge
from pyhanko_certvalidator.revinfo.archival import CRLContainer, OCSPContainer

from signing.report import Level


def embedded_knowledge(reader: PdfFileReader) -> LocalKnowledge:
    """Return the certificates, CRLs and OCSP answers of the DSS; nothing if there is none."""
    try:
        store = DocumentSecurityStore.read_dss(reader)
    except NoDSSFoundError:
        return LocalKnowledge()
    return LocalKnowledge(
        known_certs=list(store.load_certs()),
        known_crls=[
            CRLContainer(CertificateList.load(stream.get_object().read_data(DecodePurpose.CRL)))
            for stream in store.crls
        ],
        known_ocsps=[
            container
            for stream in store.ocsps
            for container in OCSPContainer.load_multi(
                OCSPResponse.load(stream.get_object().read_data(DecodePurpose.OCSP_RESPONSE))
            )
        ],
    )


def level_of(knowledge: LocalKnowledge, *, stamped: bool, later_stamp: bool) -> Level:
    """Return the baseline level by what is there (ETSI EN 319 142-1 §6); a later document time
    stamp counts as a time stamp.
    """
    if not (stamped or later_stamp):
        return Level.B_B
    if not (knowledge.known_crls or knowledge.known_ocsps):
        return Level.B_T
    return Level.B_LTA if later_stamp else Level.B_LT
