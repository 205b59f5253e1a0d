"""Fonts that draw something else than the letters and figures of a text."""

from __future__ import annotations

SIGN_FONTS = (
    "symbol", "wingdings", "webdings", "marlett", "mt extra", "zapfdingbats", "bookshelf symbol",
)  # fmt: skip
"""How their names begin, in small letters."""
