"""Serving the console: with a TLS certificate of its own, or behind a reverse proxy."""

from __future__ import annotations

import uvicorn

from mailbot.console.app import application
from mailbot.house import House


def serve(house: House) -> None:
    """Serve until told to stop."""
    uvicorn.Server(configuration(house)).run()


def configuration(house: House) -> uvicorn.Config:
    """Return how this house is served. Addresses are not logged: an invitation stands in one."""
    chosen = house.settings.console
    return uvicorn.Config(
        application(house),
        host=chosen.host,
        port=chosen.port,
        ssl_certfile=chosen.tls_certificate,
        ssl_keyfile=chosen.tls_key,
        proxy_headers=bool(chosen.trusted_proxies),
        forwarded_allow_ips=list(chosen.trusted_proxies),
        access_log=False,
        server_header=False,
        log_level="warning",
    )
