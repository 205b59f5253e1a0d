"""Signatures outside of a PDF: a .p7s beside a file, a .p7m around one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from mailbot.intake.attachment import Attachment, AttachmentKind
from signing import (
    SignatureReport,
    TrustStore,
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
