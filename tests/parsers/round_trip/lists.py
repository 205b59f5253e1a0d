"""Lists as a Hypothesis strategy: who is asked for, in which columns, on which paper."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace

from hypothesis import strategies as st

from parsers.text.words import bare
from tests.parsers.corpus.corpus import KINDS, annexed
from tests.parsers.corpus.layouts import grid_of
from tests.parsers.corpus.paper import Paper
from tests.parsers.corpus.request import Fields, Table, a_request
from tests.parsers.corpus.typeset import fitting_size
from tests.parsers.round_trip import values
from tests.parsers.round_trip.values import Value

MOST_ROWS = 12
WHOLE_WORDS, SMALLEST = r"\s", 5.0
"""How a plain list's words fit: unbroken, also at their hyphens, in letters of this size."""

KEYS = ("national_id", "email")
"""What two rows must not have in common; where there is none of these, it is name and superior."""


@dataclass(frozen=True)
class Typed:
    """One row: its cells as typed, and what must be read of them."""

    printed: Fields
    meant: Fields

    @property
    def key(self) -> str:
        own = next((self.meant[name] for name in KEYS if self.meant.get(name)), "")
        return own or bare(f"{self.meant['name']}|{self.meant.get('parent_agency', '')}")


@dataclass(frozen=True)
class Drafted:
    """A list on paper. A `plain` one must be read exactly and without a flag; any other may be
    flagged, but not misread in silence: its words may not fit into their columns.
    """

    paper: Paper
    plain: bool


@st.composite
def people(draw: st.DrawFn, procedure: str, *, born: bool) -> Typed:
    """Return a person's row; `born` adds the day of birth and the sex, as the ID has them."""
    cells = {
        "name": draw(values.names),
        "unit": draw(values.units),
        "position": draw(values.positions),
        "phone": draw(values.phones),
        "note": draw(values.notes),
    }
    if procedure == "new":
        cells |= {"parent_agency": draw(values.parents), "national_id": draw(values.national_ids)}
    else:
        cells["email"] = draw(values.emails)
    if born:
        number = cells["national_id"].meant if "national_id" in cells else "092190000000"
        year = 1900 + 100 * (int(number[3]) // 2) + int(number[4:6])
        day = draw(values.days_of_birth)
        birth = f"{day.day:02d}/{day.month:02d}/{year}"
        gender = ("Nam", "Nữ")[int(number[3]) % 2]
        cells |= {"birth": Value(birth, birth), "gender": Value(gender, gender)}
    return _typed(cells)


@st.composite
def organisations(draw: st.DrawFn, procedure: str) -> Typed:
    """Return the row of an agency or unit, with who answers for its mailbox."""
    officer = draw(values.officers)
    unit, number = draw(values.units), draw(st.integers(1, 99))
    cells = {
        "name": Value(f"{unit.printed} {number}", f"{unit.meant} {number}"),
        "phone": draw(values.phones),
        "note": draw(values.notes),
    }
    if procedure == "new":
        cells["parent_agency"] = draw(values.parents)
    else:
        cells["email"] = draw(values.emails)
    typed = _typed(cells)
    meant = {
        "manager_name": officer.name,
        "manager_phone": officer.phone,
        "manager_email": officer.email,
    }
    return Typed(typed.printed | {"manager": officer.cell}, typed.meant | meant)


def _typed(cells: dict[str, Value]) -> Typed:
    return Typed(
        {name: value.printed for name, value in cells.items()},
        {name: value.meant for name, value in cells.items()},
    )


@st.composite
def tables(draw: st.DrawFn, procedure: str, shape: str) -> tuple[Table, Table, Fields]:
    """Return a table as it must be read, the same as it is typed, and its headers."""
    born = shape == "individual" and draw(st.booleans())
    row = people(procedure, born=born) if shape == "individual" else organisations(procedure)
    rows = draw(st.lists(row, min_size=1, max_size=MOST_ROWS, unique_by=lambda row: row.key))
    numbered = draw(st.sampled_from(("{}", "{:02d}", "{}.")))
    stts = [numbered.format(at) for at in range(1, len(rows) + 1)]
    meant = tuple(row.meant | {"stt": stt.strip(".")} for row, stt in zip(rows, stts, strict=True))
    printed = tuple(row.printed | {"stt": stt} for row, stt in zip(rows, stts, strict=True))
    table = Table(procedure, shape, meant)
    headers = list(table.headers.items())
    if born:
        headers[2:2] = [("birth", "Ngày sinh"), ("gender", "Giới tính")]
    return table, replace(table, rows=printed), dict(headers)


@st.composite
def lists(draw: st.DrawFn) -> Drafted:
    """Return a letter with one or two lists."""
    kinds = draw(st.lists(st.sampled_from(KINDS), min_size=1, max_size=2, unique=True))
    made = [draw(tables(*kind)) for kind in sorted(kinds, key=KINDS.index)]
    letter = a_request(random.Random(draw(st.integers(0, 2**16))), [(*KINDS[0], 1)])
    request = replace(letter, tables=tuple(table for table, _, _ in made))
    paper = annexed(request, [grid_of(printed, headers) for _, printed, headers in made])
    if draw(st.integers(0, 3)):
        size = fitting_size(paper.drawn(size=draw(st.sampled_from((7.0, 8.0, 9.0)))), WHOLE_WORDS)
        return Drafted(paper.drawn(size=size), plain=size >= SMALLEST)
    return Drafted(paper.drawn(**draw(tight_looks())), plain=False)


@st.composite
def tight_looks(draw: st.DrawFn) -> dict[str, object]:
    """Return a look whose words may be too wide for their columns."""
    landscape = draw(st.booleans())
    return {
        "landscape": landscape,
        "size": draw(st.sampled_from((10.0, 12.0, 13.0) if landscape else (6.0, 8.0, 10.0))),
        "justify": draw(st.booleans()),
        "rows_split": draw(st.booleans()),
        "anywhere": draw(st.booleans()),
    }
