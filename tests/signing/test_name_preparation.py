"""Names are compared once, and as asn1crypto does it."""

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


PARTS = [
    {"country_name": "VN"},
    {"common_name": "Nguyễn Văn A"},
    {"common_name": "NGUYỄN  văn A "},
    {"common_name": "Nguyễn Văn B", "organization_name": "Sở"},
    {"common_name": "\u0378"},  # no letter is assigned: asn1crypto compares no such name
    {"common_name": "Sở " * 400},
    {"common_name": "Sở " * 399 + "SỞ"},
    {},
]
NAMES = [x509.Name.build(parts, use_printable=False).dump() for parts in PARTS]
NAMES += [x509.Name.build({"common_name": "nguyen"}, use_printable=way).dump() for way in (0, 1)]


@pytest.mark.parametrize("one", NAMES, ids=range(len(NAMES)))
@pytest.mark.parametrize("two", NAMES, ids=range(len(NAMES)))
def test_any_two_names_compare_the_same(one: bytes, two: bytes) -> None:
    def outcome(equal: Any) -> object:
        try:
            return equal(x509.Name.load(one).chosen, x509.Name.load(two).chosen)
        except ValueError as error:
            return str(error)

    wanted = outcome(name_preparation._EQUAL)

    assert [outcome(name_preparation.equal) for _ in range(2)] == [wanted] * 2


def test_a_name_inside_a_general_name_equals_itself() -> None:
    name = x509.Name.load(NAMES[1])
    general = x509.GeneralName.load(x509.GeneralName("directory_name", name).dump())

    assert general.chosen == name
    assert general.chosen != x509.Name.load(NAMES[3])


def test_a_second_letter_of_the_same_people_has_no_name_compared(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    verify(letter())
    asked: list[str] = []
    monkeypatch.setattr(name_preparation, "_PREPARE", lambda _, text: asked.append(text))
    monkeypatch.setattr(name_preparation, "_EQUAL", lambda one, _: asked.append(one.native))

    assert len(verify(letter()).signatures) == 2
    assert asked == []


def test_a_text_of_any_length_is_not_kept() -> None:
    before = name_preparation._remembered.cache_info().currsize

    assert "phường" in name_preparation.prepared(x509.NameTypeAndValue(), "Phường" * 1000)
    assert name_preparation._remembered.cache_info().currsize == before
