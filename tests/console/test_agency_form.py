"""An agency goes into the form and comes back the same."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from mailbot.cases.agency import CertificateName
from mailbot.console.agency_form import agency_of_form, fields_of
from tests.builders import NINH_KIEU

TODAY = date(2026, 11, 23)


def test_what_the_form_shows_makes_the_very_agency() -> None:
    agency = replace(
        NINH_KIEU,
        former_names=("Ủy ban nhân dân quận Ninh Kiều",),
        certificate_names=(
            CertificateName("UBND P. NINH KIỀU", "UBND TP", "Cần Thơ"),
            CertificateName("UBND Q. NINH KIỀU", "UBND TP", "Cần Thơ", valid_to=TODAY),
            CertificateName("UBND P. NINH KIỀU", "UBND TP", "Cần Thơ", TODAY, TODAY),
        ),
        certificate_emails=("ninhkieu@cantho.gov.vn",),
        certificate_fingerprints=("ab" * 32, "cd" * 32),
        valid_from=date(2025, 7, 1),
        valid_to=date(2030, 7, 1),
    )
    form = {name: [value] for name, value in fields_of(agency).items()}
    assert agency_of_form(form, agency, TODAY) == agency
