"""What the readers made of a corpus, as tables to read and bars that hold or not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator

from parsers import SourceFile
from tests.parsers.corpus.document import Document
from tests.parsers.score.facts import (
    NAMES,
    Fact,
    Tally,
    is_proposed,
    shortfalls,
    tally,
    total,
    wrong_facts,
)
from tests.parsers.score.mark import Mark, mark
from tests.parsers.score.readers import NAMES as READER_NAMES
from tests.parsers.score.readers import pages_of
from tests.parsers.score.run import Run

Documents = dict[str, Document]
Runs = dict[tuple[str, str], Run]
"""By kind of file and reader."""

HEAD = (
    f"{'':<36} {'docs':>5} {'rows':>6} {'exact':>8} {'fields':>8} {'false':>6} {'silent':>6} "
    f"{'unmarked':>8} {'flagged':>8} {'neg':>8} {'digits':>8}"
)
COST = f"{'ms/page':>8} {'MB':>5} {'of it empty':>12}"
FAST, FAST_MS, FAST_MB, ENOUGH = ("pdf", "first"), 15.0, 60.0, 100
READERS = ("both", "first", "second", "pdfplumber")


def by_reader(documents: Documents, runs: Runs) -> None:
    """Print a line for each reader of each kind of file, with what it costs."""
    for (kind, reader), run in runs.items():
        if reader == "both":
            print(f"\n{kind}\n{HEAD} {COST}")
        line = _line(READER_NAMES[kind, reader], _total(documents, run, run.seconds))
        cost = _ms_a_page(documents, run, run.seconds)
        print(f"{line} {cost:>8.1f} {run.peak:>5.0f} {run.empty:>12.0f}")
    print()


def by(documents: Documents, runs: Runs, what: str, key: Callable[[Document], str]) -> None:
    """Print a line for each group of documents, as both readers together read them."""
    print(f"as mailbot reads, by {what}\n{HEAD}")
    for value, names in _grouped(documents, key).items():
        print(_line(value, _together(documents, runs, names)))
    print()


def by_facts(
    documents: Documents,
    runs: Runs,
    what: str,
    key: Callable[[Document], str],
    *,
    odd: bool = False,
) -> None:
    """Print for each group of documents which shares of the letter's facts mailbot finds.

    Behind a share stands how many were read wrongly; `odd` leaves out groups that lack nothing.
    """
    heads = "".join(f" {name.removeprefix('counted_'):>13}" for name in NAMES)
    print(f"the letter's facts that are found, by {what}\n{'':<36}{heads}")
    for value, names in _grouped(documents, key).items():
        found = _facts(documents, runs, names)
        if odd and all(fact is Fact.RIGHT for _, fact in found):
            continue
        shares = "".join(f" {_fact_share(found, name):>13}" for name in NAMES)
        print(f"{value:<36}{shares}")
    print()


def _facts(documents: Documents, runs: Runs, names: Iterable[str]) -> Tally:
    wanted = list(names)
    return total(
        tally(documents[name], run.requests[name])
        for (_, reader), run in runs.items()
        if reader == "both"
        for name in _read(documents, run, wanted)
    )


def _fact_share(found: Tally, name: str) -> str:
    share = _share(found[name, Fact.RIGHT], sum(found[name, fact] for fact in Fact))
    wrong = found[name, Fact.WRONG]
    return f"{share} ({wrong})" if wrong else share


def by_layout(documents: Documents, runs: Runs) -> None:
    """Print for each layout what mailbot reads, and how many rows each reader alone has exact."""
    readers = [reader for reader in READERS if any(name == reader for _, name in runs)]
    alone = "".join(f" {reader:>10}" for reader in readers)
    print(f"by layout, exact rows by reader\n{HEAD} {'ms/page':>8}{alone}")
    for layout, names in _grouped(documents, lambda document: document.layout).items():
        line = _line(layout, _together(documents, runs, names))
        cost = _ms_together(documents, runs, names)
        shares = "".join(f" {_exact(documents, runs, names, reader):>10}" for reader in readers)
        print(f"{line} {cost:>8.1f}{shares}")
    print()


def beside_camelot(sample: Documents, of: int, runs: Runs, camelot: Run) -> None:
    """Print what every reader of PDFs made of the documents that camelot read."""
    print(f"beside camelot, on {len(sample)} of {of} PDFs\n{HEAD} {'ms/page':>8} {'MB':>5}")
    lines = {
        READER_NAMES[kind, reader]: run for (kind, reader), run in runs.items() if kind == "pdf"
    }
    for name, run in {**lines, "camelot by its defaults": camelot}.items():
        line = _line(name, _total(sample, run, camelot.seconds))
        print(f"{line} {_ms_a_page(sample, run, camelot.seconds):>8.1f} {run.peak:>5.0f}")
    print()


def faults(documents: Documents, runs: Runs, most: int) -> None:
    """Print the documents that were read otherwise than they should be."""
    lines = (_fault_line(name, document, runs) for name, document in documents.items())
    for line in [line for line in lines if line][:most]:
        print(line)


def bars(documents: Documents, runs: Runs, allowance: float) -> int:
    """Print what does not hold; return the exit code. A busy machine may take `allowance` times
    the CPU.
    """
    whole = _together(documents, runs, documents)
    clean = [name for name, document in documents.items() if document.verdict == "clean"]
    ruled = _together(documents, runs, clean)
    scans = _together(documents, runs, [n for n, d in documents.items() if d.kind == "scan"])
    crashed = any(run.crashed for (_, reader), run in runs.items() if reader == "both")
    broken = [
        text
        for text, holds in (
            ("silent errors", whole.silent == 0),
            ("wrong rows no flag speaks of", whole.unmarked == 0),
            ("false rows", whole.false_rows == 0),
            ("a crash", not crashed),
            ("ruled lists below 99.9 % exact", ruled.exact >= 0.999 * ruled.rows),
            ("more than 3 % of clean documents flagged", ruled.over_flagged <= 0.03 * ruled.clean),
            ("a negative taken for a request", whole.negatives == whole.negatives_right),
            ("scans below 99 % of digits", scans.digits_right >= 0.99 * scans.digits),
            *_fact_bars(documents, runs),
            *_cost_bars(documents, runs, allowance),
        )
        if not holds
    ]
    for text in broken:
        print(f"BAR BROKEN: {text}")
    return int(bool(broken))


def _fact_bars(documents: Documents, runs: Runs) -> Iterator[tuple[str, bool]]:
    """Yield what must hold of the letters' facts."""
    typed = [
        name
        for (_, reader), run in runs.items()
        for name in _read(documents, run, documents)
        if reader == "both" and not is_proposed(run.requests[name])
    ]
    found = _facts(documents, runs, typed)
    yield "a fact of a letter read wrongly", not any(fact is Fact.WRONG for _, fact in found)
    clean = [name for name in typed if documents[name].verdict == "clean"]
    for name in shortfalls(_facts(documents, runs, clean)):
        yield f"below 99 % of {name} found", False


def _cost_bars(documents: Documents, runs: Runs, allowance: float) -> Iterator[tuple[str, bool]]:
    """Yield what the fast reader must keep to; over a few pages its start is all that counts."""
    run = runs.get(FAST)
    if run is None or len(_read(documents, run, documents)) < ENOUGH:
        return
    peak, seconds = run.alone
    pages = sum(_pages(documents[name]) for name in _read(documents, run, documents))
    cost = 1000 * seconds / pages
    yield f"the fast reader's CPU: {cost:.1f} ms a page", cost <= FAST_MS * allowance
    yield f"the fast reader's memory: {peak:.0f} MB", peak <= FAST_MB


def _line(name: str, total: Mark) -> str:
    return (
        f"{name:<36} {total.documents:>5} {total.rows:>6} {_share(total.exact, total.rows):>8} "
        f"{_share(total.right, total.cells):>8} {total.false_rows:>6} {total.silent:>6} "
        f"{total.unmarked:>8} {_share(total.over_flagged, total.clean):>8} "
        f"{total.negatives_right:>5}/{total.negatives:<2} "
        f"{_share(total.digits_right, total.digits):>8}"
    )


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.2f}%" if whole else "-"


def _grouped(documents: Documents, key: Callable[[Document], str]) -> dict[str, list[str]]:
    named: dict[str, list[str]] = defaultdict(list)
    for name, document in documents.items():
        named[key(document)].append(name)
    return dict(sorted(named.items()))


def _total(documents: Documents, run: Run, names: Iterable[str]) -> Mark:
    marks = [mark(documents[name], run.requests[name]) for name in _read(documents, run, names)]
    return sum(marks, Mark())


def _together(documents: Documents, runs: Runs, names: Iterable[str], reader: str = "both") -> Mark:
    """Return the counts over all kinds of file."""
    wanted = list(names)
    totals = [_total(documents, run, wanted) for (_, one), run in runs.items() if one == reader]
    return sum(totals, Mark())


def _exact(documents: Documents, runs: Runs, names: Iterable[str], reader: str) -> str:
    total = _together(documents, runs, names, reader)
    return _share(total.exact, total.rows)


def _read(documents: Documents, run: Run, names: Iterable[str]) -> list[str]:
    return [name for name in names if name in documents and name in run.requests]


def _ms_a_page(documents: Documents, run: Run, names: Iterable[str]) -> float:
    read = _read(documents, run, names)
    pages = sum(_pages(documents[name]) for name in read)
    return 1000 * sum(run.seconds[name] for name in read) / max(pages, 1)


def _ms_together(documents: Documents, runs: Runs, names: list[str]) -> float:
    pages = sum(_pages(documents[name]) for name in names)
    spent = [run.seconds.get(n, 0.0) for (_, r), run in runs.items() if r == "both" for n in names]
    return 1000 * sum(spent) / max(pages, 1)


def _pages(document: Document) -> int:
    """Return how many pages a document has; a docx or a workbook counts as one."""
    return max(1, sum(pages_of(SourceFile(*file)) for file in document.files))


def _fault_line(name: str, document: Document, runs: Runs) -> str:
    run = runs[document.kind, "both"]
    if name in run.crashed:
        return f"CRASHED {name} {document.producer}: {document.layout} {run.crashed[name]}"
    wrong = wrong_facts(document, run.requests[name])
    word = _fault(mark(document, run.requests[name])) or ("WRONG FACT" if wrong else "")
    codes = sorted({flag.code.value for flag in run.requests[name].flags})
    told = f"{document.producer}: {document.layout} {codes}{''.join(f' {one}' for one in wrong)}"
    return f"{word:<12} {name} {told}" if word else ""


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
