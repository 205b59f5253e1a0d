"""Values travel as plain data and come back the same; nothing else is ever built from bytes."""

from __future__ import annotations

import pickle
from datetime import UTC, timedelta
from decimal import Decimal
from types import MappingProxyType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbot.cases.finding import Finding, Place, Severity
from mailbot.gateways import plain_values
from mailbot.gateways.plain_values import NotPlainError

TRUSTED = ("mailbot",)

atoms = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.text()
    | st.binary()
    | st.decimals(allow_nan=False)
    | st.datetimes(timezones=st.just(UTC))
    | st.dates()
    | st.times()
    | st.timedeltas()
    | st.sampled_from(Severity)
)
places = st.builds(Place, file=st.text(), page=st.none() | st.integers())
findings = st.builds(
    Finding,
    code=st.text(),
    severity=st.sampled_from(Severity),
    fields=st.dictionaries(st.text(), st.text()).map(MappingProxyType),
    place=st.none() | places,
)


def containers(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return (
        st.lists(inner)
        | st.lists(inner).map(tuple)
        | st.dictionaries(st.text(), inner)
        | st.frozensets(st.integers())
        | st.sets(st.text())
    )


@given(st.recursive(atoms | findings, containers, max_leaves=12))
def test_every_value_comes_back_as_it_was(value: Any) -> None:
    back = plain_values.load(plain_values.dump(value), TRUSTED)
    assert back == value
    assert type(back) is type(value)


@given(st.binary())
def test_any_bytes_give_a_value_or_the_one_error(data: bytes) -> None:
    try:
        plain_values.load(data, TRUSTED)
    except NotPlainError:
        return


@given(st.recursive(st.text() | st.integers() | st.none(), containers))
def test_any_structure_gives_a_value_or_the_one_error(structure: Any) -> None:
    try:
        plain_values.load(pickle.dumps(structure), TRUSTED)
    except NotPlainError:
        return


@pytest.mark.parametrize("value", [object(), len, Severity, 1j, range(3), {"a": print}])
def test_what_is_no_value_cannot_travel(value: object) -> None:
    with pytest.raises(NotPlainError):
        plain_values.dump(value)


def test_a_decimal_and_a_span_keep_their_kind() -> None:
    for value in (Decimal("1.50"), timedelta(days=-1, microseconds=3)):
        assert repr(plain_values.load(plain_values.dump(value), TRUSTED)) == repr(value)
