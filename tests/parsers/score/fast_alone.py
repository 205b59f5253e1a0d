"""`python -m tests.parsers.score.fast_alone FOLDER`: the fast reader over the folder's PDFs.

Prints the peak memory in MB of a process that reads them one after the other and does nothing else.
"""

from __future__ import annotations

import sys
from contextlib import suppress
from pathlib import Path

from parsers.pdf.fast import read_fast
from parsers.source import ReadError, SourceFile
from tests.parsers.score.peak import peak
from tests.parsers.score.store import stored


def main(folder: Path) -> None:
    highest = 0.0
    for _, document in stored(folder):
        if document.kind == "pdf":
            for file in document.files:
                with suppress(ReadError):
                    read_fast(SourceFile(*file))
            highest = peak()  # not later: a scan that is only loaded takes more
    print(highest)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
