"""Asking a time stamping authority (RFC 3161); the caller owns the network."""

from __future__ import annotations

from collections.abc import Callable

from asn1crypto import tsp
from pyhanko.sign.timestamps import TimeStamper
from pyhanko.sign.timestamps.common_utils import TimestampRequestError

AskTsa = Callable[[bytes], bytes]
"""Sends a DER TimeStampReq (RFC 3161), returns the DER TimeStampResp. Its errors pass through."""

ROOM_FOR_TIMESTAMP = 12000
"""Bytes kept in a signature for a time stamp with its certificates."""


class Tsa(TimeStamper):
    """A time stamper that asks through the given callable."""

    def __init__(self, ask: AskTsa) -> None:
        self._ask = ask
        super().__init__()  # type: ignore[no-untyped-call]

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        """Return the answer; TimestampRequestError where it cannot be read."""
        answer = self._ask(req.dump())
        try:
            return tsp.TimeStampResp.load(answer, strict=True)
        except ValueError as error:
            raise TimestampRequestError(f"unreadable answer: {error}") from error
