"""`python -m tests.parsers.score [--seed N] [--group NAME] [--producer NAME] [--no-peers]`.

Makes the corpus of the seed where it is not yet there, reads it with every reader of every kind of
file, each in a process of its own, and prints the counts. Exit code 1 where a bar does not hold.
"""

from __future__ import annotations

import argparse
import pickle
import subprocess
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

from tests.parsers.score import report
from tests.parsers.score.readers import NAMES
from tests.parsers.score.report import Documents, Runs
from tests.parsers.score.run import Run
from tests.parsers.score.store import corpus_folder, stored


def main() -> int:
    options = _options()
    folder = corpus_folder(options.seed)
    documents = {
        name: document
        for name, document in stored(folder)
        if options.group in ("", document.group) and options.producer in ("", document.producer)
    }
    kinds = {document.kind for document in documents.values()}
    runs: Runs = {
        (kind, reader): _run(kind, reader, folder)
        for kind, reader in NAMES
        if kind in kinds and (options.peers or reader == "both" or (kind, reader) == report.FAST)
    }
    if report.FAST in runs:
        runs[report.FAST] = replace(runs[report.FAST], alone=_alone(folder))
    rows = sum(document.rows for document in documents.values())
    layouts = {document.layout for document in documents.values()}
    print(f"seed {options.seed}: {len(documents)} documents, {len(layouts)} layouts, {rows} rows")
    report.by_reader(documents, runs)
    report.by(documents, runs, "group", lambda document: document.group)
    report.by(documents, runs, "producer", lambda document: document.producer)
    report.by_layout(documents, runs)
    report.by_facts(documents, runs, "producer", lambda document: document.producer)
    report.by_facts(documents, runs, "layout", lambda document: document.layout, odd=True)
    if options.peers:
        _beside_camelot(documents, runs, options.camelot_every)
    report.faults(documents, runs, options.faults)
    return report.bars(documents, runs, options.allowance)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--group", default="")
    parser.add_argument("--producer", default="")
    parser.add_argument("--faults", type=int, default=20)
    parser.add_argument("--no-peers", dest="peers", action="store_false")
    parser.add_argument(
        "--camelot-every", type=int, default=7, help="it takes a second a page: every so many PDFs"
    )
    parser.add_argument(
        "--allowance", type=float, default=1.0, help="a busy machine: CPU may be so many times more"
    )
    return parser.parse_args()


def _run(kind: str, reader: str, folder: Path) -> Run:
    with tempfile.NamedTemporaryFile() as out:
        module = "tests.parsers.score.run"
        subprocess.run([sys.executable, "-m", module, reader, kind, folder, out.name], check=True)
        found = pickle.loads(Path(out.name).read_bytes())
    assert isinstance(found, Run)
    return found


def _alone(folder: Path) -> tuple[float, float]:
    """Return the peak in MB and the CPU seconds of the fast reader alone."""
    command = [sys.executable, "-m", "tests.parsers.score.fast_alone", str(folder)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    peak, seconds = map(float, done.stdout.split())
    return peak, seconds


def _beside_camelot(documents: Documents, runs: Runs, every: int) -> None:
    from tests.parsers.score.beside_camelot import PYTHON, camelot_run  # noqa: PLC0415 - heavy

    if not PYTHON.exists():
        print("camelot: not installed (.ci/peers)\n")
        return
    pdfs = [
        name
        for name, document in documents.items()
        if document.kind == "pdf" and len(document.files) == 1
    ]
    sample = {name: documents[name] for name in pdfs[::every]}
    report.beside_camelot(sample, len(pdfs), runs, camelot_run(sample))


if __name__ == "__main__":
    sys.exit(main())
