"""Many clean requests, each for other people."""

from __future__ import annotations

from tests.journeys.paper import CLERK, ECONOMY, NEW_PEOPLE, PARENT, Letter, Sheet
from tests.journeys.world import World, a_mail

_FAMILIES = ("Nguyễn", "Trần", "Lê", "Phạm", "Võ", "Đặng", "Bùi", "Hồ", "Dương", "Lý")
_MIDDLES = ("Văn", "Thị", "Minh", "Ngọc", "Thanh", "Quốc", "Hữu", "Kim", "Gia", "Bảo")
_GIVEN = ("An", "Bình", "Châu", "Dung", "Giang", "Hà", "Khang", "Lan", "Nam", "Oanh")


def a_request(world: World, number: int, **different: str) -> bytes:
    """Return the n-th request as a signed mail; the same number is for the same person. Keywords
    replace header fields.
    """
    name = f"{_FAMILIES[number // 100 % 10]} {_MIDDLES[number // 10 % 10]} {_GIVEN[number % 10]}"
    row = ("1", name, PARENT, ECONOMY, CLERK, f"0920900{number:05d}", f"0901{number:06d}", "")
    title = "2. Yêu cầu cấp mới hộp thư điện tử đối với cá nhân:"
    sheet = Sheet(title, NEW_PEOPLE, (row,))
    letter = Letter(
        number=f"{number + 1}/UBND-VP",
        body=Letter.body.replace("02 công chức", "01 công chức"),
        sheets=(sheet,),
    )
    return a_mail(("Công văn.pdf", world.signed(letter)), **different)
