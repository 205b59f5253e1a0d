"""Days as staff type them: the day first, and no field that shows the month first."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from mailbot.console.pages import TEMPLATES
from mailbot.console.typed_day import asked_day, read_day, read_instant, told_day
from mailbot.errors import BadInputError


@pytest.mark.parametrize("text", ["5/11/2026", "05/11/2026", "05.11.2026", "5-11-2026"])
def test_the_day_stands_first(text: str) -> None:
    assert read_day(f" {text} ") == date(2026, 11, 5)


def test_what_older_links_carry_is_read_too() -> None:
    assert read_day("2026-11-05") == date(2026, 11, 5)


@pytest.mark.parametrize("text", ["", "11/25/2026", "5/11/26", "31/02/2026", "mai", "5/11/2026x"])
def test_what_may_mean_another_day_is_not_read(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 (the pages tell what to write)
        read_day(text)


@pytest.mark.parametrize(("text", "told"), [("mai", "mai"), ("079 095 001 234", "…")])
def test_a_day_that_cannot_be_read_is_told_without_a_national_id(text: str, told: str) -> None:
    with pytest.raises(BadInputError, match=f"Ngày '{told}' không đọc được"):
        asked_day(text)


@pytest.mark.parametrize(
    "text", ["08:30 05/11/2026", "05/11/2026 8:30", "8h30 5/11/2026", "2026-11-05T08:30"]
)
def test_an_instant_is_a_local_time_and_a_day(text: str) -> None:
    assert read_instant(text) == datetime(2026, 11, 5, 1, 30, tzinfo=UTC)


@pytest.mark.parametrize("text", ["05/11/2026", "25:00 05/11/2026", "08:30", ""])
def test_half_an_instant_is_none(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011
        read_instant(text)


def test_what_is_told_can_be_typed_again() -> None:
    assert read_day(told_day(date(2026, 11, 5))) == date(2026, 11, 5)
    assert told_day(None) == ""


def test_no_page_has_a_date_field_in_the_order_of_the_browsers_language() -> None:
    pages = {path.name: path.read_text("utf-8") for path in TEMPLATES.glob("*.html")}
    assert len(pages) > 40
    for kind in ("date", "datetime-local", "month"):
        assert [name for name, text in pages.items() if f'type="{kind}"' in text] == []
