"""Each code a case can carry is decided: asked of the agency, asked along, or ours."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest

from mailbot.cases.finding import Finding, Severity
from mailbot.cases.mending import (
    DECIDED,
    OURS_BY_ROOM,
    Mending,
    agency_findings,
    gives_reason_to_write,
    mending_of,
)
from mailbot.words import load_words
from parsers import FlagCode
from tests.test_words import sources

TEXTS = load_words().texts
# Wordings beside those of findings: why a row was not done, what a command or an upload says.
NO_FINDINGS = (
    *("row.mailbox_missing", "row.same_mailbox_twice"),
    *("signature.told_", "signature.verdict_", "signature.book_", "signature.letter_"),
    *("signature.file_unreadable", "signature.not_a_certificate", "signature.not_a_crl"),
    *("signature.not_an_ocsp_answer", "signature.bad_time", "signature.wrong_passphrase"),
    *("signature.no_key", "signature.token_unavailable", "signature.pin_refused"),
    *("signature.key_mismatch", "signature.key_usage_forbids", "signature.field_taken"),
    *("signature.timestamp_unavailable", "signature.validation_data_missing"),
    *("signature.image_unreadable", "signature.needs_two_signatures"),
    *("signature.leader_not_configured", "signature.organisation_not_configured"),
)
PUT_TOGETHER = (
    *("manual.paper_only", "manual.paper_not_accepted"),
    *("manual.scan_has_other_rows", "manual.scan_differs"),
)


def codes_worded() -> Iterator[str]:
    """Yield every code whose room holds findings alone, or nearly so."""
    for code in TEXTS:
        held = code.startswith(("list.", "row.", "request.", "signature."))
        if held and not code.startswith(NO_FINDINGS):
            yield code


def codes_found() -> Iterator[str]:
    """Yield every code that the source makes a finding of, where it stands written out."""
    yield from PUT_TOGETHER
    for where, tree in sources("mailbot"):
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Finding":
                code = node.args[0]
                if isinstance(code, ast.Constant) and not where.startswith("mailbot/demo"):
                    yield str(code.value)


@pytest.mark.parametrize("code", sorted({f"list.{code}" for code in FlagCode}))
def test_every_flag_of_a_reading_is_decided(code: str) -> None:
    assert is_decided(code)


def test_every_finding_of_a_case_is_decided() -> None:
    codes = {*codes_worded(), *codes_found()}

    assert len(codes) > 200
    assert sorted(code for code in codes if not is_decided(code)) == []


def is_decided(code: str) -> bool:
    return code in DECIDED or code.partition(".")[0] in OURS_BY_ROOM


def test_of_a_code_that_an_earlier_version_stored_nobody_is_asked_anything() -> None:
    assert not is_decided("list.of_an_earlier_version")
    assert mending_of("list.of_an_earlier_version") is Mending.OURS


@pytest.mark.parametrize(
    ("code", "asked", "reason_to_write"),
    [
        pytest.param("row.missing_phone", True, True, id="a cell that lacks"),
        pytest.param("list.count_differs", True, True, id="a count that is not the list's"),
        pytest.param("list.row_numbering", True, False, id="numbers with a gap"),
        pytest.param("list.rows_outside_table", True, False, id="a row outside the table"),
        pytest.param("list.merged_cell", True, False, id="cells merged"),
        pytest.param("list.annex_number_differs", True, False, id="another letter's annex"),
        pytest.param("list.readers_differ", True, False, id="read in two ways"),
        pytest.param("list.scan", False, False, id="a signed scan"),
        pytest.param("list.ocr_missing", False, False, id="our server lacks recognition"),
        pytest.param("row.directory_old", False, False, id="our directory"),
        pytest.param("row.leader_asked", False, False, id="our rule about leaders"),
        pytest.param("sender.unknown", False, False, id="who sent it"),
        pytest.param("case.same_letter", False, False, id="our cases"),
        pytest.param("signature.revocation_unknown", False, False, id="a CA not reached"),
    ],
)
def test_who_mends_it(code: str, *, asked: bool, reason_to_write: bool) -> None:
    finding = Finding(code, Severity.LOOK)

    assert bool(agency_findings([finding])) is asked
    assert gives_reason_to_write(finding) is reason_to_write


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"severity": Severity.NOTE}, id="a note"),
        pytest.param({"settled_by": "Lê Thị Lan"}, id="settled"),
    ],
)
def test_what_needs_nobody_is_not_asked(changes: dict[str, str]) -> None:
    sound = {"code": "row.missing_phone", "severity": Severity.LOOK}

    assert agency_findings([Finding(**sound | changes)]) == ()  # type: ignore[arg-type]
