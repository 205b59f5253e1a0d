"""Mailbox addresses, in lower case."""

from __future__ import annotations

import re

from parsers.flag import FlagCode
from parsers.values.doubt import Value

ADDRESS = re.compile(
    r"[a-z0-9](?:[a-z0-9._+-]*[a-z0-9])?@(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}"
)
SOUND = re.compile(rf"^{ADDRESS.pattern}$")


def read_email(text: str) -> Value:
    """Return the address; one that had to be mended is a proposal, several give the first."""
    plain = re.sub(r"^(?:e-?mail|hộp thư)\s*:\s*", "", text.strip(), flags=re.IGNORECASE).lower()
    if SOUND.match(plain) and ".." not in plain:
        return Value(plain)
    found = ADDRESS.findall(plain)
    if len(found) > 1:
        return Value(found[0], (FlagCode.EMAIL_SEVERAL,))
    mended = re.sub(r"\s+", "", plain).strip(".,;:<>()")
    if SOUND.match(mended) and ".." not in mended:
        return Value(mended, (FlagCode.EMAIL_ODD,))
    return Value(text, (FlagCode.EMAIL_ODD,))
