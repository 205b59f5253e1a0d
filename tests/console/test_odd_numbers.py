"""Numbers in addresses that are none."""

from __future__ import annotations

import pytest

from mailbot.storage.staff import Role
from tests.console.office import Browser, Staffed, fill


@pytest.mark.parametrize(
    "path",
    [
        "/?trang=²",
        "/nhat-ky?truoc=²",
        "/bao-cao/so-theo-doi?trang=²",
        "/bao-cao/so-theo-doi?trang=" + "9" * 5000,
        "/hop-thu?trang=²",
    ],
)
def test_an_odd_number_in_an_address_opens_the_list_at_its_beginning(
    staffed: Staffed, path: str
) -> None:
    staffed.member("minh", Role.HANDLE, Role.AUDIT)
    fill(staffed)
    assert Browser(staffed, "minh").get(path).status_code == 200


@pytest.mark.parametrize("end", ["tep/²", "cat/²/phone.png"])
def test_an_odd_number_of_a_paper_or_row_is_told_as_not_there(staffed: Staffed, end: str) -> None:
    first, _ = fill(staffed)
    assert Browser(staffed, "lan").get(f"/ho-so/{first.number}/{end}").status_code == 404
