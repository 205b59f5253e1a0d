"""A finding: one reason, with its evidence, for a person to look at a case."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

Box = tuple[float, float, float, float]

# Its field `fingerprint` names the certificate that an officer approves with the case.
FIRST_SEEN = "signature.certificate_first_seen"


class Severity(StrEnum):
    """How much a finding weighs. Only a person refuses, whatever the severity."""

    BLOCKS = "blocks"
    LOOK = "look"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Place:
    """Where in which attachment something stands.

    `box` is `(x, y, width, height)` in fractions of the page as displayed (after /Rotate),
    origin top left. Workbooks have `sheet` and `cell` instead of `page` (counted from 1), a docx
    its table and the cell of that, or `paragraph` in words.
    """

    file: str = ""
    page: int | None = None
    box: Box | None = None
    sheet: str = ""
    cell: str = ""
    paragraph: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """A stable code with its fields; the Vietnamese wording stands in config/texts/vi/.

    `code` is `<room>.<name>`, e.g. `sender.unknown`. `fields` fill the wording and never carry a
    national ID number or a password. `row` is the index of the row in the case, `column` the
    name of the row's field. `against` is where that stands which the place contradicts or repeats.
    `settled_by` names the officer who looked into it and accepted it.
    """

    code: str
    severity: Severity
    fields: Mapping[str, str] = field(default_factory=dict)
    row: int | None = None
    column: str = ""
    place: Place | None = None
    settled_by: str = ""
    against: Place | None = None


def needs_a_person(findings: Iterable[Finding]) -> bool:
    """Return whether any finding is more than a note."""
    return any(finding.severity is not Severity.NOTE for finding in findings)
