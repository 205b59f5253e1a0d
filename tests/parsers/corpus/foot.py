"""The foot of a letter: its recipients, and who signs it by Nghị định 30/2020."""

from __future__ import annotations

import random
from dataclasses import dataclass

from tests.parsers.corpus import people

RECIPIENTS = "Nơi nhận:\n- Như trên;\n- Lưu: VT."
TITLES = (
    ("GIÁM ĐỐC",),
    ("Q. GIÁM ĐỐC",),
    ("CHI CỤC TRƯỞNG",),
    ("THỦ TRƯỞNG ĐƠN VỊ",),
    ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"),
    ("TL. GIÁM ĐỐC", "CHÁNH VĂN PHÒNG"),
    ("TUQ. GIÁM ĐỐC", "TRƯỞNG PHÒNG HÀNH CHÍNH - TỔNG HỢP"),
    ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"),
    ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"),
)
DEGREES = ("ThS. ", "TS. ", "BS. ")
REMARKS = ("", "", "", "(Đã ký)")


@dataclass(frozen=True)
class Signature:
    """The block of who signs: titles under each other, then the name with its degree.

    It stands "beside" the recipients, who get `copies`, or below them at the "left" or "centred".
    """

    titles: tuple[str, ...] = ("GIÁM ĐỐC",)
    name: str = "Trần Văn Minh"
    degree: str = ""
    remark: str = ""
    stands: str = "beside"
    copies: str = RECIPIENTS

    @property
    def title(self) -> str:
        return " ".join(self.titles)

    @property
    def lines(self) -> str:
        """The block as it is written, with room for a hand's signature."""
        room = ("", self.remark, "") if self.remark else ("", "", "")
        return "\n".join((*self.titles, *room, f"{self.degree}{self.name}"))


def a_signature(rng: random.Random) -> Signature:
    return Signature(
        rng.choice(TITLES),
        people.person(rng),
        rng.choice(DEGREES) if rng.random() < 0.1 else "",
        rng.choice(REMARKS),
        rng.choice(("beside", "beside", "beside", "left", "centred")),
    )
