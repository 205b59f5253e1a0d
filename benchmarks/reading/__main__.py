"""`python -m benchmarks.reading [--json]`: CPU milliseconds a page and peak memory, by reader.

Each reader runs in a process of its own over the same letter with a list on ten pages, once to
warm up and then several times; the median is told. `look` draws the pages that the fast one has
read and looks at their figures and letters; `both` is a whole reading, compared and looked at. The
fast one also reads a folder of requests by three producers, one after the other, and once more with
what their cells mean. Memory is the whole process's, Python included.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks.cpu import milliseconds, peak_megabytes
from parsers import SourceFile
from parsers.reading import Reading

ROUNDS = 7
READERS = ("nothing", "fast", "look", "second", "both")
PRODUCERS = ("typst", "reportlab", "weasyprint")
MANY = "fast, many files"
MEANT = "with meaning"
ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1"}  # as in mailbot's reader child


def main() -> None:
    """Print one table, or one JSON value with --json."""
    if "--measure" in sys.argv:
        print(json.dumps(_measured(sys.argv[-2], Path(sys.argv[-1]))))
        return
    figures = {}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "list.pdf"
        path.write_bytes(_letter())
        many = dict.fromkeys((MANY, MEANT), _many(folder))
        for reader, source in {**dict.fromkeys(READERS, path), **many}.items():
            command = [sys.executable, "-m", "benchmarks.reading", "--measure", reader, str(source)]
            done = subprocess.run(
                command, check=True, capture_output=True, text=True, env=os.environ | ONE_THREAD
            )
            figures[reader] = json.loads(done.stdout)
    if "--json" in sys.argv:
        print(json.dumps(figures, indent=1))
        return
    for reader, (cpu, pages, peak) in figures.items():
        print(f"{reader:<17} {cpu:7.1f} ms CPU/page  {pages:3d} pages  {peak:5.0f} MB")


def _letter() -> bytes:
    """Return a letter with a long list: what a large agency sends."""
    from tests.parsers.corpus.corpus import laid_out  # noqa: PLC0415 - not in what is measured
    from tests.parsers.corpus.layouts import LAYOUTS  # noqa: PLC0415
    from tests.parsers.corpus.typeset import typeset  # noqa: PLC0415

    paper = laid_out(random.Random(7), LAYOUTS["long_table"], (("new", "individual"),) * 4, 14)
    return typeset(paper.drawn(size=9.0))


def _many(folder: str) -> Path:
    """Return a folder of requests, as the generator of the tests has several programs make them."""
    from tests.parsers.corpus.documents import documents  # noqa: PLC0415 - not in what is measured

    made = Path(folder) / "many"
    made.mkdir()
    for index, document in enumerate(documents(7, PRODUCERS, ("lists", "negatives"), 4)):
        (made / f"{index}.pdf").write_bytes(document.files[0][1])
    return made


def _measured(reader: str, path: Path) -> tuple[float, int, float]:
    """Return CPU milliseconds a page, the pages, and the process's peak memory in MB."""
    files = sorted(path.iterdir()) if path.is_dir() else [path]
    pages, read = _reader(reader, [SourceFile(one.name, one.read_bytes()) for one in files])
    return milliseconds(read, ROUNDS) / max(pages, 1), pages, peak_megabytes(os.getpid())


def _reader(name: str, files: Sequence[SourceFile]) -> tuple[int, Callable[[], object]]:
    file = files[0]
    if name == "nothing":
        return 0, lambda: None
    from parsers.pdf.fast import read_fast  # noqa: PLC0415 - only what is measured is loaded

    pages = sum(_pages(read_fast(one)) for one in files)
    if name in (MANY, MEANT):
        read = read_fast if name == MANY else _with_meaning(read_fast)
        return pages, lambda: _one_after_the_other(read, files)
    if name == "fast":
        return pages, lambda: read_fast(file)
    if name == "look":
        from parsers.pdf.shown import shown_otherwise  # noqa: PLC0415

        stated = read_fast(file).stated
        return pages, lambda: list(shown_otherwise(stated, ()))
    if name == "second":
        from parsers.pdf.plumber import read_plumber  # noqa: PLC0415

        return pages, lambda: read_plumber(file, range(1, pages + 1))
    from parsers import read_request  # noqa: PLC0415

    return pages, lambda: read_request([file])


def _with_meaning(read: Callable[[SourceFile], Reading]) -> Callable[[SourceFile], object]:
    from parsers.interpret import interpret  # noqa: PLC0415 - only what is measured is loaded

    return lambda file: interpret([read(file)])


def _one_after_the_other(read: Callable[[SourceFile], object], files: Sequence[SourceFile]) -> None:
    """Read all files, and keep nothing of them."""
    for file in files:
        read(file)


def _pages(reading: Reading) -> int:
    return max((block.place.page or 1 for block in reading.blocks), default=1)


if __name__ == "__main__":
    main()
