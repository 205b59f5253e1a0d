"""The corpus as files: what a mail would carry, with exactly what must be read from it."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from tests.parsers.corpus import (
    by_custom,
    hidden_pdf,
    hidden_word,
    hidden_workbook,
    letter_traps,
    odd_columns,
    odd_letters,
    odd_notes,
    odd_people,
    odd_rows,
    odd_ticks,
    odd_values,
    office,
)
from tests.parsers.corpus.booked import FORMATS, BookLook, booked
from tests.parsers.corpus.corpus import Sheet, papers_of
from tests.parsers.corpus.document import Document, Facts
from tests.parsers.corpus.drawn import drawn
from tests.parsers.corpus.hard import borderless, crowded, numbers, old_encodings, scans
from tests.parsers.corpus.hidden import TOLD as HIDDEN
from tests.parsers.corpus.named import named_beside
from tests.parsers.corpus.negatives import blank_forms, negatives
from tests.parsers.corpus.odd import odd_lists
from tests.parsers.corpus.paper import Paper
from tests.parsers.corpus.print_loss import loses_rows
from tests.parsers.corpus.printed import browser, print_in, weasy
from tests.parsers.corpus.sentences import sentences
from tests.parsers.corpus.traps import TOLD, traps
from tests.parsers.corpus.turned import turned
from tests.parsers.corpus.typeset import typeset
from tests.parsers.corpus.written import letter_of, written

__all__ = [
    "PRODUCERS",
    "by_custom",
    "documents",
    "letter_traps",
    "odd_columns",
    "odd_letters",
    "odd_notes",
    "odd_people",
    "odd_rows",
    "odd_ticks",
    "odd_values",
]

PDF_PRODUCERS = ("typst", "reportlab", "weasyprint", "chromium", "libreoffice")
SUITES = ("libreoffice", "calc")
PRODUCERS = (*PDF_PRODUCERS, "calc", "docx", "xlsx", "scanner")


def documents(
    seed: int, producers: Sequence[str] = PRODUCERS, groups: Sequence[str] = (), every: int = 1
) -> Iterator[Document]:
    """Yield the corpus of a seed, or `every` so many of its papers.

    The same seed gives the same papers.
    """
    for producer in producers:
        if producer == "scanner":
            if not groups or "scans" in groups:
                yield from _scanned(seed)
            continue
        wanted = [
            (group, verdict, sheet)
            for group, verdict, drawn_up in sheets(seed, producer)
            if not groups or group in groups
            for sheet in drawn_up
        ]
        first = random.Random(f"{seed} {producer}").randrange(every)
        yield from _written(producer, wanted[first::every])
        if not groups or "hidden" in groups:
            yield from _hidden(seed, producer)


def sheets(seed: int, producer: str) -> Iterator[tuple[str, str, Iterator[Sheet]]]:
    yield "lists", "clean", papers_of(seed, producer)
    yield "traps", "flagged", traps(seed, producer)
    yield "traps", "flagged", blank_forms(seed, producer)
    yield "negatives", "none", negatives(seed, producer)
    yield "named beside", "clean", named_beside(seed, producer)
    for verdict in ("clean", "either", "flagged"):
        yield "odd lists", verdict, odd_lists(seed, producer, verdict)
    for verdict in ("clean", "flagged"):
        yield "sentences", verdict, sentences(seed, producer, verdict)
    if producer == "typst":
        yield "crowded", "either", crowded(seed, producer)
    if producer in PDF_PRODUCERS:
        yield "borderless", "review", borderless(seed, producer)
    if producer == "xlsx":
        yield "numbers", "either", numbers(seed, producer)
    if producer != "calc":
        yield "old encodings", "review", old_encodings(seed, producer)


def _written(producer: str, wanted: Sequence[tuple[str, str, Sheet]]) -> Iterator[Document]:
    """Write the papers; office suite and browser take many at once, for their start costs."""
    papers = {f"{index:04d}": sheet.paper for index, (_, _, sheet) in enumerate(wanted)}
    files = FILES[producer](papers)
    for (name, paper), (group, verdict, sheet) in zip(papers.items(), wanted, strict=True):
        if name in files:
            # No reader can read what is not there, but must tell that the list is short.
            lost = verdict == "clean" and producer in SUITES and loses_rows(paper, files[name])
            told = "flagged" if lost else verdict
            yield document_of(sheet, producer, group, told, files[name])


def document_of(
    sheet: Sheet, producer: str, group: str, verdict: str, files: tuple[tuple[str, bytes], ...]
) -> Document:
    """Return the written paper with what must be read from it."""
    paper = sheet.paper
    return Document(
        sheet.layout,
        producer,
        group,
        verdict,
        files,
        paper.procedure,
        paper.number,
        paper.on,
        " ".join((paper.named or paper.agency).split("\n")),
        paper.organisations,
        paper.individuals,
        facts_of(paper),
        sheet.told or (TOLD.get(sheet.layout, "") if group == "traps" else ""),
    )


def facts_of(paper: Paper) -> Facts:
    """Return what must be read of the letter, which an annex alone does not hold."""
    return {
        "number": paper.number,
        "date": paper.on,
        "agency": " ".join((paper.named or paper.agency).split("\n")),
        "addressee": paper.opening.addressee,
        "subject": paper.asked or paper.subject,
        "signer": paper.signature.name,
        "signer_title": paper.signature.title,
        "counted_people": paper.counted.people,
        "counted_organisations": paper.counted.organisations,
        "counted_rows": None,
    }


Files = dict[str, tuple[tuple[str, bytes], ...]]
Papers = dict[str, Paper]


def _one_by_one(write: Callable[[Paper], bytes]) -> Callable[[Papers], Files]:
    def files(papers: Papers) -> Files:
        return {
            name: (("cong-van.pdf", _turned(paper, write(paper))),)
            for name, paper in papers.items()
            if write is not typeset or paper.look.rules not in ("double", "grey")
        }

    return files


def _turned(paper: Paper, data: bytes) -> bytes:
    look = paper.look
    return turned(data, look.turned, sideways=look.sideways) if look.turned else data


def _chromium(papers: Papers) -> Files:
    with browser() as opened:
        made = print_in(opened, papers)
    return {name: (("cong-van.pdf", _turned(papers[name], data)),) for name, data in made.items()}


def _libreoffice(papers: Papers) -> Files:
    sources = {f"{name}.docx": written(paper) for name, paper in papers.items()}
    with tempfile.TemporaryDirectory() as folder:
        made = office.convert(sources, "pdf", Path(folder))
    found = {file.removesuffix(".pdf"): data for file, data in made.items()}
    return {name: (("cong-van.pdf", _turned(papers[name], data)),) for name, data in found.items()}


def _calc(papers: Papers) -> Files:
    """Write the annex as a workbook, and print it with the letter from the office suite.

    Each table has a sheet of its own: two on one share their columns' widths.
    """
    rng = random.Random(len(papers))
    looks = {
        name: BookLook(
            fitted=True,
            sheet_each=True,
            dates=rng.choice(("", *FORMATS)),
            below=paper.look.below,
        )
        for name, paper in papers.items()
        if not (paper.look.turned or paper.look.inline)
    }
    sources = {f"{name}.xlsx": booked(papers[name], look) for name, look in looks.items()}
    sources |= {f"{name}-letter.docx": letter_of(papers[name]) for name in looks}
    with tempfile.TemporaryDirectory() as folder:
        made = office.convert(sources, "pdf", Path(folder))
    return {
        name: (("cong-van.pdf", made[f"{name}-letter.pdf"]), ("phu-luc.pdf", made[f"{name}.pdf"]))
        for name in looks
    }


def _docx(papers: Papers) -> Files:
    return {
        name: (("cong-van.docx", written(paper)),)
        for name, paper in papers.items()
        if paper.look.rules != "none" and not paper.look.turned
    }


def _xlsx(papers: Papers) -> Files:
    rng = random.Random(len(papers))
    return {
        name: (
            ("cong-van.docx", letter_of(paper)),
            ("phu-luc.xlsx", booked(paper, a_book_look(rng, paper))),
        )
        for name, paper in papers.items()
        if not (paper.look.turned or paper.look.inline)
    }


def a_book_look(rng: random.Random, paper: Paper) -> BookLook:
    return BookLook(
        numbers=paper.look.numbers,
        dates=rng.choice(("", *FORMATS)),
        down=rng.choice((0, 0, 3)),
        right=rng.choice((0, 0, 2)),
        sheet_each=rng.random() < 0.3,
        blank_between=rng.choice((0, 0, 1)),
        bordered=rng.random() < 0.8,
        # By the letter's number: what else is drawn for the seed stays as it is.
        prints_all=sum(map(ord, paper.number)) % 2 == 0,
    )


FILES: dict[str, Callable[[Papers], Files]] = {
    "typst": _one_by_one(typeset),
    "reportlab": _one_by_one(drawn),
    "weasyprint": _one_by_one(weasy),
    "chromium": _chromium,
    "libreoffice": _libreoffice,
    "calc": _calc,
    "docx": _docx,
    "xlsx": _xlsx,
}


def _scanned(seed: int) -> Iterator[Document]:
    for sheet, data in scans(seed):
        yield document_of(sheet, "scanner", "scans", "review", (("quet.pdf", data),))


def _hidden(seed: int, producer: str) -> Iterator[Document]:
    """Yield a sound document with something hidden in it, once for each way of hiding."""
    if producer in ("chromium", "libreoffice", "calc"):
        return
    rng = random.Random(f"{seed} {producer} hidden")
    sheet = next(papers_of(seed, f"{producer} hidden"))
    paper = sheet.paper.drawn(landscape=True, size=9.0)
    if producer == "docx":
        made = hidden_word.in_docx(rng, written(paper))
    elif producer == "xlsx":
        made = hidden_workbook.in_workbook(rng, booked(paper, BookLook()))
    else:
        ((_, data),) = FILES[producer]({"a": paper})["a"]
        made = hidden_pdf.in_pdf(rng, data)
    suffix = producer if producer in ("docx", "xlsx") else "pdf"
    for name, data in made:
        files: tuple[tuple[str, bytes], ...] = ((f"cong-van.{suffix}", data),)
        if producer == "xlsx":
            files = (("cong-van.docx", letter_of(paper)), ("phu-luc.xlsx", data))
        named = Sheet(name, replace(paper, must_flag=True), HIDDEN[suffix][name])
        yield document_of(named, producer, "hidden", "flagged", files)
