"""TLS towards servers: the operator's own authority where one is named, else the system's."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from mailbot.errors import SettingsError, os_reason
from mailbot.words import say


def client_context(ca_file: Path | None, key: str) -> ssl.SSLContext:
    """Return a context that checks certificate and name; `key` names the setting in errors.

    It is the same one for every connection, nobody changes it, until the authorities change:
    reading the system's takes longer than sending a mail.
    """
    try:
        return _context(ca_file, tuple(_seen(ca_file)))
    except OSError as error:
        # An error of TLS is an OSError, too, whose number is no system's.
        reason = say("mail.no_pem") if isinstance(error, ssl.SSLError) else os_reason(error)
        raise SettingsError(say("mail.no_ca_file", key=key, file=ca_file, reason=reason)) from error


@lru_cache(maxsize=2)
def _context(ca_file: Path | None, _seen: tuple[object, ...]) -> ssl.SSLContext:
    context = ssl.create_default_context(cafile=str(ca_file) if ca_file else None)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


def _seen(ca_file: Path | None) -> Iterator[object]:
    """Yield what tells of each place of authorities whether it was changed."""
    system = ssl.get_default_verify_paths()
    for place in (ca_file,) if ca_file else filter(None, (system.cafile, system.capath)):
        found = Path(place).stat()
        yield found.st_ino, found.st_mtime_ns, found.st_size
