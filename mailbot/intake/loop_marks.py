"""What a mail's header tells about machines: whether one sent it, and to whom it was sent.

RFC 3834 §2, RFC 2919, RFC 2369, and what other mailers write in practice.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from mailbot.intake.header import Header
from mailbot.intake.header_from import read_from

LOOP_FIELD = "x-mailbot-loop"
MAX_HOPS = 30

_ROBOTS = re.compile(r"(?:mailer-daemon|postmaster|no-?reply|do-?not-?reply|bounces?)(?:[+.-].*)?@")
_REPORTS = {
    "multipart/report",
    "message/delivery-status",
    "message/disposition-notification",
}
_BULK = re.compile(rb"\s*(?:bulk|list|junk|auto_reply)\b", re.IGNORECASE)
_SUPPRESS = re.compile(rb"\b(?:all|autoreply|oof|dr|ndr|rn|nrn)\b", re.IGNORECASE)
_ADDRESS = re.compile(rb"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@[A-Za-z0-9.-]{1,255}")
_DELIVERY = {"delivered-to", "x-original-to", "return-path", "received"}


@dataclass(frozen=True, slots=True)
class LoopMarks:
    """`automatic` holds codes of what says that a machine sent the mail; `loops` the values of
    our own loop field; `recipients` lower-case addresses of To, Cc and the envelope.
    """

    automatic: tuple[str, ...] = ()
    loops: tuple[str, ...] = ()
    recipients: frozenset[str] = frozenset()
    hops: int = 0


def loop_marks(header: Header, content_type: str) -> LoopMarks:
    """Return the marks of this header."""
    return LoopMarks(
        automatic=tuple(_automatic(header, content_type)),
        loops=tuple(value.decode("latin-1") for value in header.values(LOOP_FIELD)),
        recipients=_recipients(header),
        hops=header.count("received"),
    )


def _automatic(header: Header, content_type: str) -> list[str]:
    names = {field.name for field in header.fields}
    told = {
        "null_return_path": header.first("return-path") == b"<>",
        "from_robot": bool(_ROBOTS.match(read_from(header).address)),
        "report": content_type in _REPORTS,
        "auto_submitted": _is_auto_submitted(header),
        "mailing_list": bool(names & {"mailing-list", "x-mailing-list"})
        or any(name.startswith("list-") for name in names),
        "bulk": any(_BULK.match(value) for value in header.values("precedence")),
        "suppressed": any(_SUPPRESS.search(v) for v in header.values("x-auto-response-suppress")),
        "autoreply": bool(names & {"x-autoreply", "x-autorespond", "x-autoresponder"}),
        "loop": "x-loop" in names,
    }
    return [code for code, is_so in told.items() if is_so]


def _is_auto_submitted(header: Header) -> bool:
    """RFC 3834 §5: anything but `no`, parameters and comments aside."""
    values = header.values("auto-submitted")
    return any(re.split(rb"[;(\s]", value.lower())[0] != b"no" for value in values)


def _recipients(header: Header) -> frozenset[str]:
    found: set[str] = set()
    for name in ("to", "cc"):
        for value in header.values(name):
            found.update(address.decode("ascii").lower() for address in _ADDRESS.findall(value))
    for field in header.fields:
        if field.name not in _DELIVERY:
            break
        if field.name in {"delivered-to", "x-original-to"}:
            found.add(field.value.strip(b"<> ").decode("latin-1").lower())
    return frozenset(found)
