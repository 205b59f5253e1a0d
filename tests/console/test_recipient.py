"""Who is answered is told as it is when the letter would leave."""

from __future__ import annotations

from dataclasses import replace

from mailbot.storage import registry_store
from tests.builders import NINH_KIEU, a_case
from tests.console.office import Browser, Staffed

ELSEWHERE = "vanphong.ninhkieu@cantho.gov.vn"


def test_the_preview_names_the_mailbox_that_is_registered_now(staffed: Staffed) -> None:
    case = staffed.open(a_case())
    with staffed.house.database.transaction() as connection:
        registry_store.save_agencies(connection, (replace(NINH_KIEU, mailbox=ELSEWHERE),))

    shown = Browser(staffed, "lan").post(f"/ho-so/{case.number}/xem-truoc/duyet").text

    assert f"<dt>Gửi tới</dt><dd>{ELSEWHERE}</dd>" in shown
