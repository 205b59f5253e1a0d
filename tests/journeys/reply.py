"""A reply as the agency sees it."""

from __future__ import annotations

import email
import email.policy
import re
from email.message import EmailMessage
from io import BytesIO

import pdfplumber

from tests.journeys.world import AGREED


def opened(raw: bytes) -> EmailMessage:
    return email.message_from_bytes(raw, policy=email.policy.default)


def file_named(raw: bytes, start: str) -> bytes:
    """Return the one attachment whose name begins so."""
    (found,) = (
        part.get_payload(decode=True)
        for part in opened(raw).iter_attachments()
        if (part.get_filename() or "").startswith(start)
    )
    assert isinstance(found, bytes)
    return found


def file_names(raw: bytes) -> list[str]:
    return [part.get_filename() or "" for part in opened(raw).iter_attachments()]


def body_of(raw: bytes) -> str:
    part = opened(raw).get_body(("plain",))
    assert part is not None
    return str(part.get_content())


def text_of(pdf: bytes, password: str = "") -> str:
    with pdfplumber.open(BytesIO(pdf), password=password) as document:
        return " ".join(" ".join((page.extract_text() or "").split()) for page in document.pages)


def passwords_in(slip: bytes) -> dict[str, str]:
    """Return address and password of every line of an opened slip."""
    with pdfplumber.open(BytesIO(slip), password=AGREED) as document:
        text = "\n".join(page.extract_text() for page in document.pages)
    password = r"[A-Za-z0-9]{4}(?:-[A-Za-z0-9]{4}){3}"
    found = re.findall(rf"([a-z0-9.]+@cantho\.gov\.vn)\W+({password})\b", text)
    return dict(found)
