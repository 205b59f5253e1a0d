"""Values of another column in a column that names units or offices."""

from __future__ import annotations

import re

from parsers.meaning.telling import Phrases
from parsers.values.office import HOLDER
from parsers.values.person_name import is_whole_name

LONG_NUMBER = re.compile(r"(?:\d[\s.\-]?){9}|^[\W\d]+$")
OFFICE = Phrases.of(rf"^(?:{HOLDER})\b")
"""How an office begins that stands in no column of units."""


def is_no_name(column: str, text: str) -> bool:
    """Return whether another column's value stands here: a number, a person, or for a unit an
    office that somebody holds.
    """
    if LONG_NUMBER.search(text):
        return True
    # "Trường THPT Châu Văn Liêm" is spelled like somebody of the family Trương.
    school = column == "unit" and text.lower().startswith("trường ")
    if column in ("unit", "position") and is_whole_name(text) and not school:
        return True
    return column == "unit" and OFFICE.stand_in(text)
