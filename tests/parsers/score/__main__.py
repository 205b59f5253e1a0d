"""`python -m tests.parsers.score [--seed N] [--group NAME] [--producer NAME] [--no-peers]`.

Makes the corpus of the seed where it is not yet there, reads it with every reader, each in a
process of its own, and prints the counts. Exit code 1 where a bar does not hold.
"""

from __future__ import annotations

import argparse
import pickle
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path

from parsers import SourceFile
from tests.parsers.corpus.document import Document
from tests.parsers.score.mark import Mark, mark
from tests.parsers.score.readers import pages_of
from tests.parsers.score.run import Run
from tests.parsers.score.store import corpus_folder, stored

OURS = ("both", "first", "second")
EVERY = 7

Documents = dict[str, Document]


def main() -> int:
    options = _options()
    folder = corpus_folder(options.seed)
    documents = {
        name: document
        for name, document in stored(folder)
        if options.group in ("", document.group) and options.producer in ("", document.producer)
    }
    runs = {reader: _run(reader, folder) for reader in (OURS if options.peers else OURS[:1])}
    if options.peers:
        runs["pdfplumber"] = _run("pdfplumber", folder)
    rows = sum(document.rows for document in documents.values())
    layouts = {document.layout for document in documents.values()}
    print(f"seed {options.seed}: {len(documents)} documents, {len(layouts)} layouts, {rows} rows\n")
    _by_reader(documents, runs)
    _by(documents, runs["both"], "group", lambda document: document.group)
    _by(documents, runs["both"], "producer", lambda document: document.producer)
    if options.layouts:
        _by(documents, runs["both"], "layout", lambda document: document.layout)
    if options.peers:
        _beside_camelot(documents, runs)
    _faults(documents, runs["both"], options.faults)
    return _bars(documents, runs["both"])


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--group", default="")
    parser.add_argument("--producer", default="")
    parser.add_argument("--faults", type=int, default=20)
    parser.add_argument("--layouts", action="store_true")
    parser.add_argument("--no-peers", dest="peers", action="store_false")
    return parser.parse_args()


def _run(reader: str, folder: Path) -> Run:
    with tempfile.NamedTemporaryFile() as out:
        command = [sys.executable, "-m", "tests.parsers.score.run", reader, str(folder), out.name]
        subprocess.run(command, check=True)
        found = pickle.loads(Path(out.name).read_bytes())
    assert isinstance(found, Run)
    return found


HEAD = (
    f"{'':<34} {'docs':>5} {'rows':>6} {'exact':>8} {'fields':>8} {'false':>6} {'silent':>6} "
    f"{'unmarked':>8} {'flagged':>8} {'neg':>8} {'digits':>8}"
)


def _line(name: str, total: Mark) -> str:
    return (
        f"{name:<34} {total.documents:>5} {total.rows:>6} {_share(total.exact, total.rows):>8} "
        f"{_share(total.right, total.cells):>8} {total.false_rows:>6} {total.silent:>6} "
        f"{total.unmarked:>8} {_share(total.over_flagged, total.clean):>8} "
        f"{total.negatives_right:>5}/{total.negatives:<2} "
        f"{_share(total.digits_right, total.digits):>8}"
    )


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.2f}%" if whole else "-"


def _total(documents: Documents, run: Run, names: Iterable[str]) -> Mark:
    marks = [mark(documents[name], run.requests[name]) for name in names if name in run.requests]
    return sum(marks, Mark())


def _by_reader(documents: Documents, runs: dict[str, Run]) -> None:
    print(f"{HEAD} {'ms/page':>8} {'peak MB':>8}")
    pages = {
        name: sum(pages_of(SourceFile(*file)) for file in document.files)
        for name, document in documents.items()
        if document.is_pdf
    }
    for kind, names in (
        ("PDF", list(pages)),
        ("docx, xlsx", [name for name in documents if name not in pages]),
    ):
        for reader, run in runs.items():
            if not any(name in run.requests for name in names):
                continue
            line = _line(f"{kind}: {reader}", _total(documents, run, names))
            count = sum(pages.get(name, 1) for name in names)
            spent = 1000 * sum(run.seconds[name] for name in names)
            print(f"{line} {spent / count:>8.1f} {run.peak:>8.0f}")
    print()


def _by(documents: Documents, run: Run, what: str, key: Callable[[Document], str]) -> None:
    named: dict[str, list[str]] = defaultdict(list)
    for name, document in documents.items():
        named[key(document)].append(name)
    print(f"both readers by {what}\n{HEAD}")
    for value, names in sorted(named.items()):
        print(_line(value, _total(documents, run, names)))
    print()


def _beside_camelot(documents: Documents, runs: dict[str, Run]) -> None:
    from tests.parsers.score.beside_camelot import PYTHON, camelot_run  # noqa: PLC0415 - heavy

    if not PYTHON.exists():
        print("camelot: not installed (.ci/peers)\n")
        return
    pdfs = [name for name, document in documents.items() if document.is_pdf]
    sample = {name: documents[name] for name in pdfs[::EVERY]}
    camelot = camelot_run(sample)
    print(f"beside camelot, on every {EVERY}th PDF\n{HEAD} {'ms/page':>8} {'peak MB':>8}")
    names = list(camelot.seconds)
    pages = sum(pages_of(SourceFile(*documents[name].files[0])) for name in names)
    for reader, run in {**runs, "camelot": camelot}.items():
        spent = 1000 * sum(run.seconds[name] for name in names)
        line = _line(reader, _total(documents, run, names))
        print(f"{line} {spent / pages:>8.1f} {run.peak:>8.0f}")
    print()


def _faults(documents: Documents, run: Run, most: int) -> None:
    """Print the documents that were read otherwise than they should be."""
    shown = 0
    for name, document in documents.items():
        if name in run.crashed:
            if shown < most:
                shown += 1
                print(f"CRASHED {name} {document.producer}: {document.layout} {run.crashed[name]}")
            continue
        got = mark(document, run.requests[name])
        word = _fault(got)
        if word and shown < most:
            shown += 1
            codes = sorted({flag.code.value for flag in run.requests[name].flags})
            print(f"{word:<12} {name} {document.producer}: {document.layout} {codes}")


def _fault(got: Mark) -> str:
    if got.silent:
        return "SILENT"
    if got.false_rows:
        return "FALSE ROWS"
    if got.unmarked:
        return "UNMARKED"
    if got.negatives and not got.negatives_right:
        return "NEGATIVE"
    if got.rows and not got.whole:
        return "wrong"
    return "over-flagged" if got.over_flagged else ""


def _bars(documents: Documents, run: Run) -> int:
    """Print what does not hold; return the exit code."""
    total = _total(documents, run, documents)
    clean = [name for name, document in documents.items() if document.verdict == "clean"]
    ruled = _total(documents, run, clean)
    broken = [
        text
        for text, holds in (
            ("silent errors", total.silent == 0),
            ("wrong rows no flag speaks of", total.unmarked == 0),
            ("false rows", total.false_rows == 0),
            ("a crash", not run.crashed),
            ("ruled lists below 99.9 % exact", ruled.exact >= 0.999 * ruled.rows),
            ("more than 3 % of clean documents flagged", ruled.over_flagged <= 0.03 * ruled.clean),
            ("a negative taken for a request", total.negatives == total.negatives_right),
        )
        if not holds
    ]
    for text in broken:
        print(f"BAR BROKEN: {text}")
    return int(bool(broken))


if __name__ == "__main__":
    sys.exit(main())
