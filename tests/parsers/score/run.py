"""`python -m tests.parsers.score.run READER FOLDER OUT`: one reader in a process of its own."""

from __future__ import annotations

import pickle
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

from parsers import RequestList, SourceFile
from tests.parsers.score.readers import READERS
from tests.parsers.score.store import stored


@dataclass(frozen=True)
class Run:
    """What a reader returned for each document, what it took, and the process's peak memory."""

    requests: dict[str, RequestList]
    seconds: dict[str, float]
    peak: float
    crashed: dict[str, str] = field(default_factory=dict)


def run(reader: str, folder: Path) -> Run:
    """Return the reader's results over the folder's documents."""
    read = READERS[reader]
    requests: dict[str, RequestList] = {}
    seconds: dict[str, float] = {}
    crashed: dict[str, str] = {}
    for name, document in stored(folder):
        if reader == "pdfplumber" and not document.is_pdf:
            continue
        files = [SourceFile(*file) for file in document.files]
        started = time.process_time()
        try:
            requests[name] = read(files)
        except Exception as error:  # noqa: BLE001 - a crash is a result, and the worst
            crashed[name] = repr(error)
        seconds[name] = time.process_time() - started
    return Run(requests, seconds, _peak(), crashed)


def _peak() -> float:
    """Return the peak in MB of this program itself: rusage counts the parent's before exec too."""
    return int(Path("/proc/self/status").read_text().split("VmHWM:")[1].split()[0]) / 1024


if __name__ == "__main__":
    Path(sys.argv[3]).write_bytes(pickle.dumps(run(sys.argv[1], Path(sys.argv[2]))))
