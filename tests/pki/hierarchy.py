"""The hierarchy: a root, the CA of the state agencies, a TSA, agencies and their officials."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.sign.fields import SigSeedSubFilter

from signing.trust import TrustStore
from tests.pki.certificates import (
    CA,
    SIGNER,
    TSA,
    Identity,
    Profile,
    Subject,
    certify,
    revocation_list,
    rsa_key,
)
from tests.pki.pdf import sign_detached
from tests.pki.timestamps import stamper

PASSPHRASE = b"thu nghiem"
GOVERNMENT = "Ban Cơ yếu Chính phủ"
SUBFILTERS = {
    "adbe": SigSeedSubFilter.ADOBE_PKCS7_DETACHED,
    "pades": SigSeedSubFilter.PADES,
}


@dataclass
class TestPki:
    """Everything a test needs of a PKI, as it stands at `now`."""

    __test__ = False

    now: datetime
    root: Identity
    intermediate: Identity
    tsa_root: Identity
    tsa: Identity
    revoked: list[tuple[Identity, datetime]] = field(default_factory=list)

    @classmethod
    def build(cls, now: datetime | None = None, slot: str = "") -> TestPki:
        """Return a fresh hierarchy, made three years before `now` (default: the real now).

        Hierarchies of one `slot` share their keys; a foreign one needs another.
        """
        moment = (now or datetime.now(UTC)).replace(microsecond=0)
        valid = (moment - timedelta(days=1100), moment + timedelta(days=3000))
        name = Subject("RootCA chuyên dùng Chính phủ thử nghiệm", GOVERNMENT)
        root = certify(name, rsa_key(slot + "root"), None, valid, CA)
        name = Subject("CA phục vụ các cơ quan Nhà nước thử nghiệm", GOVERNMENT)
        below = certify(
            name,
            rsa_key(slot + "intermediate"),
            root,
            valid,
            Profile(use=CA.use, purposes=(), is_ca=True, path_length=0),
        )
        name = Subject("RootCA cấp dấu thời gian thử nghiệm", GOVERNMENT)
        tsa_root = certify(name, rsa_key(slot + "tsa_root"), None, valid, CA)
        name = Subject("TSA thử nghiệm", GOVERNMENT)
        tsa = certify(name, rsa_key(slot + "tsa"), tsa_root, valid, TSA)
        return cls(moment, root, below, tsa_root, tsa)

    def organisation(
        self, name: str, superior: str, locality: str = "Cần Thơ", email: str = "", **more: Any
    ) -> Identity:
        """Return an agency's identity: CN is the agency, O its superior; e-mail in the SAN."""
        return self.issue(
            Subject(name, superior, locality=locality),
            profile=more.pop("profile", Profile(san_email=email)),
            **more,
        )

    def person(
        self,
        name: str,
        organisation: str,
        unit: str,
        locality: str = "Cần Thơ",
        email: str = "",
        **more: Any,
    ) -> Identity:
        """Return an official's identity: CN is a human name, with E= in the subject."""
        return self.issue(
            Subject(name, organisation, (unit,), locality, email), slot="person", **more
        )

    def issue(
        self,
        subject: Subject,
        *,
        slot: str = "organisation",
        bits: int = 2048,
        key: Any = None,
        issuer: Identity | None = None,
        valid: tuple[datetime, datetime] | None = None,
        profile: Profile = SIGNER,
    ) -> Identity:
        """Return any identity below the intermediate (or another issuer), valid for three years."""
        span = valid or (self.now - timedelta(days=365), self.now + timedelta(days=730))
        return certify(
            subject, key or rsa_key(slot, bits), issuer or self.intermediate, span, profile
        )

    def revoke(self, identity: Identity, at: datetime | None = None) -> None:
        """Have the next `crls()` list the identity as revoked."""
        self.revoked.append((identity, at or self.now - timedelta(days=30)))

    def crls(self, issued: datetime | None = None) -> tuple[bytes, ...]:
        """Return the lists of root, intermediate and TSA root, DER, valid for a week."""
        moment = issued or self.now - timedelta(hours=6)
        return (
            revocation_list(self.root, moment, self._revoked_by(self.root)),
            revocation_list(self.intermediate, moment, self._revoked_by(self.intermediate)),
            revocation_list(self.tsa_root, moment, self._revoked_by(self.tsa_root)),
        )

    def _revoked_by(self, issuer: Identity) -> list[tuple[Identity, datetime]]:
        name = issuer.certificate.subject
        return [entry for entry in self.revoked if entry[0].certificate.issuer == name]

    def trust_store(self, crls: tuple[bytes, ...] | None = None) -> TrustStore:
        """Return the trust of an operator who installed everything of this PKI."""
        return TrustStore(
            roots=(self.root.der,),
            intermediates=(self.intermediate.der,),
            tsa_roots=(self.tsa_root.der,),
            crls=self.crls() if crls is None else crls,
        )

    def sign(  # noqa: PLR0917 - a builder: everything has its default
        self,
        data: bytes,
        who: Identity,
        subfilter: str = "adbe",
        signed_at: datetime | None = None,
        field_name: str = "Signature1",
        stamped: bool = False,
        **more: Any,
    ) -> bytes:
        """Return the PDF with one more signature; `subfilter` is "adbe" or "pades"."""
        moment = signed_at or self.now - timedelta(minutes=30)
        more.setdefault("timestamper", stamper(self.tsa, moment) if stamped else None)
        return sign_detached(data, who, moment, field_name, SUBFILTERS[subfilter], **more)

    def write_files(self, folder: Path) -> dict[str, list[Path]]:
        """Write PEM and CRL files as an operator has them; the keys are those of the options."""
        written: dict[str, list[Path]] = {}
        for option, identity in (
            ("trust", self.root),
            ("intermediate", self.intermediate),
            ("tsa_trust", self.tsa_root),
        ):
            path = folder / f"{option}.pem"
            path.write_bytes(identity.certificate.public_bytes(Encoding.PEM))
            written[option] = [path]
        written["crl"] = []
        for number, crl in enumerate(self.crls()):
            path = folder / f"{number}.crl"
            path.write_bytes(crl)
            written["crl"].append(path)
        return written
