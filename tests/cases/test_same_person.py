from __future__ import annotations

import pytest

from mailbot.cases.same_person import id_key, person_key, phone_key


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("092090001234", "092090001234"),
        ("092 090.001-234", "092090001234"),
        pytest.param("92090001234", "092090001234", id="zero lost"),
        ("361234567", "000361234567"),
        ("0920", ""),
        ("chưa có", ""),
        ("", ""),
    ],
)
def test_one_number_is_one_key_however_it_is_written(text: str, key: str) -> None:
    assert id_key(text) == key


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("0901234567", "0901234567"),
        ("+84 901 234 567", "0901234567"),
        ("0084901234567", "0901234567"),
        ("84901234567", "0901234567"),
        pytest.param("901234567", "0901234567", id="zero lost"),
        ("(0292) 3762 222", "02923762222"),
        ("02923821234 (máy lẻ 12)", "02923821234"),
        ("0901234567/0912345678", "0901234567"),
        pytest.param("092090001234567", "", id="no telephone is that long"),
        ("12", ""),
        ("", ""),
    ],
)
def test_one_telephone_is_one_key_however_it_is_written(text: str, key: str) -> None:
    assert phone_key(text) == key


def test_all_spellings_of_a_name_are_one_key() -> None:
    spellings = (
        "Đặng Thị Quý Hòa",
        "\u00d0ặng Thị Quí Hoà",
        "DANG THI QUY HOA",
        "Đặng thị Qui Hoa",
    )
    assert len({person_key(one) for one in spellings}) == 1
    assert person_key("Đặng Thị Quý Hào") != person_key("Đặng Thị Quý Hòa")
