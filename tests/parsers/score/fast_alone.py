"""`python -m tests.parsers.score.fast_alone FOLDER`: the fast reader over the folder's PDFs.

Prints the peak memory in MB, and the CPU seconds, of a process that reads them one after the other
and does nothing else: what the cells mean is asked of both readers' grids alike.
"""

from __future__ import annotations

import sys
import time
from contextlib import suppress
from pathlib import Path

from parsers.pdf.fast import read_fast
from parsers.source import ReadError, SourceFile
from tests.parsers.score.peak import peak
from tests.parsers.score.store import stored


def main(folder: Path) -> None:
    highest, seconds = 0.0, 0.0
    for _, document in stored(folder):
        if document.kind == "pdf":
            for file in document.files:
                started = time.process_time()
                with suppress(ReadError):
                    read_fast(SourceFile(*file))
                seconds += time.process_time() - started
            highest = peak()  # not later: a scan that is only loaded takes more
    print(highest, seconds)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
