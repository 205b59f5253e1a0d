from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from mailbot.console.fold import fold, matches, search_key


def test_vietnamese_is_found_however_it_is_typed() -> None:
    assert fold("Đặng  Hữu Nghĩa") == "dang huu nghia"
    assert matches("NGHĨA dang", search_key("Đặng Hữu Nghĩa"))
    assert matches("ubnd", search_key("154/UBND-VP"))
    assert not matches("huu tho", search_key("Đặng Hữu Nghĩa"))


@given(st.text())
def test_every_text_is_found_by_itself_composed_or_not(text: str) -> None:
    for form in ("NFC", "NFD"):
        assert matches(unicodedata.normalize(form, text), search_key(text))


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)
