"""What is wrong with the settings, each fault in one line: its key and what is allowed."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, time
from difflib import get_close_matches
from typing import Any

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from mailbot.words import load_words, say

# What pydantic calls it -> its wording in settings.toml. Faults of our own have one name in both.
_NAMES = {
    "bool_parsing": "settings.no_bool",
    "bool_type": "settings.no_bool",
    "date_from_datetime_inexact": "settings.no_date",
    "date_from_datetime_parsing": "settings.no_date",
    "date_parsing": "settings.no_date",
    "date_type": "settings.no_date",
    "enum": "settings.not_among",
    "extra_forbidden": "settings.unknown_key",
    "finite_number": "settings.no_integer",
    "greater_than_equal": "settings.too_small",
    "int_from_float": "settings.no_integer",
    "int_parsing": "settings.no_integer",
    "int_parsing_size": "settings.no_integer",
    "int_type": "settings.no_integer",
    "less_than_equal": "settings.too_large",
    "literal_error": "settings.not_among",
    "missing": "settings.missing",
    "model_type": "settings.no_table",
    "path_type": "settings.no_path",
    "string_too_short": "settings.empty",
    "string_type": "settings.no_text",
    "time_parsing": "settings.no_time",
    "time_type": "settings.no_time",
    "tuple_type": "settings.no_list",
}

# Where the key itself needs an explanation.
_EXPLAINED = {
    ("missing", "imap"): "settings.missing_imap",
    ("missing", "signing"): "settings.missing_signing",
    ("missing", "signing.mode"): "settings.missing_signing_mode",
    ("missing", "smtp"): "settings.missing_smtp",
}

_SECRETS = frozenset({"key", "passphrase", "password", "secret", "token"})

_PLACE = re.compile(r"at line (?P<line>\d+), column (?P<column>\d+)")


def fault_lines(faults: Iterable[ErrorDetails], model: type[BaseModel]) -> tuple[str, ...]:
    """Return `key: what is wrong and what is allowed` for each fault, in the model's order.

    The value itself is not repeated unless it is a number or one word of a choice: a secret put
    into the wrong file must not reach a terminal or a log.
    """
    return tuple(f"{_key(fault['loc'])}: {_wording(fault, model)}" for fault in faults)


def _wording(fault: ErrorDetails, model: type[BaseModel]) -> str:
    usual = _NAMES.get(fault["type"], f"settings.{fault['type']}")
    code = _EXPLAINED.get((fault["type"], _key(fault["loc"])), usual)
    if code not in load_words().texts:
        return fault["msg"]
    return say(code, **_fields(fault)) + _hint(fault, model)


def _fields(fault: ErrorDetails) -> dict[str, str]:
    context: Mapping[str, Any] = fault.get("ctx", {})
    fields = {name: str(value) for name, value in context.items()}
    fields["expected"] = fields.get("expected", "").replace(" or ", f" {say('settings.or')} ")
    fields["given"] = _harmless(fault["input"])
    return fields


def _harmless(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return str(value) if isinstance(value, int | float | date | time) else "…"


def _hint(fault: ErrorDetails, model: type[BaseModel]) -> str:
    if fault["type"] != "extra_forbidden":
        return ""
    *section, key = fault["loc"]
    if str(key).rpartition("_")[2] in _SECRETS:
        return " " + say("settings.secrets_lie_elsewhere")
    known = sorted(_section(model, section).model_fields)
    near = get_close_matches(str(key), known, n=1)
    if near:
        return " " + say("settings.did_you_mean", near=near[0])
    return " " + say("settings.known_keys", known=", ".join(known))


def _section(model: type[BaseModel], path: Sequence[int | str]) -> type[BaseModel]:
    for part in path:
        annotation = model.model_fields[str(part)].annotation
        choices = getattr(annotation, "__args__", (annotation,))
        model = next(c for c in choices if isinstance(c, type) and issubclass(c, BaseModel))
    return model


def _key(location: Sequence[int | str]) -> str:
    key = ""
    for part in location:
        key += f"[{part + 1}]" if isinstance(part, int) else f".{_as_written(part)}"
    return key.lstrip(".") or say("settings.whole_file")


def _as_written(name: str) -> str:
    """Return a key as TOML has it: quoted unless bare, so that it stays on its line."""
    bare = re.fullmatch(r"[A-Za-z0-9_-]+", name)
    return name if bare else json.dumps(name)


def syntax_fault(error: ValueError) -> str:
    """Return where a TOML file goes wrong; what tomllib says of it is English."""
    if isinstance(error, UnicodeDecodeError):
        return say("settings.no_utf8")
    place = _PLACE.search(str(error))
    if place is None:
        return say("settings.toml_at_end")
    return say("settings.toml_at", line=place["line"], column=place["column"])
