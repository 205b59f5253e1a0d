"""Serving the console: with a TLS certificate of its own, or behind a reverse proxy."""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import Callable, Sequence

import uvicorn

from mailbot.console.app import application
from mailbot.errors import SettingsError, os_reason
from mailbot.house import House
from mailbot.words import say

TOLD_EVERY_SECONDS = 5
ENDED_WITHIN_SECONDS = 10
LET_IN_SECONDS = 1.0  # who was let in asks meanwhile


class Pages:
    """The pages, their door open: who comes before `serve` waits. Any thread may call `stop`.

    `doors` are sockets that listen already, as systemd's; without any the one of the settings is
    opened. The loop that answers calls `alive` every few seconds: one that hangs falls silent.
    SettingsError where door or certificate cannot be had.
    """

    def __init__(
        self, house: House, doors: Sequence[socket.socket], alive: Callable[[], None]
    ) -> None:
        configured = configuration(house, alive)
        _load(configured)
        self._doors = [*doors] or [_opened(configured.host, configured.port)]
        self._server = _Server(configured)

    def serve(self) -> None:
        """Answer until told to stop."""
        self._server.run(self._doors)

    def stop(self) -> None:
        """Let what is under way end, for some seconds, and take nothing new."""
        self._server.should_exit = True


class _Server(uvicorn.Server):
    """Closes its door before it ends: the library hangs up without a word on whoever was let in and
    has not asked yet, though systemd's door promises an answer over every new start.
    """

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Let nobody in any more, answer who is in, and end."""
        for server in self.servers:
            server.close()
        await asyncio.sleep(LET_IN_SECONDS)
        await super().shutdown(sockets)


def _load(configured: uvicorn.Config) -> None:
    try:
        configured.load()
    except OSError as error:
        of_another = isinstance(error, ssl.SSLError)
        reason = say("outside.no_certificate") if of_another else os_reason(error)
        raise SettingsError(say("outside.certificate_unusable", reason=reason)) from error


def _opened(host: str, port: int) -> socket.socket:
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        return socket.create_server((host, port), family=family)
    except OSError as error:
        raise SettingsError(
            say("outside.door_not_opened", host=host, port=port, reason=os_reason(error))
        ) from error


def configuration(house: House, alive: Callable[[], None]) -> uvicorn.Config:
    """Return how this house is served. Addresses are not logged: an invitation stands in one."""
    chosen = house.settings.console

    async def tell() -> None:
        alive()

    return uvicorn.Config(
        application(house),
        host=chosen.host,
        port=chosen.port,
        ssl_certfile=chosen.tls_certificate,
        ssl_keyfile=chosen.tls_key,
        proxy_headers=bool(chosen.trusted_proxies),
        forwarded_allow_ips=list(chosen.trusted_proxies),
        access_log=False,
        log_config=None,
        server_header=False,
        log_level="warning",
        callback_notify=tell,
        timeout_notify=TOLD_EVERY_SECONDS,
        timeout_graceful_shutdown=ENDED_WITHIN_SECONDS,
    )
