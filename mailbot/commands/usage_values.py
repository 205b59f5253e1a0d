"""What may stand for an argument, read from the text of the call. Imports nothing slow."""

from __future__ import annotations

import argparse
import re
import unicodedata

from mailbot.cases.typed_number import MOST_DIGITS, read_number

_LINK = re.compile(r"[0-9a-f]{64}")


def person(text: str) -> str:
    """Return a name as it is kept: one spelling for one person, since a second one must differ."""
    name = " ".join(unicodedata.normalize("NFC", text).split())
    if not name:
        raise argparse.ArgumentTypeError("cần họ tên của một người")
    return name


def reason(text: str) -> str:
    """Return a reason that says something: it stands in the history for good."""
    said = unicodedata.normalize("NFC", text).strip()
    if not said:
        raise argparse.ArgumentTypeError("cần nêu lý do, không để trống")
    return said


def number(text: str) -> int:
    """Return a number that something in the database can have."""
    found = read_number(text)
    if found:
        return found
    if text.isascii() and text.isdigit():
        raise argparse.ArgumentTypeError(f"chỉ nhận một số từ 1 đến {10**MOST_DIGITS - 1}")
    raise argparse.ArgumentTypeError(f"{text!r} không phải là một số nguyên")


def link(text: str) -> str:
    """Return a link of the history's chain, as `audit verify` prints it."""
    found = text.strip().lower()
    if not _LINK.fullmatch(found):
        raise argparse.ArgumentTypeError(
            "cần đủ 64 chữ số hệ 16 của mắt xích mà 'mailbot audit verify' đã in ra"
        )
    return found
