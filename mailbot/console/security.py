"""What every answer carries, and what every request that changes something must prove."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

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
_LARGEST_FORM_BYTES = 30_000_000


@dataclass(frozen=True, slots=True)
class Security:
    """Adds the headers to whatever the application answers; refuses requests of other sites."""

    app: ASGIApp

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
        if scope["method"] in _SAFE or comes_from_us(headers, scope["scheme"]):
            await self.app(scope, receive, dressed)
        else:
            refusal = PlainTextResponse("Yêu cầu không đến từ trang này.", 403)
            await refusal(scope, receive, dressed)


def comes_from_us(headers: Headers, scheme: str) -> bool:
    """Return whether the browser says that a page of ours asks. A missing header is not a pass."""
    if int(headers.get("content-length") or 0) > _LARGEST_FORM_BYTES:
        return False
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site == "same-origin"
    origin = urlsplit(headers.get("origin", ""))
    return (origin.scheme, origin.netloc) == (scheme, headers.get("host", ""))


def _dress(headers: Any) -> None:
    for name, value in HEADERS.items():
        headers[name] = value
    headers.setdefault("cache-control", "no-store")
