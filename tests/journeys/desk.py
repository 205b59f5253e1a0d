"""The desk of an officer: the commands as they are typed, with what they print."""

from __future__ import annotations

import json
from contextlib import redirect_stdout
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

from mailbot.__main__ import main
from tests.journeys.world import World

OFFICER = "Lê Thị Cán Bộ"
SECOND = "Phan Văn Kiểm"


@dataclass(frozen=True)
class Desk:
    """Runs commands with the settings of a world."""

    settings: Path

    def value(self, *arguments: str) -> Any:
        """Return the one JSON value a command prints."""
        return json.loads(self.text(*arguments, "--json"))

    def refusal(self, *arguments: str) -> str:
        """Return the message of a command that must not succeed."""
        return str(self.value(*arguments)["error"]["message"])

    def text(self, *arguments: str) -> str:
        """Return what a command prints for people."""
        with redirect_stdout(StringIO()) as printed:
            main([*arguments, "--settings", str(self.settings)])
        return printed.getvalue()


def desk_of(world: World, folder: Path) -> Desk:
    """Return a desk that works on this world's database."""
    values = world.house.settings.model_dump(mode="json", exclude_defaults=True, exclude_none=True)
    path = folder / "mailbot.toml"
    path.write_text(_toml(values), "utf-8")
    return Desk(path)


def _toml(values: dict[str, Any]) -> str:
    plain = {name: value for name, value in values.items() if not isinstance(value, dict)}
    sections = {name: value for name, value in values.items() if isinstance(value, dict)}
    lines = [f"{name} = {_inline(value)}" for name, value in plain.items()]
    for name, section in sections.items():
        lines += ["", f"[{name}]", *(f"{key} = {_inline(one)}" for key, one in section.items())]
    return "\n".join(lines) + "\n"


def _inline(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key} = {_inline(one)}" for key, one in value.items()) + "}"
    return json.dumps(value, ensure_ascii=False)
