"""Hexadecimal strings read at once are what pyHanko reads letter by letter."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given, strategies

from signing.hex_string import _LETTER_BY_LETTER, read_hex_string
from tests.signing.world import letter, verify

PIECES = strategies.lists(
    strategies.sampled_from(
        [b"<", b">", b"0", b"aF", b"9", b" ", b"\r\n", b"\x00", b"g", b"(", b""]
    )
    | strategies.binary(max_size=3)
).map(b"".join)


def _outcome(read: Callable[[Any], Any], data: bytes) -> object:
    stream = BytesIO(data)
    try:
        found = read(stream)
    except Exception as error:  # noqa: BLE001 - whatever it raises must be the same
        return type(error), str(error)
    return type(found), found, found.original_bytes, stream.tell()


@given(PIECES)
def test_any_string_is_read_the_same(data: bytes) -> None:
    assert _outcome(read_hex_string, b"<" + data) == _outcome(_LETTER_BY_LETTER, b"<" + data)


@pytest.mark.parametrize("size", [0, 1, 127, 128, 129, 255, 256, 5000, 40_000])
def test_a_string_of_any_length_is_read_the_same(size: int) -> None:
    data = b"<" + b"5a" * size + b">rest"

    assert _outcome(read_hex_string, data) == _outcome(_LETTER_BY_LETTER, data)


def test_verifying_reads_no_container_letter_by_letter(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []
    monkeypatch.setattr("signing.hex_string._LETTER_BY_LETTER", asked.append)

    assert len(verify(letter()).signatures) == 2
    assert asked == []
