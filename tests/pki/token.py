"""A token in SoftHSM2 that holds keys of the practice PKI."""

from __future__ import annotations

import atexit
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from tests.pki.certificates import Identity

LIBRARY = Path("/usr/lib/softhsm/libsofthsm2.so")
PIN = "1234"
_KEEP = """
import sys, pkcs11
library, token, pin, label, subject = sys.argv[1:]
with pkcs11.lib(library).get_token(token_label=token).open(user_pin=pin, rw=True) as session:
    session.create_object({
        pkcs11.Attribute.CLASS: pkcs11.ObjectClass.CERTIFICATE,
        pkcs11.Attribute.CERTIFICATE_TYPE: pkcs11.CertificateType.X_509,
        pkcs11.Attribute.LABEL: label,
        pkcs11.Attribute.TOKEN: True,
        pkcs11.Attribute.SUBJECT: bytes.fromhex(subject),
        pkcs11.Attribute.VALUE: sys.stdin.buffer.read(),
    })
"""


def is_installed() -> bool:
    """Return whether SoftHSM2 is on this machine."""
    return LIBRARY.exists() and shutil.which("softhsm2-util") is not None


@cache
def folder() -> Path:
    """Return where the library keeps its tokens; it reads that once in a process."""
    made = Path(mkdtemp(prefix="token-"))
    atexit.register(shutil.rmtree, made, ignore_errors=True)
    (made / "tokens").mkdir()
    (made / "softhsm2.conf").write_text(f"directories.tokendir = {made}/tokens\n")
    os.environ["SOFTHSM2_CONF"] = str(made / "softhsm2.conf")
    return made


@dataclass(frozen=True)
class NewToken:
    """A token to make: its PIN, and its keys with their certificates by label."""

    label: str
    keys: Mapping[str, Identity]
    pin: str = PIN


def make(*tokens: NewToken) -> None:
    """Make these tokens: all in one call, for the library looks for tokens once in a process."""
    folder()  # tells the command, too, where tokens lie
    for token in tokens:
        made = ["--free", "--label", token.label, "--pin", token.pin, "--so-pin", "5678"]
        command = ["softhsm2-util", "--init-token", *made]
        subprocess.run(command, check=True, capture_output=True)
    for token in tokens:
        for number, (label, identity) in enumerate(token.keys.items(), 1):
            _import(token, label, number, identity)


def _import(token: NewToken, label: str, number: int, identity: Identity) -> None:
    pem = folder() / "key.pem"
    key = identity.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    pem.write_bytes(key)
    command = ["softhsm2-util", "--token", token.label, "--pin", token.pin, "--import", str(pem)]
    command += ["--label", label, "--id", f"{number:02}"]
    subprocess.run(command, check=True, capture_output=True)
    # In a process of its own: ours is to find the tokens that are made later, too.
    subject = identity.certificate.subject.public_bytes().hex()
    command = [sys.executable, "-c", _KEEP, str(LIBRARY), token.label, token.pin, label, subject]
    subprocess.run(command, input=identity.der, check=True, capture_output=True)
