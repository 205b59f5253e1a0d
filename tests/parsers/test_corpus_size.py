"""The generator makes as much as the proof asks for, for every producer, and anew for each seed."""

from __future__ import annotations

from functools import cache

import pytest

from tests.parsers.corpus.corpus import Sheet
from tests.parsers.corpus.documents import FILES, PRODUCERS, sheets

ASKED_FOR = {"libreoffice", "reportlab", "chromium", "weasyprint", "typst", "docx", "xlsx"}
LAYOUTS, ROWS = 80, 2_000
SEEDS = (3, 4)


@cache
def _made(seed: int) -> dict[str, list[tuple[str, str, Sheet]]]:
    """Return what each producer is to write, with its group and verdict."""
    return {
        producer: [
            (group, verdict, sheet)
            for group, verdict, made in sheets(seed, producer)
            for sheet in made
        ]
        for producer in FILES
    }


def test_every_producer_asked_for_writes_lists_to_read_to_flag_and_to_leave_alone() -> None:
    assert set(PRODUCERS) == {*FILES, "scanner"}
    assert set(FILES) >= ASKED_FOR
    for producer, made in _made(SEEDS[0]).items():
        assert {verdict for _, verdict, _ in made} >= {"clean", "flagged", "none"}, producer


@pytest.mark.parametrize("seed", SEEDS)
def test_a_seed_has_as_many_layouts_and_rows_as_the_proof_asks_for(seed: int) -> None:
    lists = [sheet for made in _made(seed).values() for group, _, sheet in made if group == "lists"]

    assert len({sheet.layout for sheet in lists}) >= LAYOUTS
    assert sum(_rows(sheet) for sheet in lists) >= ROWS


def test_another_seed_gives_other_lists_and_the_same_one_the_same() -> None:
    one, other = (_made(seed)["typst"] for seed in SEEDS)

    assert _made.__wrapped__(SEEDS[0])["typst"] == one
    assert not _people(one) & _people(other)


def _people(made: list[tuple[str, str, Sheet]]) -> set[str]:
    return {row["national_id"] for *_, sheet in made for row in sheet.paper.individuals} - {""}


def _rows(sheet: Sheet) -> int:
    return len(sheet.paper.organisations) + len(sheet.paper.individuals)
