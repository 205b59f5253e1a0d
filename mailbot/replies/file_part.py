"""A file as a part of a mail: its name as people read it, and as old programs can."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable
from urllib.parse import quote

from mailbot.cases.name import without_marks
from mailbot.replies.header_text import on_one_line

_MAX_NAME = 120


def file_part(name: str, content: bytes, media_type: str) -> list[str]:
    """Return the lines of the part; its name stands there twice where it is not plain ASCII."""
    if not re.fullmatch(r"[a-z]+/[a-z0-9.+-]+", media_type):
        raise ValueError(f"not a media type: {media_type!r}")
    name = file_name(name)
    plain = _plain_name(name)
    return [
        f'Content-Type: {media_type};\r\n name="{plain}"',
        "Content-Transfer-Encoding: base64",
        _disposition(name, plain),
        "",
        base64_lines(content),
    ]


def _disposition(name: str, plain: str) -> str:
    """Return Content-Disposition with the name in RFC 2231 form.

    The ASCII name for old readers stands in Content-Type: two forms in one field are one parameter
    given twice to strict readers, which then take the wrong one.
    """
    if name == plain:
        return f'Content-Disposition: attachment;\r\n filename="{plain}"'
    pieces = [f" filename*{index}*={piece}" for index, piece in enumerate(_pieces(name))]
    return ";\r\n".join(["Content-Disposition: attachment", *pieces])


def _pieces(name: str) -> Iterable[str]:
    """Yield the percent-encoded name in pieces short enough for a line, no character cut."""
    piece = "UTF-8''"
    for char in name:
        encoded = quote(char, safe="")
        if len(piece) + len(encoded) > 60:
            yield piece
            piece = ""
        piece += encoded
    yield piece


def file_name(name: str) -> str:
    """Return the name without what no file system takes, and not too long."""
    cleaned = re.sub(r'[\\/:*?"<>|]', "-", on_one_line(name)).strip(". ") or "tep"
    return _shortened_name(cleaned, _MAX_NAME)


def _plain_name(name: str) -> str:
    bare = re.sub(r"[^A-Za-z0-9._ ()-]", "_", without_marks(name))
    return name if bare == name and len(name) <= 60 else _shortened_name(bare, 60)


def _shortened_name(name: str, limit: int) -> str:
    """Return the name cut to the limit, its ending (`.pdf`) kept."""
    stem, dot, ending = name.rpartition(".")
    if len(name) <= limit or not dot or len(ending) > 8:
        return name[:limit]
    return stem[: limit - len(ending) - 1].rstrip() + dot + ending


def base64_lines(content: bytes) -> str:
    """Return the content in base64, in lines of a mail without the last one's end."""
    return base64.encodebytes(content).decode().rstrip("\n").replace("\n", "\r\n")
