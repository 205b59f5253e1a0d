"""The kinds of value a setting can have. What does not fit is a fault worded in settings.toml."""

from __future__ import annotations

import re
from typing import Annotated
from urllib.parse import parse_qs, urlsplit

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError


def fault(code: str, **fields: str | int) -> PydanticCustomError:
    """Return the error whose wording is `settings.<code>`."""
    return PydanticCustomError(code, "", dict(fields))


def _shaped(pattern: str, code: str) -> AfterValidator:
    shape = re.compile(pattern)

    def check(text: str) -> str:
        if shape.fullmatch(text) is None:
            raise fault(code)
        return text

    return AfterValidator(check)


def _without_password(url: str) -> str:
    asked = urlsplit(url)
    if (
        asked.password is not None
        or _PASSWORDS & parse_qs(asked.query, keep_blank_values=True).keys()
    ):
        raise fault("password_in_url")
    return url


def _at_a_port(url: str) -> str:
    try:
        _ = urlsplit(url).port
    except ValueError:
        raise fault("no_port_in_url") from None
    return url


def _without_option(url: str) -> str:
    """SQLite's options would open another file, or one that cannot be written."""
    if url.startswith("sqlite") and "?" in url:
        raise fault("option_in_file_url")
    return url


def _sound(url: str) -> str:
    return _without_option(_at_a_port(_without_password(url)))


def _plain_fingerprint(text: str) -> str:
    plain = text.replace(":", "").replace(" ", "").lower()
    if re.fullmatch(r"[0-9a-f]{64}", plain) is None:
        raise fault("no_fingerprint")
    return plain


def _a_month_at_least(days: int) -> int:
    if 0 < days < 30:
        raise fault("kept_too_short", given=days)
    return days


_ADDRESS = r"[^@\s<>,;]+@[^@\s<>,;]+\.[^@\s<>,;.]+"
_WEB_URL = r"https?://[^/\s]+\S*"
_PASSWORDS = frozenset({"password", "sslpassword"})  # options of libpq
_DATABASE_URL = r"sqlite:///.+|postgresql\+psycopg://.*"


def is_address(text: str) -> bool:
    """Return whether the text is one plain mail address."""
    return re.fullmatch(_ADDRESS, text) is not None and len(text) <= 254


Port = Annotated[int, Field(ge=1, le=65535)]
Domain = Annotated[str, _shaped(r"([a-z0-9-]+\.)+[a-z0-9-]+", "no_domain")]
HostName = Annotated[str, _shaped(r"[^\s/:@]+|[0-9a-fA-F:]+:[0-9a-fA-F:]*", "no_host")]
Address = Annotated[str, _shaped(_ADDRESS, "no_address")]
WebUrl = Annotated[str, _shaped(_WEB_URL, "no_web_url")]
DatabaseUrl = Annotated[str, _shaped(_DATABASE_URL, "no_database_url"), AfterValidator(_sound)]
# 0: for good. A shorter time than a month is a slip of the finger, and nothing brings it back.
DaysOrForGood = Annotated[int, Field(ge=0), AfterValidator(_a_month_at_least)]
# SHA-256 of a certificate's DER: 64 lower-case hex digits, colons and blanks taken out.
Fingerprint = Annotated[str, AfterValidator(_plain_fingerprint)]

# Empty where there is none.
OptionalAddress = Annotated[str, _shaped(f"|{_ADDRESS}", "no_address")]
OptionalWebUrl = Annotated[str, _shaped(f"|{_WEB_URL}", "no_web_url")]
OptionalDatabaseUrl = Annotated[
    str, _shaped(f"|{_DATABASE_URL}", "no_database_url"), AfterValidator(_sound)
]
