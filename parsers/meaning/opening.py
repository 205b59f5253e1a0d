"""What opens a letter: whom it addresses, and its legal grounds, which speak of other documents."""

from __future__ import annotations

import re

from parsers.text.remembered import remembered
from parsers.text.words import CAPITAL, bare, clean

_ADDRESS = re.compile(r"\W*kinh gui\b")
_GROUND = re.compile(r"\W*(?:can cu|thuc hien|theo|xet|thi hanh|tiep theo)\b")
_CITES = re.compile(r";$|\d/")
# Where the asker begins to speak behind a ground: "Theo Công văn số 5/SNV, đơn vị gửi …".
_OWN = re.compile(
    rf",\s+(?=[{CAPITAL}]|(?:nay|đến nay|do đó|vì vậy|đơn vị|cơ quan|chúng tôi|ông|bà|đồng chí|"
    r"kính|đề nghị|xin)\b)"
)


def is_address(sentence: str) -> bool:
    """Return whether a sentence says whom the letter is for, in any case, with marks or not."""
    return _ADDRESS.match(bare(sentence)) is not None


def is_ground(sentence: str) -> bool:
    """Return whether a sentence begins as a legal ground does, in any case, with marks or not."""
    return _GROUND.match(bare(sentence)) is not None


def cites(sentence: str) -> bool:
    """Return whether a sentence is a ground that names a document, and no mere "Theo ý kiến …"."""
    return is_ground(sentence) and _CITES.search(clean(sentence)) is not None


@remembered
def own_words(sentence: str) -> str:
    """Return what the asker says in a sentence: of a ground what follows it, "" for nothing."""
    plain = clean(sentence)
    if not is_ground(plain):
        return plain
    return "" if plain.endswith(";") else "".join(_OWN.split(plain, maxsplit=1)[1:])
