"""The content of a letter as JSON, kept while its number, date and signature are to come."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import TypeAdapter

from mailbot.replies.letter import Apology, Receipt, Refusal, Result, Supplement

KeptLetter = Result | Refusal | Supplement | Receipt | Apology

_ADAPTERS: dict[str, TypeAdapter[Any]] = {
    "result": TypeAdapter(Result),
    "refusal": TypeAdapter(Refusal),
    "supplement": TypeAdapter(Supplement),
    "receipt": TypeAdapter(Receipt),
    "apology": TypeAdapter(Apology),
}


def kind_of(letter: KeptLetter) -> str:
    """Return the letter's kind: `result`, `refusal`, `supplement`, `receipt` or `apology`."""
    return letter.template.removesuffix(".typ")


def to_content(letter: KeptLetter) -> dict[str, Any]:
    """Return the letter as JSON values. A slip has passwords and is never kept: it has no form."""
    content: dict[str, Any] = _ADAPTERS[kind_of(letter)].dump_python(letter, mode="json")
    return content


def from_content(kind: str, content: Mapping[str, Any]) -> KeptLetter:
    """Return the letter kept under this kind; a ValueError if the content is not one of it."""
    letter: KeptLetter = _ADAPTERS[kind].validate_python(dict(content))
    return letter
