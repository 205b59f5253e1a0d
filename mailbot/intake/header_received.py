"""One `Received` field as Postfix and its kin write it (RFC 5321 §4.4, with comments).

Read by words and balanced comments, never by searching: a HELO name or a certificate name that
imitates a comment must not be taken for one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

_TOKEN = re.compile(rb"[ \t]*(?:([^\s();]+)|(\()|(;))")
# Postfix pads the day with a blank: "Tue,  1 Dec 2026" (RFC 5322 §3.3 has it free).
_DATE = re.compile(
    rb"(?:[A-Z][a-z]{2}, {1,2})?\d{1,2} [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d [+-]\d{4}"
    rb"(?: \([^()]{1,40}\))?"
)
_CLAUSES = {"by", "with", "id", "for", "via", "tls"}
_CLIENT = re.compile(rb"\([^\s()\[\]]+ \[(?:IPv6:)?([0-9A-Fa-f:.]{2,45})\]\)")
_MAX_VALUE = 4096


@dataclass(frozen=True, slots=True)
class Received:
    """What the field says: who took the mail in, by which protocol, from which login, when.

    `login` is lower case, "" where no login was written; `client` is the address of the machine
    that handed the mail in, "" where unknown; `stamp` is aware, in UTC.
    """

    by: str
    protocol: str
    login: str
    client: str
    stamp: datetime | None

    @property
    def is_delivery(self) -> bool:
        """Return whether this is the hop from the MX into the mailbox store (LMTP, RFC 2033)."""
        return self.protocol.startswith("LMTP")

    @property
    def with_login(self) -> bool:
        """Return whether the protocol word itself tells of a login (RFC 3848: `…A`)."""
        return self.protocol in {"ESMTPA", "ESMTPSA", "UTF8SMTPA", "UTF8SMTPSA"}


def read_received(value: bytes, login_comment: str) -> Received | None:
    """Return the field's words, or None where it has not exactly this shape:
    `[from WORD (…)…] by HOST [(…)] [with|via|id|for|tls WORD…]… ; date`.
    """
    tokens = _tokens(value) if len(value) <= _MAX_VALUE else None
    if tokens is None or not tokens or not tokens[-1].startswith(b";"):
        return None
    # Whatever follows the date is not our server's: a first line of the sender that begins with
    # a blank continues this field.
    stamp = tokens[-1][1:].strip(b" \t")
    if not _DATE.fullmatch(stamp):
        return None
    words = tokens[:-1]
    comments: list[bytes] = []
    if words[:1] == [b"from"]:
        cut = next((at for at, word in enumerate(words[2:], 2) if word[:1] != b"("), len(words))
        comments = words[2:cut]
        words = words[cut:]
    clauses = _clauses(words)
    if clauses is None:
        return None
    return Received(
        clauses["by"].lower(),
        clauses.get("with", "").upper(),
        _login(comments, login_comment),
        _client(comments),
        read_date(stamp),
    )


def read_date(value: bytes) -> datetime | None:
    """Return the instant of an RFC 5322 date, in UTC, or None; no zone is read as UTC."""
    try:
        stamp = parsedate_to_datetime(value[:200].decode("ascii").strip())
        aware = stamp if stamp.tzinfo else stamp.replace(tzinfo=UTC)
        return aware.astimezone(UTC)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None


def _tokens(value: bytes) -> list[bytes] | None:
    """Return words, whole comments with their parentheses, and `;` with the rest."""
    tokens: list[bytes] = []
    position = 0
    value = value.rstrip(b" \t")
    while position < len(value):
        match = _TOKEN.match(value, position)
        if match is None:
            return None
        if match[3]:
            return [*tokens, value[match.start(3) :]]
        end = _comment_end(value, match.start(2)) if match[2] else match.end()
        if end is None:
            return None
        tokens.append(value[match.start(2) : end] if match[2] else match[1])
        position = end
    return tokens


def _comment_end(value: bytes, start: int) -> int | None:
    depth = 0
    escaped = False
    for position in range(start, len(value)):
        byte = value[position]
        if escaped:
            escaped = False
        elif byte == 0x5C:
            escaped = True
        elif byte == 0x28:
            depth += 1
        elif byte == 0x29:
            depth -= 1
            if depth == 0:
                return position + 1
    return None


def _clauses(words: list[bytes]) -> dict[str, str] | None:
    """Return the clauses by name, `by` first, each at most once and none empty.

    A value may have several words, as Exchange's `with Microsoft SMTP Server`; a host has one.
    """
    clauses: dict[str, str] = {}
    name = ""
    for word in words:
        text = word.decode("ascii", "replace")
        if word[:1] == b"(":
            continue
        if text in _CLAUSES and (not name or clauses[name]):
            if text in clauses:
                return None
            name, clauses[text] = text, ""
        elif not name:
            return None
        else:
            clauses[name] = f"{clauses[name]} {text}".strip()
    if next(iter(clauses), "") != "by" or " " in clauses["by"] or not all(clauses.values()):
        return None
    return clauses


def _client(comments: list[bytes]) -> str:
    """Return the address in `(name [address])`, the first comment: what the MX itself saw."""
    match = _CLIENT.fullmatch(comments[0]) if comments else None
    return match[1].decode("ascii").lower() if match else ""


def _login(comments: list[bytes], login_comment: str) -> str:
    """Return the login: exactly one such comment, and the last one before `by`."""
    opening = b"(" + login_comment.encode() + b" "
    logins = [comment for comment in comments if comment.startswith(opening)]
    if len(logins) != 1 or comments[-1] != logins[0]:
        return ""
    login = logins[0][len(opening) : -1].strip()
    if not re.fullmatch(rb"[!-'*-~]+", login):
        return ""
    return login.decode("ascii").lower()
