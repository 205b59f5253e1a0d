"""Signatures outside of a PDF: a .p7s beside a file, a .p7m around one, a signed mail."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from mailbot.intake.attachment import Attachment, AttachmentKind
from mailbot.intake.message import SignedEntity
from signing import (
    SignatureReport,
    TrustStore,
    canonical_part,
    is_signed_office_file,
    open_enveloping,
    verify_detached,
)

_DETACHED = (".p7s", ".p7b.p7s", ".sig")


def reports_beside(
    files: tuple[Attachment, ...], trust: TrustStore, at: datetime
) -> Iterator[tuple[Attachment, SignatureReport]]:
    """Yield every file that a .p7s stands beside or a .p7m holds, with what that proves of it."""
    for file in files:
        beside = _signature_beside(file, files)
        if beside is not None:
            yield file, verify_detached(file.data, beside.data, trust, at)
        around = _container_around(file, files)
        if around is not None:
            opened = open_enveloping(around.data, trust, at)
            if opened.content == file.data:
                yield file, opened.report


def mail_reports(
    entities: Iterable[SignedEntity],
    files: Iterable[Attachment],
    trust: TrustStore,
    at: datetime,
) -> tuple[SignatureReport, ...]:
    """Return what the signatures of the mail itself prove (RFC 8551): clear and opaque ones."""
    clear = [
        verify_detached(canonical_part(one.content), one.signature, trust, at, mail=True)
        for one in entities
    ]
    opaque = [
        open_enveloping(file.data, trust, at, mail=True).report
        for file in files
        if file.kind is AttachmentKind.CONTAINER and file.name.lower() == "smime.p7m"
    ]
    return (*clear, *opaque)


def signed_office_files(files: Iterable[Attachment]) -> tuple[str, ...]:
    """Return the names of office files with a signature inside, which nobody here can verify."""
    return tuple(file.name for file in files if is_signed_office_file(file.data))


def _signature_beside(file: Attachment, files: Iterable[Attachment]) -> Attachment | None:
    if file.kind is AttachmentKind.SIGNATURE:
        return None
    wanted = {f"{file.given_name or file.name}{ending}".lower() for ending in _DETACHED}
    found = [one for one in files if (one.given_name or one.name).lower() in wanted]
    return found[0] if len(found) == 1 else None


def _container_around(file: Attachment, files: Iterable[Attachment]) -> Attachment | None:
    if file.kind is not AttachmentKind.INNER:
        return None
    return next(
        (
            one
            for one in files
            if one.kind is AttachmentKind.CONTAINER
            and one.name == file.container
            and one.name.lower().endswith(".p7m")
        ),
        None,
    )
