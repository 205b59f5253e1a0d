"""Files that a page sends: always to be saved, never opened by the browser itself."""

from __future__ import annotations

from urllib.parse import quote

from starlette.responses import Response


def attached(name: str, data: bytes, media_type: str) -> Response:
    """Return the bytes as a file with this name (RFC 6266, RFC 8187)."""
    headers = {
        "content-disposition": f"attachment; filename*=UTF-8''{quote(name)}",
        "cache-control": "private, no-store",
    }
    return Response(data, media_type=media_type, headers=headers)
