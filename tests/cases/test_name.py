from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbot.cases.name import clean_text, letters_key, without_marks


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("  Trần \t Văn\nAn ", "Trần Văn An"),
        ("Tra\u0302\u0300n Va\u0306n An", "Trần Văn An"),
        ("\ufeffTrần\u200b Văn\u2060 An", "Trần Văn An"),
        ("Trần\u00a0Văn\u2003An", "Trần Văn An"),
        ("\u200b", ""),
    ],
)
def test_a_text_is_made_clean(text: str, clean: str) -> None:
    assert clean_text(text) == clean


@given(st.text(alphabet=st.sampled_from("aạ Đ\u0301\u200b\u2060\ufeff\u00a0\t\u0085")))
def test_a_clean_text_is_composed_and_has_nothing_invisible(text: str) -> None:
    clean = clean_text(text)

    assert unicodedata.is_normalized("NFC", clean)
    assert clean == " ".join(clean.split())
    assert not set(clean) & set("\u200b\u2060\ufeff")


@given(st.text())
def test_nothing_is_left_of_marks(text: str) -> None:
    assert not any(map(unicodedata.combining, without_marks(text)))
    assert without_marks("Đỗ Thị Hòa, \u00d0ặng \u0256ức") == "Do Thi Hoa, Dang duc"


@pytest.mark.parametrize(
    "spelling", ["Đỗ  Thị Hòa", "đỗ thị hoà", "DO THI HOA", "Ð\u1ed7 Thị\u200b Hòa"]
)
def test_spellings_that_differ_by_marks_case_and_spacing_have_one_key(spelling: str) -> None:
    assert letters_key(spelling) == "do thi hoa"


def test_a_text_longer_than_any_name_has_its_key_too() -> None:
    """Only that of a name is kept in mind."""
    assert letters_key("Hòa " * 100) == " ".join(["hoa"] * 100)
