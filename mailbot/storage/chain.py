"""The chain of the history: every line is bound to all lines before it by SHA-256.

A link is the hash of the link before and of the line's own hash, so that a line can stand in the
chain by its hash alone, without its content: evidence of one case tells nothing of another.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

START = "0" * 64


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the history. Lines are numbered from 1 without gaps."""

    id: int
    at: datetime
    case_id: int | None
    what: str
    who: str
    detail: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Linked:
    """A line's number, its own hash, and the link stored with it."""

    id: int
    line_hash: str
    link: str


@dataclass(frozen=True, slots=True)
class Break:
    """Where the chain does not hold: `changed`, `missing`, `inserted`, and what an audit adds."""

    code: str
    id: int


def line_hash(line: Line) -> str:
    """Return the SHA-256 of the line's canonical JSON (sorted keys, UTF-8, UTC)."""
    content = {
        "id": line.id,
        "at": line.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "case_id": line.case_id,
        "what": line.what,
        "who": line.who,
        "detail": dict(line.detail),
    }
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def link(previous: str, own: str) -> str:
    """Return the link of a line with this hash after this link."""
    return hashlib.sha256(f"{previous}{own}".encode()).hexdigest()


def breaks(lines: Iterable[Linked], first: int = 1, before: str = START) -> Iterator[Break]:
    """Yield every place where the lines, given by number, do not follow from those before.

    Args:
        first: the number the first line must have.
        before: the link before it.
    """
    wanted, previous = first, before
    for line in lines:
        if line.id < wanted:
            yield Break("inserted", line.id)
            continue
        if line.id > wanted:
            yield Break("missing", wanted)
        elif line.link != link(previous, line.line_hash):
            yield Break("changed", line.id)
        wanted, previous = line.id + 1, line.link
