from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbot.cases.fold import (
    fold,
    looks_like_an_id,
    matches,
    search_key,
    without_ids,
    words_of,
)


def test_vietnamese_is_folded_however_it_is_typed() -> None:
    assert fold("Đặng  Hữu Nghĩa") == "dang huu nghia"
    assert words_of("154/UBND-VP ngày 154") == ("154", "ubnd", "vp", "ngay")


@given(st.text())
def test_composed_or_not_a_text_has_the_same_words(text: str) -> None:
    composed, decomposed = (unicodedata.normalize(form, text) for form in ("NFC", "NFD"))
    assert words_of(composed) == words_of(decomposed)


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    "text", ["số 092190001234", "092 190 001 234", "0921.9000.1234", "CMND 361234567"]
)
def test_no_number_like_a_national_id_stays_in_running_text(text: str) -> None:
    assert not any(character.isdigit() for character in without_ids([text]))


@pytest.mark.parametrize(
    ("word", "is_one"),
    [("092190001234", True), ("361234567", True), ("0901234567", False), ("2026", False)],
)
def test_a_search_for_a_national_id_is_known_as_such(word: str, *, is_one: bool) -> None:
    assert looks_like_an_id(word) is is_one


def test_a_search_in_memory_goes_by_the_beginnings_of_words() -> None:
    assert matches("NGHĨA dang", search_key("Đặng Hữu Nghĩa"))
    assert matches("ubnd 154", search_key("154/UBND-VP"))
    assert not matches("huu tho", search_key("Đặng Hữu Nghĩa"))
    assert not matches("nghi dan x", search_key("Đặng Hữu Nghĩa"))
