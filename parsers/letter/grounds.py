"""Why a letter asks: the grounds that the decision's forms know."""

from __future__ import annotations

import re

from parsers.text.words import bare

GROUNDS = (
    (
        "recruited",
        re.compile(
            r"tuyen dung|tiep nhan|moi (?:nhan|ve) cong tac|moi chuyen (?:den|ve)|dieu dong"
            r"|bo nhiem moi|hop dong moi|nhan su moi|moi duoc phan cong"
        ),
    ),
    ("founded", re.compile(r"thanh lap|sap nhap|hop nhat|to chuc lai|chia tach")),
    ("forgotten", re.compile(r"quen (?:mat|mk)|khong nho (?:mat|mk)|mat mat khau|bi quen")),
)
# With their marks: without them "vì" is also "đơn vị", and "do" also "chế độ".
BECAUSE = re.compile(r"\b(?:do|vì|l[ýí] do|nguyên nhân)\b", re.IGNORECASE)


def read_grounds(body: str, asking: str) -> tuple[str, ...]:
    """Return the grounds that the letter's words give; "other" where only the sentences that ask
    give one, and no form knows it.
    """
    known = tuple(name for name, rule in GROUNDS if rule.search(bare(body)))
    return known or (("other",) if BECAUSE.search(asking) else ())
