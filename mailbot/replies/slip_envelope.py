"""The envelope of a password slip: encrypted for the agency in the way agreed with it."""

from __future__ import annotations

from dataclasses import dataclass

from mailbot.cases.agency import Agency
from mailbot.clock import Clock
from mailbot.errors import StepError
from mailbot.storage import certificates
from mailbot.storage.database import Database
from mailbot.storage.registry_store import Passphrases
from signing import encrypt_pdf_to_certificate, encrypt_pdf_with_passphrase


@dataclass(frozen=True, slots=True)
class SlipEnvelope:
    """Encrypts what goes along with a reply."""

    database: Database
    passphrases: Passphrases
    clock: Clock

    def seal(self, slip: bytes, agency: Agency, method: str) -> bytes:
        """Return the encrypted PDF; NeedsStaffError where this agency cannot open one."""
        with self.database.transaction() as connection:
            passphrase = self.passphrases.of(connection, agency.code)
            certificate = certificates.newest(connection, agency.code, self.clock())
        if method == "passphrase" and passphrase is not None:
            return encrypt_pdf_with_passphrase(slip, passphrase)
        if method == "certificate" and certificate is not None:
            return encrypt_pdf_to_certificate(slip, certificate)
        raise StepError(f"no_{method}", agency=agency.name)
