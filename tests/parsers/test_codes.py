"""Every code a reading can carry is worded for the officer."""

from __future__ import annotations

import tomllib
from pathlib import Path

from parsers import NOTE_CODES, FlagCode

WORDING = Path(__file__).parents[2] / "config" / "texts" / "vi" / "list.toml"


def test_each_code_has_its_wording_and_each_wording_its_code() -> None:
    worded = tomllib.loads(WORDING.read_text("utf-8"))

    assert {code.value for code in FlagCode} == set(worded)


def test_notes_are_codes_too() -> None:
    assert set(FlagCode) >= NOTE_CODES
