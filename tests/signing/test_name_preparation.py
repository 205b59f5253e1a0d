"""Names are made comparable once, and as asn1crypto does it."""

from __future__ import annotations

from typing import Any

import pytest
from asn1crypto import x509
from hypothesis import given, strategies

from signing import name_preparation
from tests.signing.world import letter, verify


def _outcome(prepare: Any, text: str) -> object:
    try:
        return prepare(x509.NameTypeAndValue(), text)
    except ValueError as error:
        return str(error)


@given(strategies.text(max_size=300))
def test_any_text_is_prepared_the_same(text: str) -> None:
    wanted = _outcome(name_preparation._PREPARE, text)

    assert [_outcome(name_preparation.prepared, text) for _ in range(2)] == [wanted] * 2


def test_a_second_letter_of_the_same_people_has_no_name_prepared(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    verify(letter())
    asked: list[str] = []
    monkeypatch.setattr(name_preparation, "_PREPARE", lambda _, text: asked.append(text))

    assert len(verify(letter()).signatures) == 2
    assert asked == []


def test_a_text_of_any_length_is_not_kept() -> None:
    before = name_preparation._remembered.cache_info().currsize

    assert "phường" in name_preparation.prepared(x509.NameTypeAndValue(), "Phường" * 1000)
    assert name_preparation._remembered.cache_info().currsize == before
