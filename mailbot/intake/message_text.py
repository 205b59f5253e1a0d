"""The text people wrote in a mail, in NFC: for recognising a request, never for granting one."""

from __future__ import annotations

import html
import re
import unicodedata

from mailbot.intake.header_text import decode_bytes
from mailbot.intake.message_part import Part

_MAX_TEXT_BYTES = 300_000
_WORD = re.compile(r"\w+")
_TAG = re.compile(r"<[^<>]*>")
_BREAK = re.compile(r"<(?:br|/p|/div|/tr|/li|/h[1-6])\b[^<>]*>", re.IGNORECASE)


def body_text(root: Part) -> str:
    """Return the plain text of the mail, and below it that of its HTML where this says more."""
    plain = "\n".join(_texts(root, "text/plain")).strip()
    shown = "\n".join(_plain(text) for text in _texts(root, "text/html")).strip()
    says_more = not _words(shown) <= _words(plain)
    return "\n\n".join(filter(None, (plain, shown if says_more else "")))


def _texts(root: Part, content_type: str) -> list[str]:
    texts = []
    left = _MAX_TEXT_BYTES
    for part in _own_leaves(root):
        if part.content_type == content_type and not _is_file(part) and left > 0:
            data = part.data[:left]
            left -= len(data)
            charset = part.type_parameters.raw("charset").decode("latin-1")
            texts.append(decode_bytes(data, charset).replace("\r\n", "\n"))
    return texts


def _own_leaves(part: Part) -> list[Part]:
    """Return the leaves of this mail, without those of mails it carries."""
    if part.content_type in {"message/rfc822", "message/global"}:
        return []
    if not part.children:
        return [part]
    return [leaf for child in part.children for leaf in _own_leaves(child)]


def _is_file(part: Part) -> bool:
    named = part.disposition.text("filename") or part.type_parameters.text("name")
    return bool(named) or part.disposition.value == "attachment"


def _plain(text: str) -> str:
    for name in ("script", "style", "head"):
        text = _without_element(text, name)
    stripped = _TAG.sub("", _BREAK.sub("\n", text))
    return unicodedata.normalize("NFC", html.unescape(stripped)).replace("\xa0", " ")


def _words(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(unicodedata.normalize("NFC", text).lower()))


def _without_element(text: str, name: str) -> str:
    """Return the text without `<name …>…</name>`; an element that never ends is kept."""
    lower = text.lower()
    if len(lower) != len(text):
        return text
    kept = []
    position = 0
    while (start := lower.find(f"<{name}", position)) >= 0:
        end = lower.find(f"</{name}", start)
        if end < 0:
            break
        kept.append(text[position:start])
        position = end
    return "".join([*kept, text[position:]])
