"""What every answer carries, and what every request that changes something must prove."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from mailbot.words import say

CONTENT_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; "
    "img-src 'self' data: blob:; connect-src 'self'; worker-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'; object-src 'none'"
)
HEADERS: Mapping[str, str] = {
    "content-security-policy": CONTENT_POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "x-frame-options": "DENY",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=(), payment=()",
}
_SAFE = frozenset({"GET", "HEAD"})
LARGEST_FORM_BYTES = 30_000_000


class _TooLargeError(Exception):
    """A request has more bytes than any form of ours."""


@dataclass(frozen=True, slots=True)
class Security:
    """Adds the headers to whatever the application answers; refuses requests of other sites.

    `too_heavy` is the answer to a form with more bytes than any of ours.
    """

    app: ASGIApp
    too_heavy: Callable[[Request], Response]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def dressed(message: Message) -> None:
            if message["type"] == "http.response.start":
                _dress(MutableHeaders(raw=message["headers"]))
            await send(message)

        headers = Headers(scope=scope)
        if scope["method"] not in _SAFE and not comes_from_us(headers, scope["scheme"]):
            refusal = PlainTextResponse(say("page.foreign"), 403)
            await refusal(scope, receive, dressed)
            return
        try:
            if int(headers.get("content-length") or 0) > LARGEST_FORM_BYTES:
                raise _TooLargeError  # noqa: TRY301 (one answer for what is told and what comes)
            await self.app(scope, _measured(receive), dressed)
        except _TooLargeError:
            await self.too_heavy(Request(scope))(scope, receive, dressed)


def comes_from_us(headers: Headers, scheme: str) -> bool:
    """Return whether the browser says that a page of ours asks. A missing header is not a pass."""
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site == "same-origin"
    origin = urlsplit(headers.get("origin", ""))
    return (origin.scheme, origin.netloc) == (scheme, headers.get("host", ""))


def _measured(receive: Receive) -> Receive:
    """Return what receives no more than the largest form, whatever length was told."""
    seen = 0

    async def measured() -> Message:
        nonlocal seen
        message = await receive()
        seen += len(message.get("body", b""))
        if seen > LARGEST_FORM_BYTES:
            raise _TooLargeError
        return message

    return measured


def _dress(headers: Any) -> None:
    for name, value in HEADERS.items():
        headers[name] = value
    headers.setdefault("cache-control", "no-store")
