"""The languages scans are read in, and whether this machine has their data."""

from __future__ import annotations

from pathlib import Path

LANGUAGES = ("vie", "eng")
# Where Debian's tesseract-ocr-vie and tesseract-ocr-eng put their data, newest first.
DATA = (Path("/usr/share/tesseract-ocr/5/tessdata"), Path("/usr/share/tesseract-ocr/4.00/tessdata"))


def missing_languages() -> tuple[str, ...]:
    """Return the languages whose data this machine lacks; with any, nothing can be recognised."""
    folder = data_folder()
    return tuple(
        name
        for name in LANGUAGES
        if folder is None or not (folder / f"{name}.traineddata").exists()
    )


def data_folder() -> Path | None:
    """Return where the data lies, or None."""
    return next((folder for folder in DATA if (folder / "vie.traineddata").exists()), None)
