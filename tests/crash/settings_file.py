"""The settings of a world as the file a real process reads."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from mailbot.settings import Settings


def write_settings(settings: Settings, path: Path, **sections: dict[str, Any]) -> Path:
    """Write the settings as TOML; keywords change keys of sections."""
    values = settings.model_dump(mode="json")
    for name, changed in sections.items():
        values[name] |= changed
    plain = [f"{key} = {_toml(value)}" for key, value in values.items() if _is_plain(value)]
    tables = [line for key, value in values.items() if isinstance(value, dict)
              for line in _section(key, value)]  # fmt: skip
    path.write_text("\n".join([*plain, *tables]) + "\n", "utf-8")
    return path


def _section(name: str, values: dict[str, Any]) -> Iterator[str]:
    yield f"[{name}]"
    for key, value in values.items():
        if isinstance(value, dict):
            inner = ", ".join(f"{k} = {_toml(v)}" for k, v in value.items() if v is not None)
            yield f"{key} = {{{inner}}}"
        elif _is_plain(value):
            yield f"{key} = {_toml(value)}"


def _is_plain(value: object) -> bool:
    return value is not None and not isinstance(value, dict)


def _toml(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False)
    # A date or a time is written without quotes.
    bare = text.strip('"')
    is_time = isinstance(value, str) and (bare.replace(":", "").isdigit() and bare.count(":") == 2)
    is_date = isinstance(value, str) and bare.replace("-", "").isdigit() and bare.count("-") == 2
    return bare if is_time or is_date else text
