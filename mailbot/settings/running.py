"""How this installation runs, and where its pages are served."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field, model_validator

from mailbot.settings.section import Section
from mailbot.settings.values import OptionalWebUrl, Port, fault


class Console(Section):
    """Where the pages staff use are served; a browser outside this host needs TLS."""

    host: str = Field("127.0.0.1", min_length=1)
    port: Port = 8480
    url: OptionalWebUrl = ""
    tls_certificate: Path | None = None
    tls_key: Path | None = None
    trusted_proxies: tuple[str, ...] = ()
    hold_seconds: int = Field(30, ge=0, le=300)

    @model_validator(mode="after")
    def _certificate_has_its_key(self) -> Console:
        if (self.tls_certificate is None) != (self.tls_key is None):
            raise fault("certificate_without_key")
        return self


class Operations(Section):
    """How this installation runs: in shadow nothing is provisioned and nothing is sent, unless
    `shadow_warnings` lets administrators hear of what does not work.
    """

    shadow: bool = False
    shadow_warnings: bool = False
    metrics_port: int = Field(0, ge=0, le=65535)
    backup_max_hours: int = Field(36, ge=0, le=8760)
