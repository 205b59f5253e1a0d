"""How a letter opens: its number, what it is about and whom it addresses, as people write them."""

from __future__ import annotations

import random
from dataclasses import dataclass

US = "Sở Thông tin và Truyền thông"
NUMBERED = ("Số: {0}/{1}", "Số: {0}/{1}", "Số {0}/{1}", "Số:{0}/{1}", "Số: {0} /{1}")
ABOUT = ("V/v đề nghị", "V/v đề nghị", "V/v", "Về việc đề nghị", "v/v đề nghị")
ADDRESSED = (
    ("Kính gửi: {0}.", "{0}"),
    ("Kính gửi: {0}.", "{0}"),
    ("Kính gửi: {0}", "{0}"),
    ("Kính gửi: {0} thành phố Cần Thơ.", "{0} thành phố Cần Thơ"),
    (
        "Kính gửi:\n- Ủy ban nhân dân thành phố Cần Thơ;\n- {0}.",
        "Ủy ban nhân dân thành phố Cần Thơ; {0}",
    ),
)


@dataclass(frozen=True)
class Opening:
    """The forms of the number and the subject, the address, and the addressee it names."""

    numbered: str = NUMBERED[0]
    about: str = ABOUT[0]
    address: str = f"Kính gửi: {US}."
    addressee: str = US


def an_opening(rng: random.Random) -> Opening:
    address, addressee = rng.choice(ADDRESSED)
    return Opening(
        rng.choice(NUMBERED), rng.choice(ABOUT), address.format(US), addressee.format(US)
    )
