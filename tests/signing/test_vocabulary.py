"""The list of codes is complete."""

from __future__ import annotations

from tests.signing.vocabulary import all_codes


def test_the_codes_are_found_in_the_sources() -> None:
    codes = all_codes()

    assert {"byte_range_forged", "hash_mismatch", "revocation_unknown", "encrypted"} <= codes
    assert all(code == code.lower() and " " not in code for code in codes)
