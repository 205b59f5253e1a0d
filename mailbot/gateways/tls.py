"""TLS towards servers: the operator's own authority where one is named, else the system's."""

from __future__ import annotations

import ssl
from pathlib import Path

from mailbot.errors import SettingsError
from mailbot.words import say


def client_context(ca_file: Path | None, key: str) -> ssl.SSLContext:
    """Return a context that checks certificate and name; `key` names the setting in errors."""
    try:
        context = ssl.create_default_context(cafile=str(ca_file) if ca_file else None)
    except (OSError, ssl.SSLError) as error:
        raise SettingsError(say("mail.no_ca_file", key=key, file=ca_file)) from error
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context
