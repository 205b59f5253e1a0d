"""What pyHanko is told to accept: algorithms, roots, revocation data, no network ever."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from functools import lru_cache
from threading import get_ident

from asn1crypto import algos, crl, keys, ocsp, x509
from pyhanko.sign.validation.policy_decl import (
    CertificateFetchingRule,
    CMSAlgorithmUsagePolicy,
    LocalKnowledge,
    RevinfoOnlineFetchingRule,
    RevocationInfoGatheringSpec,
    SignatureValidationSpec,
)
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko_certvalidator.context import CertValidationPolicySpec
from pyhanko_certvalidator.fetchers import FetcherBackend, Fetchers
from pyhanko_certvalidator.policy_decl import (
    REQUIRE_REVINFO,
    AlgorithmUsageConstraint,
    AlgorithmUsagePolicy,
    CertRevTrustPolicy,
)
from pyhanko_certvalidator.registry import SimpleTrustManager
from pyhanko_certvalidator.revinfo.archival import CRLContainer, OCSPContainer

from signing import name_preparation
from signing.trust import TrustStore

name_preparation.install()

STRONG_DIGESTS = frozenset(
    {"sha256", "sha384", "sha512", "sha3_256", "sha3_384", "sha3_512", "shake256"}
)
MIN_RSA_BITS = 2048
MIN_EC_BITS = 256
SHA1_ENDS = datetime(2030, 3, 5, tzinfo=UTC)

_ALLOWED = AlgorithmUsageConstraint(allowed=True)
_WEAK_DIGEST = AlgorithmUsageConstraint(allowed=False, failure_reason="digest too weak")
_SHORT_KEY = AlgorithmUsageConstraint(allowed=False, failure_reason="key too short")


class StrongAlgorithms(AlgorithmUsagePolicy):
    """SHA-2 or SHA-3, RSA of 2048 bits, elliptic curves of 256 bits or more.

    Law: Thông tư 15/2025/TT-BKHCN, standards list (RSA ≥ 2048, ECDSA ≥ 256, SHA-2/SHA-3).
    """

    def digest_algorithm_allowed(
        self,
        algo: algos.DigestAlgorithm,
        moment: datetime | None,  # noqa: ARG002 - the interface's
    ) -> AlgorithmUsageConstraint:
        """Return whether the digest is strong, at whatever moment."""
        return _ALLOWED if algo["algorithm"].native in STRONG_DIGESTS else _WEAK_DIGEST

    def signature_algorithm_allowed(
        self,
        algo: algos.SignedDigestAlgorithm,
        moment: datetime | None,
        public_key: keys.PublicKeyInfo | None,
    ) -> AlgorithmUsageConstraint:
        """Return whether key and digest are strong, at whatever moment."""
        if public_key is not None and not _is_strong_key(public_key):
            return _SHORT_KEY
        try:
            digest = algos.DigestAlgorithm({"algorithm": algo.hash_algo})
        except ValueError:
            # The name alone does not tell; the digest algorithm field is judged on its own.
            return _ALLOWED
        return self.digest_algorithm_allowed(digest, moment)


def _is_strong_key(key: keys.PublicKeyInfo) -> bool:
    bits = {"rsa": MIN_RSA_BITS, "rsassa_pss": MIN_RSA_BITS, "ec": MIN_EC_BITS}
    return key.algorithm not in bits or bool(key.bit_size >= bits[key.algorithm])


class FirstGeneration(StrongAlgorithms):
    """As `StrongAlgorithms`, and SHA-1 by CAs until the first generation ends in March 2030."""

    def digest_algorithm_allowed(
        self, algo: algos.DigestAlgorithm, moment: datetime | None
    ) -> AlgorithmUsageConstraint:
        """Return whether the digest is strong, or SHA-1 in the years it was in use."""
        if algo["algorithm"].native == "sha1" and moment is not None and moment < SHA1_ENDS:
            return _ALLOWED
        return super().digest_algorithm_allowed(algo, moment)


class _NoFetchers(FetcherBackend):
    """A backend that cannot reach anything: no URL of a document is ever opened."""

    def get_fetchers(self) -> Fetchers:
        raise RuntimeError("nothing is ever fetched")


STRONG = StrongAlgorithms()
_STRONG_CMS = CMSAlgorithmUsagePolicy.lift_policy(STRONG)
_REVOCATION = CertRevTrustPolicy(REQUIRE_REVINFO, retroactive_revinfo=True)
_OFFLINE = RevocationInfoGatheringSpec(
    online_fetching_rule=RevinfoOnlineFetchingRule.LOCAL_ONLY,
    fetcher_backend=_NoFetchers(),
    certificate_fetching_rule=CertificateFetchingRule.NEVER_FETCH,
)
SIGNING_USE = KeyUsageConstraints(key_usage={"non_repudiation"})
MAIL_USE = KeyUsageConstraints(key_usage={"non_repudiation", "digital_signature"})


def validation_spec(
    trust: TrustStore,
    embedded: LocalKnowledge = LocalKnowledge(),  # noqa: B008 - frozen and empty
    use: KeyUsageConstraints = SIGNING_USE,
) -> SignatureValidationSpec:
    """Return the policy for this trust and what the document brings along.

    Certificates, CRLs and OCSP answers of the document only help to build a chain: each is
    worth no more than its own signature by a trusted issuer.
    """
    algorithms = FirstGeneration() if trust.accept_sha1_certificates else STRONG
    return SignatureValidationSpec(
        cert_validation_policy=_certificates(trust.roots, algorithms),
        ts_cert_validation_policy=_certificates(trust.tsa_roots or trust.roots, algorithms),
        revinfo_gathering_policy=_OFFLINE,
        local_knowledge=LocalKnowledge(
            # The roots stand here too (known, which is not trusted): past validation looks up the
            # issuers of revocation lists among the known certificates only.
            known_certs=[
                *_loaded(trust.authorities),
                *embedded.known_certs,
            ],
            known_crls=[*_crls(trust.crls), *embedded.known_crls],
            known_ocsps=[*_ocsps(trust.ocsps), *embedded.known_ocsps],
        ),
        key_usage_settings=use,
        signature_algorithm_policy=_STRONG_CMS,
    )


def _certificates(
    roots: Iterable[bytes], algorithms: AlgorithmUsagePolicy
) -> CertValidationPolicySpec:
    return CertValidationPolicySpec(
        trust_manager=SimpleTrustManager.build(trust_roots=_loaded(roots)),
        revinfo_policy=_REVOCATION,
        algorithm_usage_policy=algorithms,
    )


def _loaded(certificates: Iterable[bytes]) -> list[x509.Certificate]:
    return [_certificate(der, get_ident()) for der in certificates]


# Comparing names is what building a chain spends most on, and a parsed certificate remembers its
# own made comparable. It is parsed lazily, so no two threads may share it.
@lru_cache(maxsize=256)
def _certificate(der: bytes, _thread: int) -> x509.Certificate:
    return x509.Certificate.load(der)


# A government's revocation list has tens of thousands of entries: parsed once, not per file.
@lru_cache(maxsize=32)
def _crl(der: bytes) -> CRLContainer:
    return CRLContainer(crl.CertificateList.load(der))


def _crls(lists: Iterable[bytes]) -> list[CRLContainer]:
    return [_crl(der) for der in lists]


def _ocsps(answers: Iterable[bytes]) -> list[OCSPContainer]:
    return [
        container
        for der in answers
        for container in OCSPContainer.load_multi(ocsp.OCSPResponse.load(der))
    ]
