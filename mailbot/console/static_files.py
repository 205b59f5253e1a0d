"""The files of the pages: read once, compressed once, named by their content, kept for ever."""

from __future__ import annotations

import gzip
import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from mailbot.words import say

_FOLDER = Path(__file__).parent / "static"
_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".mjs": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
}
_FOR_EVER = "public, max-age=31536000, immutable"


@dataclass(frozen=True, slots=True)
class StaticFile:
    """One file as it is sent, plain and compressed."""

    media_type: str
    plain: bytes
    packed: bytes


@cache
def static_files() -> dict[str, StaticFile]:
    """Return the files that may be sent, by their path under `static`."""
    files = (path for path in sorted(_FOLDER.rglob("*")) if path.suffix in _TYPES)
    return {path.relative_to(_FOLDER).as_posix(): _loaded(path) for path in files}


@cache
def stamp() -> str:
    """Return what stands in the address of every file: it changes when any of them does."""
    told = hashlib.sha256()
    for name, file in static_files().items():
        told.update(name.encode() + b"\0" + hashlib.sha256(file.plain).digest())
    return told.hexdigest()[:16]


def url(name: str) -> str:
    """Return the address of a file; a name that is not there is a KeyError: a bug."""
    _ = static_files()[name]
    return f"/tep-tinh/{stamp()}/{name}"


def send_static(request: Request) -> Response:
    """Answer with the file."""
    found = static_files().get(request.path_params["name"])
    if found is None or request.path_params["stamp"] != stamp():
        return PlainTextResponse(say("page.no_file"), 404)
    headers = {"cache-control": _FOR_EVER, "vary": "accept-encoding"}
    if "gzip" in request.headers.get("accept-encoding", ""):
        headers["content-encoding"] = "gzip"
        return Response(found.packed, media_type=found.media_type, headers=headers)
    return Response(found.plain, media_type=found.media_type, headers=headers)


def _loaded(path: Path) -> StaticFile:
    plain = path.read_bytes()
    packed = gzip.compress(plain, 9, mtime=0)
    return StaticFile(_TYPES[path.suffix], plain, packed)
