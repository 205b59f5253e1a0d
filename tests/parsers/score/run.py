"""`python -m tests.parsers.score.run READER KIND FOLDER OUT`: one reader, one kind of file.

In a process of its own, so that its memory is nobody else's.
"""

from __future__ import annotations

import pickle
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

from parsers import RequestList, SourceFile
from tests.parsers.score.peak import peak
from tests.parsers.score.readers import READERS
from tests.parsers.score.store import stored


@dataclass(frozen=True)
class Run:
    """What a reader returned for each document, what it took, and the process's peak memory.

    `empty` is the memory before the first document, `alone` the peak and the CPU seconds of another
    process that reads the same and keeps nothing, with none of what judges it loaded.
    """

    requests: dict[str, RequestList]
    seconds: dict[str, float]
    peak: float
    empty: float = 0.0
    alone: tuple[float, float] = (0.0, 0.0)
    crashed: dict[str, str] = field(default_factory=dict)


def run(reader: str, kind: str, folder: Path) -> Run:
    """Return the reader's results over the folder's documents of a kind."""
    read = READERS[reader]
    requests: dict[str, RequestList] = {}
    seconds: dict[str, float] = {}
    crashed: dict[str, str] = {}
    empty = peak()
    for name, document in stored(folder):
        if document.kind != kind:
            continue
        files = [SourceFile(*file) for file in document.files]
        started = time.process_time()
        try:
            requests[name] = read(files)
        except Exception as error:  # noqa: BLE001 - a crash is a result, and the worst
            crashed[name] = repr(error)
        seconds[name] = time.process_time() - started
    return Run(requests, seconds, peak(), empty, crashed=crashed)


if __name__ == "__main__":
    _, asked, of_kind, documents, out = sys.argv
    Path(out).write_bytes(pickle.dumps(run(asked, of_kind, Path(documents))))
