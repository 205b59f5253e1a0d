"""An address in a scan is read twice; what the readings leave open, the other addresses settle."""

from __future__ import annotations

import pytest

from parsers.ocr.address import Address, usual_domain

USUAL = "cantho.gov.vn"


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        pytest.param("an1@cantho.gov.vn", "an1@cantho.gov.vn", ("an1@cantho.gov.vn", True)),
        pytest.param("an@gmail.com", "an@gmail.com", ("an@gmail.com", True), id="another domain"),
        pytest.param("an@eantho.gov.vn", "an@eantho.gov.vn", ("an@eantho.gov.vn", False)),
        pytest.param("anl2@cantho.gov.vn", "an12@cantho.gov.vn", ("anl2@cantho.gov.vn", False)),
        pytest.param("an@eantho.gov.yn", "an@canllio.v.vn", ("an@cantho.gov.vn", False)),
        pytest.param("an@cantho.gov.yn", "an@cantho.gov.vn", ("an@cantho.gov.vn", False)),
        pytest.param("ancantho.gov.vn", "an@cantho.gov.vn", ("an@cantho.gov.vn", False)),
        pytest.param("ancanthogov", "ancanthogov", ("ancanthogov", False), id="no address"),
    ],
)
def test_only_what_was_read_alike_and_fits_is_sure(
    first: str, second: str, expected: tuple[str, bool]
) -> None:
    assert Address(first, second).settled(USUAL) == expected


def test_without_other_addresses_nothing_is_mended() -> None:
    assert Address("an@eantho.gov.yn", "an@cantho.gov.vn").settled("") == (
        "an@eantho.gov.yn",
        False,
    )


def test_the_usual_domain_is_the_one_most_addresses_agree_on() -> None:
    sound = [Address(f"a{n}@cantho.gov.vn", f"a{n}@cantho.gov.vn") for n in range(2)]
    doubtful = [Address(f"b{n}@eantho.gov.vn", f"b{n}@cantho.gov.vn") for n in range(3)]

    assert usual_domain([*doubtful, *sound]) == USUAL
    assert usual_domain([]) == ""
