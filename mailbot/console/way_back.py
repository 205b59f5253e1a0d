"""The way back: the page somebody wanted when the login or a question came in between."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

from mailbot.cases.fold import asks_for_an_id

FIELD = "tiep"


def own_path(text: str) -> str:
    """Return the path if it is one of ours, else nothing: nobody is led to another site.

    A browser leaves out tabs and line breaks of an address, so that `/<tab>/` is `//` to it.
    """
    ours = text.startswith("/") and not text.startswith(("//", "/\\")) and text.isprintable()
    return text if ours else ""


def login_before(path: str, query: Mapping[str, str]) -> str:
    """Return the address of the login that leads on to this page; a national ID is left behind."""
    if path == "/":
        return "/dang-nhap"
    kept = {name: value for name, value in query.items() if not asks_for_an_id(value)}
    wanted = f"{path}?{urlencode(kept)}" if kept else path
    return f"/dang-nhap?{urlencode({FIELD: wanted})}"
