"""The rows of a request list, judged: what a person must see before they are granted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta

from mailbot.cases.agency import AgencyKind
from mailbot.cases.finding import Finding, Severity
from mailbot.cases.row import Holder, Procedure, Row
from mailbot.intake.row_cells import judge_cells
from mailbot.intake.row_elsewhere import judge_elsewhere
from mailbot.intake.row_known import Known, NumberedRow, Surroundings, surroundings_of
from mailbot.intake.row_new import judge_new
from mailbot.intake.row_repeats import judge_repeats
from mailbot.intake.row_reset import judge_reset
from mailbot.intake.row_unit import judge_unit

# Quyết định 2829/QĐ-UBND, "Yêu cầu, điều kiện" of both procedures.
GROUNDS: dict[tuple[Procedure, Holder], frozenset[str]] = {
    (Procedure.NEW, Holder.PERSON): frozenset({"recruited", "founded"}),
    (Procedure.NEW, Holder.ORGANISATION): frozenset({"founded"}),
    (Procedure.RESET, Holder.PERSON): frozenset({"forgotten"}),
    (Procedure.RESET, Holder.ORGANISATION): frozenset({"forgotten"}),
}

_GROUND_CODES = {
    Procedure.NEW: ("row.ground_missing_new", "row.ground_other_new"),
    Procedure.RESET: ("row.ground_missing_reset", "row.ground_other_reset"),
}


def judge_rows(rows: Sequence[Row], known: Known) -> tuple[Finding, ...]:
    """Return every finding about the list: first the list as a whole, then row by row."""
    around = surroundings_of(known)
    numbered = [NumberedRow(index, row) for index, row in enumerate(rows)]
    findings = [*_judge_asker(known), *_judge_grounds(rows, known), *_judge_directory(rows, known)]
    for one in numbered:
        findings.extend(_judge_row(one, around))
    findings.extend(judge_repeats(numbered, known.open_rows))
    findings.extend(judge_elsewhere(numbered, known, findings))
    return tuple(sorted(findings, key=lambda found: -1 if found.row is None else found.row))


def _judge_row(numbered: NumberedRow, around: Surroundings) -> Iterator[Finding]:
    yield from judge_cells(numbered, around.known)
    yield from judge_unit(numbered, around)
    if numbered.row.procedure is Procedure.RESET:
        yield from judge_reset(numbered, around)
        yield from _judge_age(numbered, around.known)
    else:
        yield from judge_new(numbered, around)


def _judge_asker(known: Known) -> Iterator[Finding]:
    """Yield why the asker may not be one whom the decision serves."""
    asker = known.asker
    if asker.kind is AgencyKind.OTHER:
        yield Finding("row.asker_other", Severity.LOOK, {"asker": asker.name})
    if not asker.in_force(known.on):
        yield Finding("row.asker_ended", Severity.LOOK, {"asker": asker.name})


def _judge_grounds(rows: Sequence[Row], known: Known) -> Iterator[Finding]:
    """Yield, once for each procedure, that the letter's ground is missing or not the decision's."""
    given = {ground.strip() for ground in known.ground.split(",")} - {""}
    unmet = {row.procedure for row in rows if not given & GROUNDS[row.procedure, row.holder]}
    for procedure in sorted(unmet):
        missing, other = _GROUND_CODES[procedure]
        yield Finding(other if given else missing, Severity.LOOK)


def _judge_directory(rows: Sequence[Row], known: Known) -> Iterator[Finding]:
    """Yield, for new rows, that an old directory may not know who already has a mailbox."""
    missing, old = "row.directory_missing_new", "row.directory_old_new"
    age = _directory_age(known)
    if age and any(row.procedure is Procedure.NEW for row in rows):
        yield Finding(missing if age == "missing" else old, Severity.NOTE, _imported(known))


def _judge_age(numbered: NumberedRow, known: Known) -> Iterator[Finding]:
    """Yield, for every reset, that the directory cannot be relied on."""
    if age := _directory_age(known):
        yield numbered.finding(f"directory_{age}", Severity.LOOK, "email", **_imported(known))


def _directory_age(known: Known) -> str:
    """Return "missing" where none was ever imported, "old" past its age, else nothing."""
    imported, limit = known.directory.imported_on, timedelta(days=known.directory_max_age_days)
    if imported is None:
        return "missing"
    return "old" if known.on - imported > limit else ""


def _imported(known: Known) -> dict[str, str]:
    imported = known.directory.imported_on
    return {"imported": f"{imported:%d/%m/%Y}"} if imported else {}
