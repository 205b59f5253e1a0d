"""Corpora on disk, one a seed: made once, read by every reader in a process of its own."""

from __future__ import annotations

import hashlib
import pickle
from collections.abc import Iterator
from pathlib import Path

from tests.parsers.corpus.document import Document

ROOT = Path(__file__).parents[3]
SOURCES = ROOT / "tests" / "parsers" / "corpus"
BUILD = ROOT / "build" / "corpus"


def corpus_folder(seed: int) -> Path:
    """Return the folder of the seed's documents, making them where the generator has changed."""
    sources = b"".join(path.read_bytes() for path in sorted(SOURCES.glob("*.py")))
    folder = BUILD / f"{seed}-{hashlib.sha256(sources).hexdigest()[:12]}"
    if not (folder / "whole").exists():
        _make(seed, folder)
    return folder


def _make(seed: int, folder: Path) -> None:
    # What makes documents is heavy, and the readers' processes must not carry it.
    from tests.parsers.corpus.documents import documents  # noqa: PLC0415

    folder.mkdir(parents=True, exist_ok=True)
    for index, document in enumerate(documents(seed)):
        (folder / f"{index:05d}.document").write_bytes(pickle.dumps(document))
    (folder / "whole").touch()


def stored(folder: Path) -> Iterator[tuple[str, Document]]:
    """Yield the documents with their names, one at a time."""
    for path in sorted(folder.glob("*.document")):
        document = pickle.loads(path.read_bytes())
        assert isinstance(document, Document)
        yield path.stem, document
