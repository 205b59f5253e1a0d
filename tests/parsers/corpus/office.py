"""LibreOffice as a converter: many files in one run, as its start is what costs."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.made_once import made_once

AT_ONCE = 100
"""It may stop without a word after some two hundred files."""


def convert(files: Mapping[str, bytes], target: str, folder: Path) -> dict[str, bytes]:
    """Return the files converted, by name with the new suffix; `target` is e.g. "pdf"."""
    source, out = folder / "in", folder / "out"
    source.mkdir(parents=True, exist_ok=True)
    out.mkdir(exist_ok=True)
    for name, data in files.items():
        (source / name).write_bytes(data)
    names = list(files)
    for start in range(0, len(names), AT_ONCE):
        _run(target, folder, [source / name for name in names[start : start + AT_ONCE]])
    return {path.name: path.read_bytes() for path in sorted(out.iterdir())}


def convert_once(
    factory: pytest.TempPathFactory, name: str, files: Mapping[str, bytes], target: str
) -> dict[str, bytes]:
    """Return the same files, the same for all workers, converted by the worker that is first."""
    folder = made_once(factory, name, lambda folder: convert(files, target, folder))
    return {path.name: path.read_bytes() for path in sorted((folder / "out").iterdir())}


def _run(target: str, folder: Path, sources: list[Path]) -> None:
    home = f"-env:UserInstallation=file://{folder}/profile"
    options = ["--headless", "--convert-to", target, "--outdir", str(folder / "out")]
    subprocess.run(
        ["soffice", home, *options, *map(str, sources)],
        check=True,
        capture_output=True,
        timeout=300,
    )
