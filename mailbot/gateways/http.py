"""One HTTP exchange with a configured address, limited in size and in time."""

from __future__ import annotations

import http.client
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from typing import IO
from urllib.parse import urlsplit

from mailbot.errors import TryLaterError, net_reason
from mailbot.words import say

CHUNK_BYTES = 1 << 16


@dataclass(frozen=True, slots=True)
class HttpLimits:
    """The most one exchange may take; `seconds` is for all of it, not for each packet."""

    bytes: int = 50_000_000
    seconds: float = 30.0


def exchange(
    url: str, limits: HttpLimits, body: bytes | None = None, media_type: str = ""
) -> bytes:
    """Return the answer's body (GET, or POST with a body); TryLaterError when there is none.

    Redirects are followed on the same host only, and no proxy of the environment is used: the
    operator's address is the only place asked.
    """
    headers = {"Content-Type": media_type} if media_type else {}
    request = urllib.request.Request(url, body, headers)  # noqa: S310 - checked by the settings
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), _SameHost())
    end = time.monotonic() + limits.seconds
    try:
        with opener.open(request, timeout=limits.seconds) as answer:
            return _read(answer, limits, end)
    except urllib.error.HTTPError as error:
        error.close()  # it holds the connection of the answer it tells of
        raise TryLaterError(
            say("outside.url_refused", url=url, code=error.code, reason=error.reason)
        ) from error
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise TryLaterError(say("outside.url_away", url=url, told=net_reason(error))) from error


def _read(answer: IO[bytes], limits: HttpLimits, end: float) -> bytes:
    content = bytearray()
    # read1 returns with what has come; read would wait for a server that drips.
    while part := answer.read1(CHUNK_BYTES):  # type: ignore[attr-defined]
        content += part
        if len(content) > limits.bytes:
            raise ValueError(f"more than {limits.bytes} bytes")
        if time.monotonic() > end:
            raise TimeoutError(f"more than {limits.seconds} s")
    return bytes(content)


class _SameHost(urllib.request.HTTPRedirectHandler):
    def redirect_request(  # noqa: PLR0913, PLR0917 - the signature is urllib's
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: http.client.HTTPMessage,
        newurl: str,
    ) -> urllib.request.Request | None:
        target = urlsplit(newurl)
        if (
            target.scheme not in {"http", "https"}
            or target.hostname != urlsplit(req.full_url).hostname
        ):
            raise urllib.error.HTTPError(newurl, code, "redirect to another host", headers, fp)
        return super().redirect_request(req, fp, code, msg, headers, newurl)
