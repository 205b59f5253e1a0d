"""What a corrected list changed, as a terminal and --json tell it; national IDs are masked."""

from __future__ import annotations

from collections.abc import Iterator

from mailbot.cases.case import Case
from mailbot.cases.change import CellChange, ChangeKind, RowChange
from mailbot.commands.wording import masked_cell
from mailbot.words import Words


def changes_json(case: Case) -> list[dict[str, object]]:
    """Return the changes for --json; rows count from 1, in the list they stand in."""
    return [
        {
            "kind": change.kind,
            "row": _number(change),
            "name": change.row.name,
            "cells": [
                {"column": cell.column, "before": before, "after": after}
                for cell in change.cells
                for before, after in [_shown(cell, change)]
            ],
        }
        for change in case.changes()
    ]


def change_lines(case: Case, words: Words) -> list[str]:
    """Return a heading with a line for each change; nothing where nothing was sent anew."""
    if case.earlier is None:
        return []
    told = [line for change in case.changes() for line in _lines(change, words)]
    heading = words.say("case.changes" if told else "case.changes_none")
    return ["", heading, *(f"  {line}" for line in told)]


def _lines(change: RowChange, words: Words) -> Iterator[str]:
    place = {"row": str(_number(change)), "name": change.row.name}
    if change.kind is not ChangeKind.CHANGED:
        yield words.say(f"case.change_{change.kind}", **place)
    for cell in change.cells:
        before, after = (text or words.say("case.change_empty") for text in _shown(cell, change))
        column = words.say(f"letters.column_{cell.column}")
        yield words.say("case.change_cell", column=column, before=before, after=after, **place)


def _number(change: RowChange) -> int:
    index = change.before if change.after is None else change.after
    return (index or 0) + 1


def _shown(cell: CellChange, change: RowChange) -> tuple[str, str]:
    own_id = change.row.national_id
    before = masked_cell(cell.column, cell.before, own_id)
    return before, masked_cell(cell.column, cell.after, own_id)
