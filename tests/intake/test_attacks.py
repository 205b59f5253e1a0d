"""No attack of the table is accepted; what is known to be false is rejected, not only held."""

from __future__ import annotations

import time

import pytest

from mailbot.intake.sender import judge_sender
from mailbot.intake.sender_rules import EvidenceRules
from mailbot.words import load_words
from tests.intake.attacks import attacks
from tests.intake.mails import INBOX, REGISTRY

ATTACKS = tuple(attacks())


@pytest.mark.parametrize(
    ("raw", "rules"), [pytest.param(raw, rules, id=name) for name, raw, rules in ATTACKS]
)
def test_no_attack_is_accepted(raw: bytes, rules: EvidenceRules) -> None:
    started = time.process_time()
    sender = judge_sender(raw, REGISTRY, rules, [INBOX])

    assert sender.verdict in {"held", "rejected"}
    assert sender.reasons
    assert time.process_time() - started < 0.5


def test_the_table_holds_what_was_promised() -> None:
    names = [name for name, _, _ in ATTACKS]

    assert len(names) == len(set(names)) >= 120


def test_every_reason_has_its_vietnamese_wording() -> None:
    words = load_words()
    reasons = {
        reason
        for _, raw, rules in ATTACKS
        for reason in judge_sender(raw, REGISTRY, rules, [INBOX]).reasons
    }

    for reason in reasons:
        text = words.say(f"sender.{reason.code}", **dict(reason.fields))
        assert "…" not in text
