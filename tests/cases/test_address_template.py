"""Templates of addresses: which can be used, and why the others cannot."""

from __future__ import annotations

import pytest

from mailbot.cases.address_template import PERSON_FIELDS, filled, template_fault
from mailbot.words import load_words


@pytest.mark.parametrize(
    ("template", "code"),
    [
        ("", "no_placeholder"),
        ("ten", "no_placeholder"),
        ("{name}", "unknown_placeholder"),
        ("{}", "unknown_placeholder"),
        ("{given", "no_template"),
        ("{{given}}", "no_template"),
        ("{given}@{unit}", "stray_in_template"),
        ("{given}Ä", "stray_in_template"),
        ("{given} {all}", "stray_in_template"),
    ],
)
def test_a_template_that_forms_no_address_is_refused(template: str, code: str) -> None:
    fault = template_fault(template, PERSON_FIELDS)

    assert fault is not None
    assert fault.code == code
    assert "{{" not in load_words().say(f"settings.{code}", **fault.fields)


def test_a_template_is_filled() -> None:
    assert template_fault("{given}.{unit}-1", PERSON_FIELDS) is None
    assert filled("{given}.{unit}-1", {"given": "an", "unit": "vp"}) == "an.vp-1"
