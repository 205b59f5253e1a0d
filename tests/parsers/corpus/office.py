"""LibreOffice as a converter: many files in one run, as its start is what costs."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from pathlib import Path


def convert(files: Mapping[str, bytes], target: str, folder: Path) -> dict[str, bytes]:
    """Return the files converted, by name with the new suffix; `target` is e.g. "pdf"."""
    source, out = folder / "in", folder / "out"
    source.mkdir(parents=True, exist_ok=True)
    out.mkdir(exist_ok=True)
    for name, data in files.items():
        (source / name).write_bytes(data)
    subprocess.run(
        [
            "soffice",
            f"-env:UserInstallation=file://{folder}/profile",
            "--headless",
            "--convert-to",
            target,
            "--outdir",
            str(out),
            *(str(source / name) for name in files),
        ],
        check=True,
        capture_output=True,
        timeout=300,
    )
    return {path.name: path.read_bytes() for path in sorted(out.iterdir())}
