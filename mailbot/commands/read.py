"""`mailbot read FILE…`: what the files ask for, row by row, with the place of every cell."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mailbot.commands.answer import FAILED, PASSED, UNDECIDED
from mailbot.commands.attachments import read_file
from mailbot.words import Words, load_words

if TYPE_CHECKING:
    from parsers import Flag, Place, RequestList, SourceFile
    from parsers.request import Row

    Reader = Callable[[Sequence[SourceFile]], RequestList]

NOT_SHOWN = frozenset({"raw", "place", "cells"})


def read_json(files: Sequence[Path], reader: Reader | None = None) -> dict[str, Any]:
    """Return the request as the command prints it.

    `reader` stands in for parsers.read_request, so that hostile bytes are read in a child. Raises
    BadInputError for a file that is not there and parsers.ReadError for too much to read.
    """
    from parsers import SourceFile, read_request  # noqa: PLC0415 - heavy, and only this command

    sources = [SourceFile(path.name, read_file(path)) for path in files]
    return request_json((reader or read_request)(sources), load_words())


def exit_code(answer: Mapping[str, Any]) -> int:
    """Return 0 for a request that mailbot would act on, 2 where a person must look, 1 for none."""
    if answer["flags"]:
        return UNDECIDED
    return FAILED if answer["procedure"] in ("none", "change", "cancel") else PASSED


def request_json(request: RequestList, words: Words) -> dict[str, Any]:
    """Return the request in the shape others rely on; keys may be added, never changed."""
    letter = request.letter
    return {
        "procedure": request.procedure,
        "letter": {
            "number": letter.number,
            "date": letter.date.isoformat() if letter.date else "",
            "agency": letter.agency,
            "superior": letter.superior,
            "subject": letter.subject,
            "addressee": letter.addressee,
            "signer": letter.signer,
            "signer_title": letter.signer_title,
            "ground": letter.ground,
            "grounds": list(letter.grounds),
        },
        "organisations": [_row(row) for row in request.organisations],
        "individuals": [_row(row) for row in request.individuals],
        "flags": [_flag(flag, words) for flag in request.flags],
        "notes": [_flag(flag, words) for flag in request.notes],
    }


def _row(row: Row) -> dict[str, Any]:
    shown = {
        field.name: getattr(row, field.name) for field in fields(row) if field.name not in NOT_SHOWN
    }
    return shown | {
        "raw": dict(row.raw),
        "place": _place(row.place),
        "cells": {name: _place(place) for name, place in row.cells.items()},
    }


def _flag(flag: Flag, words: Words) -> dict[str, Any]:
    return {
        "code": flag.code.value,
        "message": words.flagged(f"list.{flag.code.value}", flag.column, dict(flag.fields)),
        "place": _place(flag.place),
        "against": _place(flag.against),
        "row": flag.row,
        "column": flag.column,
    }


def _place(place: Place | None) -> dict[str, Any] | None:
    if place is None:
        return None
    return asdict(place) | {"box": list(place.box) if place.box else None}
