"""Changes of an agency: what is wrong with one, and which need a second person."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from mailbot.cases.agency import CertificateName
from mailbot.cases.agency_change import (
    change_faults,
    changed_fields,
    needs_second_person,
    renamed,
)
from tests.cases.builders import REGISTRY, SO_TU_PHAP


@pytest.mark.parametrize(
    ("different", "needed"),
    [
        pytest.param({"mailbox": "stp2@cantho.gov.vn"}, True, id="another mailbox"),
        pytest.param({"mailbox": ""}, True, id="no mailbox any more"),
        pytest.param({"superior_code": "syt"}, True, id="whose passwords others may reset"),
        pytest.param({"certificate_fingerprints": ("ab" * 32,)}, True, id="a pinned certificate"),
        pytest.param({"certificate_emails": ("a@b.vn",)}, True, id="an e-mail in certificates"),
        pytest.param(
            {"certificate_names": (CertificateName("A", "B", "C"),)}, True, id="a certificate name"
        ),
        pytest.param({"name": "Sở Tư pháp thành phố Cần Thơ"}, False, id="the name"),
        pytest.param({"phone": "02923821234"}, False, id="the telephone"),
        pytest.param({"valid_to": date(2026, 12, 31)}, False, id="its end"),
    ],
)
def test_what_could_let_a_stranger_ask_needs_a_second_person(
    different: dict[str, Any], needed: bool
) -> None:
    after = replace(SO_TU_PHAP, **different)
    assert needs_second_person(SO_TU_PHAP, after) is needed
    assert changed_fields(SO_TU_PHAP, after) == tuple(different)


@pytest.mark.parametrize(
    ("different", "fault"),
    [
        pytest.param({}, "office.agency_unchanged", id="nothing changed"),
        pytest.param({"name": ""}, "office.agency_no_name", id="no name"),
        pytest.param({"mailbox": "stp@"}, "office.agency_no_address", id="no address"),
        pytest.param(
            {"mailbox": "syt@cantho.gov.vn"}, "office.agency_mailbox_taken", id="another's mailbox"
        ),
        pytest.param({"superior_code": "xyz"}, "office.agency_no_superior", id="unknown superior"),
        pytest.param({"superior_code": "stp"}, "office.agency_no_superior", id="its own superior"),
        pytest.param({"superior_code": "tttgpl"}, "office.agency_no_superior", id="a circle"),
        pytest.param(
            {"valid_from": date(2026, 1, 2), "valid_to": date(2026, 1, 1)},
            "office.agency_ends_before_it_begins",
            id="ends before it begins",
        ),
    ],
)
def test_a_change_that_cannot_be_is_refused_with_the_reason(
    different: dict[str, Any], fault: str
) -> None:
    found = change_faults(SO_TU_PHAP, replace(SO_TU_PHAP, **different), REGISTRY)
    assert [one.code for one in found] == [fault]


def test_an_agency_renamed_keeps_its_old_name_with_the_day() -> None:
    on = date(2025, 7, 1)
    after = renamed(SO_TU_PHAP, "Sở Pháp chế", on)
    assert (after.name, after.former_names, after.valid_from) == (
        "Sở Pháp chế",
        ("Sở Tư pháp",),
        on,
    )
    assert renamed(after, "Sở Pháp Chế", on).former_names == ("Sở Tư pháp",)
    back = renamed(after, "Sở Tư pháp", date(2026, 1, 1))
    assert back.former_names == ("Sở Pháp chế",)
