"""One file that holds all evidence: an ASiC-E container with a CAdES signature.

ETSI EN 319 162-1 §4.4: `mimetype` first and stored, the manifest names every file with its
SHA-256, the signature is over the manifest. Everything is stored, dated 1980 and in one order, so
that the container has one form only and no byte of it can be changed unseen.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from mailbot.zipped import DAMAGED

MIMETYPE = b"application/vnd.etsi.asic-e+zip"
MANIFEST = "META-INF/ASiCManifest.xml"
SIGNATURE = "META-INF/signature.p7s"
# A case holds some mails of at most some tens of megabytes each.
MOST_BYTES = 4_000_000_000

_NAMESPACE = "http://uri.etsi.org/02918/v1.2.1#"
_XMLDSIG = "http://www.w3.org/2000/09/xmldsig#"
_SHA256 = "http://www.w3.org/2001/04/xmlenc#sha256"
_READABLE_BY_ALL = 0o644 << 16


class ContainerError(Exception):
    """The bytes are no such container."""


@dataclass(frozen=True, slots=True)
class Container:
    """What lies in it: the files by path, the manifest, the signature (empty: unsigned)."""

    files: Mapping[str, bytes]
    manifest: bytes
    signature: bytes


def manifest_of(files: Mapping[str, bytes], *, signed: bool) -> bytes:
    """Return the manifest: every file's path and SHA-256, in the order of their paths."""
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<asic:ASiCManifest xmlns:asic="{_NAMESPACE}" xmlns:ds="{_XMLDSIG}">',
    ]
    if signed:
        lines.append(
            f'<asic:SigReference URI="{SIGNATURE}" MimeType="application/x-pkcs7-signature"/>'
        )
    for path, data in sorted(files.items()):
        digest = base64.b64encode(hashlib.sha256(data).digest()).decode()
        lines += [
            f'<asic:DataObjectReference URI="{path}">',
            f'<ds:DigestMethod Algorithm="{_SHA256}"/>',
            f"<ds:DigestValue>{digest}</ds:DigestValue>",
            "</asic:DataObjectReference>",
        ]
    return "\n".join([*lines, "</asic:ASiCManifest>", ""]).encode("ascii")


def pack(container: Container) -> bytes:
    """Return the container's bytes; the same content gives the same bytes, always."""
    out = BytesIO()
    with ZipFile(out, "w", ZIP_STORED) as file:
        for path, data in (
            ("mimetype", MIMETYPE),
            *sorted(container.files.items()),
            (MANIFEST, container.manifest),
            *([(SIGNATURE, container.signature)] if container.signature else []),
        ):
            entry = ZipInfo(path)
            entry.create_system = 3
            entry.external_attr = _READABLE_BY_ALL
            file.writestr(entry, data)
    return out.getvalue()


def unpack(data: bytes) -> Container:
    """Return what lies in the container; ContainerError where it cannot be opened.

    Any ASiC-E container with these two names in it opens, also one that another tool packed anew.
    """
    try:
        with ZipFile(BytesIO(data)) as file:
            entries = file.infolist()
            if sum(entry.file_size for entry in entries) > MOST_BYTES:
                raise ContainerError("too_large")
            read = {entry.filename: file.read(entry) for entry in entries}
    except DAMAGED as error:
        raise ContainerError("no_container") from error
    if len(read) != len(entries) or read.pop("mimetype", b"") != MIMETYPE:
        raise ContainerError("no_container")
    manifest, signature = read.pop(MANIFEST, b""), read.pop(SIGNATURE, b"")
    return Container(read, manifest, signature)
