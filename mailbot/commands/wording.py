"""How cases read in a terminal: tables, dates, states in words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import datetime

from mailbot.cases.agency import Registry
from mailbot.cases.case import Case
from mailbot.cases.discretion import PHONE_COLUMNS, masked_id, phone_shown
from mailbot.cases.finding import Finding, Place, Severity
from mailbot.cases.row import ListedRow
from mailbot.clock import local
from mailbot.intake.row_known import without_ids
from mailbot.provisioning.plan import Plan
from mailbot.words import Words, say

_ROW_FIRST = re.compile(r"Dòng (?:số )?(?P<stt>\S+?)(?: \((?P<name>[^()]*)\))?(?:: | (?=trùng|bị))")
MARKS = {Severity.BLOCKS: "✗", Severity.LOOK: "?", Severity.NOTE: "·"}


def when(instant: datetime) -> str:
    """Return an instant for a table: `23/11/2026 09:00`."""
    return local(instant).strftime("%d/%m/%Y %H:%M")


def width(text: str) -> int:
    """Return how many columns a text takes in a terminal."""
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1
        for char in text
    )


def heads(*names: str) -> tuple[str, ...]:
    """Return the headings of these columns."""
    return tuple(say(f"command.head_{name}") for name in names)


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return rows under a head, columns as wide as their widest text."""
    lines = [tuple(head), *(tuple(row) for row in rows)]
    widths = [max(width(line[n]) for line in lines) for n in range(len(head))]
    rule = "  ".join("─" * size for size in widths)
    padded = [_padded(line, widths) for line in lines]
    return "\n".join([padded[0], rule, *padded[1:]])


def _padded(line: Sequence[str], widths: Sequence[int]) -> str:
    cells = (text + " " * (size - width(text)) for text, size in zip(line, widths, strict=True))
    return "  ".join(cells).rstrip()


def finding_json(finding: Finding, words: Words) -> dict[str, object]:
    """Return a finding for --json."""
    return {
        "code": finding.code,
        "severity": finding.severity,
        "message": words.finding(finding),
        "row": None if finding.row is None else finding.row + 1,
        "column": finding.column,
        "place": place_json(finding.place),
        "against": place_json(finding.against),
    }


def place_json(place: Place | None) -> dict[str, object] | None:
    """Return a place for --json."""
    if place is None:
        return None
    return {
        "file": place.file,
        "page": place.page,
        "box": list(place.box) if place.box else None,
        "sheet": place.sheet,
        "cell": place.cell,
        "paragraph": place.paragraph,
    }


def finding_line(finding: Finding, words: Words) -> str:
    """Return a finding as one line: `✗ Dòng 3 (Lê Văn Tám): …`, the row as `--row` counts it."""
    return f"  {MARKS[finding.severity]} {told(finding, words)}"


def by_weight(findings: Iterable[Finding]) -> list[Finding]:
    """Return the findings, the heaviest first, each weight in the order of the list."""
    order = list(MARKS)
    return sorted(findings, key=lambda f: (order.index(f.severity), -1 if f.row is None else f.row))


def told(finding: Finding, words: Words) -> str:
    """Return what a finding says, with its row in front once; the paper's STT where it differs."""
    text = words.finding(finding)
    if finding.row is None:
        return text
    found = _ROW_FIRST.match(text)
    stt, name = (found["stt"], found["name"]) if found else ("", "")
    number = str(finding.row + 1)
    aside = ", ".join(one for one in (f"STT {stt}" if stt not in {"", number} else "", name) if one)
    rest = text[found.end() :] if found else text
    return f"Dòng {number}{f' ({aside})' if aside else ''}: {rest[:1].lower()}{rest[1:]}"


def reason_words(code: str, address: str, words: Words) -> str:
    """Return why a mail made no case, in words; only codes are kept in the ledger."""
    for key in (f"case.why_{code}", f"sender.{code}"):
        if key in words.texts:
            return words.say(key, address=address)
    return code


def agency_name(registry: Registry, code: str) -> str:
    """Return an agency's name, or its code where the registry has lost it."""
    agency = registry.by_code(code)
    return agency.name if agency else code or "—"


def masked_cell(column: str, text: str, own_id: str) -> str:
    """Return a cell's text with whatever may be a national ID number masked."""
    if column == "national_id":
        return masked_id(text)
    return phone_shown(text, own_id) if column in PHONE_COLUMNS else without_ids(text)


def case_json(case: Case, registry: Registry, words: Words) -> dict[str, object]:
    """Return a case for --json, national IDs masked."""
    return {
        "case": case.number,
        "state": case.state,
        "agency": agency_name(registry, case.agency_code),
        "procedure": case.procedure,
        "channel": case.channel,
        "arrived_at": local(case.arrived_at).isoformat(),
        "due_at": local(case.due_at).isoformat(),
        "reply_to": case.reply_to,
        "letter": {
            "number": case.letter.number,
            "date": case.letter.dated_on.isoformat() if case.letter.dated_on else None,
            "agency": case.letter.agency_name,
            "ground": case.letter.ground,
        },
        "rows": [
            {"row": index, "procedure": row.procedure, **_listed_json(row)}
            for index, row in enumerate(case.rows, 1)
        ],
        "unserved": [{"asked": row.asked, **_listed_json(row)} for row in case.unserved],
        "findings": [finding_json(finding, words) for finding in case.findings],
    }


def _listed_json(row: ListedRow) -> dict[str, object]:
    return {
        "holder": row.holder,
        "stt": row.stt,
        "name": row.name,
        "unit": row.unit or row.parent_agency,
        "position": row.position,
        "national_id": masked_id(row.national_id),
        "phone": phone_shown(row.phone, row.national_id),
        "email": row.email,
    }


def plan_json(plan: Plan, words: Words) -> list[dict[str, object]]:
    """Return what provisioning would do, row by row; addresses are shown before they are used."""
    wanted = [{"row": e.row + 1, "action": e.action, "address": e.address} for e in plan.effects]
    skipped = [
        {"row": (f.row or 0) + 1, "action": "none", "address": "", "reason": words.finding(f)}
        for f in plan.reasons
    ]
    return [*wanted, *skipped]
