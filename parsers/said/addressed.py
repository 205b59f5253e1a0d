"""Mailboxes that a letter's sentences ask for by address, and no row of its lists holds."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from parsers.request import IndividualRow, Row
from parsers.text.words import SENTENCES, clean

_ADDRESS = r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
_ASKED = re.compile(
    rf"\b(?:cấp|tạo|mở|đặt|lập)\b(?P<between>[^;]{{0,400}}?)(?P<address>{_ADDRESS})", re.I
)
_TO_WRITE_TO = re.compile(
    r"\b(?:liên hệ|liên lạc|gửi|nhận|trả|phản hồi|trao đổi|đầu mối|phụ trách|báo|qua|về|đến|tới)\b",
    re.IGNORECASE,
)
"""What stands before an address that somebody is to write to, or that a letter came from."""


def addresses_asked(body: str, rows: Iterable[Row]) -> Iterator[str]:
    """Yield the sentences that ask for a mailbox no row names: one more, or how all be named."""
    listed = {address for row in rows for address in _held(row)}
    for sentence in map(clean, SENTENCES.split(body)):
        asked = _ASKED.search(sentence)
        if asked is None or _TO_WRITE_TO.search(asked["between"]):
            continue
        if asked["address"].lower() not in listed:
            yield sentence


def _held(row: Row) -> tuple[str, ...]:
    if isinstance(row, IndividualRow):
        return (row.email.lower(),)
    return row.email.lower(), row.manager_email.lower()
