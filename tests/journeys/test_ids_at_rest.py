"""No national ID lies readable in our database, wherever in a request it stood."""

from __future__ import annotations

import re
from pathlib import Path

from mailbot.cases.state import State
from tests.journeys.paper import TWO_RECRUITS, Letter
from tests.journeys.world import World, a_mail

STRAYED = "092088004321"


def test_neither_the_list_nor_the_subject_nor_the_name_of_a_file_leaves_one(
    world: World, tmp_path: Path
) -> None:
    signed = world.signed(Letter(sheets=(TWO_RECRUITS,)))
    world.submit(
        a_mail((f"CCCD {STRAYED}.pdf", signed), Subject=f"V/v cấp hộp thư, CCCD {STRAYED}"),
    )
    world.submit(a_mail(Subject=f"Giấy mời ông có CCCD 0920 8800 4321 và {STRAYED}"))
    world.take_in()
    world.work()
    ((case, *_),) = (world.cases(),)
    assert case.state in {State.ANSWERED, State.IN_REVIEW}
    numbers = {STRAYED, *(row.national_id for row in case.rows)}
    assert len(numbers) > 1
    (file,) = tmp_path.rglob("mailbot.db")
    lies_open = "".join(map(chr, file.read_bytes()))
    assert [one for one in numbers if re.search(rf"(?<!\d){one}(?!\d)", lies_open)] == []
