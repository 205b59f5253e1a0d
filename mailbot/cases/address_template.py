"""The template an address is formed from: `{given}.{initials}`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

PERSON_FIELDS = frozenset({"given", "initials", "all", "family", "last_two", "unit"})
ORGANISATION_FIELDS = frozenset({"abbreviation", "all", "superior"})

_FIELD = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True, slots=True)
class TemplateFault:
    """Why a template forms no address: a code worded in settings.toml, and its fields."""

    code: str
    fields: Mapping[str, str] = field(default_factory=dict)


def template_fault(template: str, known: frozenset[str]) -> TemplateFault | None:
    """Return why the template cannot be used, or None: it needs one of the known fields at least,
    and between them holds only what may stand in an address.
    """
    listed = {"known": ", ".join(sorted(known))}
    named = _FIELD.findall(template)
    between = _FIELD.sub("", template)
    if re.search("[{}]", between):
        return TemplateFault("no_template")
    for name in named:
        if name not in known:
            return TemplateFault("unknown_placeholder", {"name": name, **listed})
    if not named:
        return TemplateFault("no_placeholder", listed)
    if not re.fullmatch("[a-z0-9._-]*", between):
        return TemplateFault("stray_in_template")
    return None


def filled(template: str, values: Mapping[str, str]) -> str:
    """Return the template with a value in place of each field."""
    return _FIELD.sub(lambda match: values[match[1]], template)
