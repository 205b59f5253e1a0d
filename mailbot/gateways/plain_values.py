"""Values as plain data and back, so that an answer of a hostile process cannot run code here.

Known are numbers, texts, bytes, the containers, dates and times, Decimal, and frozen dataclasses
and enums; the reader names the packages whose dataclasses and enums it takes. The bytes are a
pickle that names no class nor function at all.
"""

from __future__ import annotations

import importlib
import io
import pickle
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import Enum
from functools import lru_cache
from types import MappingProxyType
from typing import Any

ATOMS = (type(None), bool, int, float, str, bytes)
SEQUENCES: dict[type, str] = {tuple: "tuple", list: "list", set: "set", frozenset: "frozenset"}
MAPPINGS: dict[type, str] = {dict: "dict", MappingProxyType: "mapping"}
TEXTS: dict[type, str] = {datetime: "datetime", date: "date", time: "time", Decimal: "decimal"}

_SEQUENCE_OF: dict[str, Callable[[Any], Any]] = {
    "tuple": tuple, "list": list, "set": set, "frozenset": frozenset,
}  # fmt: skip
_MAPPING_OF: dict[str, Callable[[Any], Any]] = {
    "dict": dict, "mapping": lambda pairs: MappingProxyType(dict(pairs)),
}  # fmt: skip
_TEXT_OF: dict[str, Callable[[str], Any]] = {
    "datetime": datetime.fromisoformat,
    "date": date.fromisoformat,
    "time": time.fromisoformat,
    "decimal": Decimal,
}


class NotPlainError(ValueError):
    """A value, or bytes read, that this form does not know."""


def dump(value: object) -> bytes:
    """Return the value as bytes; NotPlainError names a type that cannot travel."""
    return pickle.dumps(_flat(value), pickle.HIGHEST_PROTOCOL)


def load(data: bytes, trusted: tuple[str, ...]) -> Any:
    """Return the value again; NotPlainError for anything but what `dump` writes."""
    try:
        return _Builder(trusted).build(_NoNames(io.BytesIO(data)).load())
    except NotPlainError:
        raise
    except Exception as error:
        # The bytes may be anything, and so may be what reading them raises.
        raise NotPlainError(f"not readable: {type(error).__name__}") from error


def _flat(value: Any) -> Any:
    kind = type(value)
    if kind in ATOMS:
        return value
    if kind in SEQUENCES:
        return (SEQUENCES[kind], [_flat(item) for item in value])
    if kind in MAPPINGS:
        return (MAPPINGS[kind], [(_flat(key), _flat(item)) for key, item in value.items()])
    if kind in TEXTS:
        return (TEXTS[kind], str(value) if kind is Decimal else value.isoformat())
    if kind is timedelta:
        return ("timedelta", (value.days, value.seconds, value.microseconds))
    return _flat_object(value, kind)


def _flat_object(value: Any, kind: type[Any]) -> Any:
    name = (kind.__module__, kind.__qualname__)
    if isinstance(value, Enum):
        return ("enum", *name, value.name)
    if _is_frozen(kind):
        return ("value", *name, {field: _flat(getattr(value, field)) for field in _names(kind)})
    raise NotPlainError(f"a {'.'.join(name)} cannot travel")


class _Builder:
    """Builds values from flat ones."""

    def __init__(self, trusted: tuple[str, ...]) -> None:
        self.trusted = trusted

    def build(self, flat: Any) -> Any:
        if type(flat) in ATOMS:
            return flat
        tag, *rest = flat
        if tag in _SEQUENCE_OF:
            return _SEQUENCE_OF[tag](self.build(item) for item in rest[0])
        if tag in _MAPPING_OF:
            return _MAPPING_OF[tag]((self.build(key), self.build(item)) for key, item in rest[0])
        if tag in _TEXT_OF:
            return _TEXT_OF[tag](rest[0])
        if tag == "timedelta":
            return timedelta(*rest[0])
        return self._enum(*rest) if tag == "enum" else self._value(*rest)

    def _enum(self, module: str, name: str, member: str) -> Enum:
        kind = self._class(module, name)
        if not issubclass(kind, Enum):
            raise NotPlainError(f"{module}.{name} is no enum")
        return kind[member]

    def _value(self, module: str, name: str, content: dict[str, Any]) -> Any:
        kind = self._class(module, name)
        if not _is_frozen(kind) or _names(kind).keys() != content.keys():
            raise NotPlainError(f"{module}.{name} is no frozen dataclass with these fields")
        value = object.__new__(kind)
        for field, flat in content.items():
            object.__setattr__(value, field, self.build(flat))
        return value

    def _class(self, module: str, name: str) -> type[Any]:
        if module.partition(".")[0] not in self.trusted:
            raise NotPlainError(f"{module}.{name} is not of a trusted package")
        return _found(module, name)


@lru_cache(maxsize=512)
def _found(module: str, name: str) -> type[Any]:
    found: Any = importlib.import_module(module)
    for part in name.split("."):
        found = getattr(found, part)
    if not isinstance(found, type):
        raise NotPlainError(f"{module}.{name} is no class")
    return found


_fields_of: dict[type[Any], Mapping[str, None]] = {}


def _names(kind: type[Any]) -> Mapping[str, None]:
    """Return the fields of a dataclass, in their order."""
    if kind not in _fields_of:
        _fields_of[kind] = dict.fromkeys(field.name for field in fields(kind))
    return _fields_of[kind]


def _is_frozen(kind: Any) -> bool:
    return is_dataclass(kind) and bool(getattr(kind, "__dataclass_params__").frozen)  # noqa: B009


class _NoNames(pickle.Unpickler):
    """Reads atoms, lists, tuples and dictionaries; a name of a class or function is refused."""

    def find_class(self, module: str, name: str) -> Any:
        raise NotPlainError(f"the bytes name {module}.{name}")
