from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbot.cases.fold import (
    asks_for_an_id,
    fold,
    harmless_words,
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
    ("query", "kept"),
    [
        ("092190001234", ""),
        ("361234567", ""),
        ("đào 092 190 001 234 ninh kiều", "đào ninh kiều"),
        ("0921.9000.1234", ""),
        ("092-190-001-234", ""),
        ("0_9_2/190001234", ""),
        ("092\u00a0190\u200b001234", ""),
        ("０９２１９０００１２３４", ""),
        ("CCCD092190001234", ""),
        ("CMND: 361 234 567.", "CMND:"),
        ("154 092190001234", "154"),
        ("092 190 001 234 45", "45"),
        ("0901234567", "0901234567"),
        ("154/UBND-VP  2026", "154/UBND-VP 2026"),
        ("HS-2026-00042", "HS-2026-00042"),
        ("hs 2026 00042 ninh kieu", "hs 2026 00042 ninh kieu"),
        ("2026-00042", "2026-00042"),
    ],
)
def test_a_search_keeps_its_words_but_those_that_spell_a_national_id(query: str, kept: str) -> None:
    assert harmless_words(query) == kept
    assert asks_for_an_id(query) is (kept != " ".join(query.split()))


def test_a_search_in_memory_goes_by_the_beginnings_of_words() -> None:
    assert matches("NGHĨA dang", search_key("Đặng Hữu Nghĩa"))
    assert matches("ubnd 154", search_key("154/UBND-VP"))
    assert not matches("huu tho", search_key("Đặng Hữu Nghĩa"))
    assert not matches("nghi dan x", search_key("Đặng Hữu Nghĩa"))
