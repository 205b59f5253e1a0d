"""A folder nobody may look into. Tests may run as root, whom no mode keeps out."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import Any

import pytest

from mailbot import defaults, words


def close(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let nobody list the folder, nor take anything out of it."""

    def closed(really: Any) -> Any:
        def asked(path: Any, *given: Any, **named: Any) -> Any:
            if folder in (Path(path), Path(path).parent):
                raise PermissionError(errno.EACCES, "Permission denied", str(path))
            return really(path, *given, **named)

        return asked

    for name in ("listdir", "scandir", "unlink"):
        monkeypatch.setattr(os, name, closed(getattr(os, name)))


def close_operators(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let this folder be the one of the operator's own files, and nobody look into it."""

    def closed(really: Any) -> Any:
        def asked(path: Path, *given: Any, **named: Any) -> Any:
            if folder in path.parents:
                raise PermissionError(errno.EACCES, "Permission denied", str(path))
            return really(path, *given, **named)

        return asked

    for name in ("exists", "glob", "read_text", "read_bytes"):
        monkeypatch.setattr(Path, name, closed(getattr(Path, name)))
    monkeypatch.setattr(defaults, "OVERRIDES", folder)
    monkeypatch.setattr(words, "OVERRIDES", folder)
