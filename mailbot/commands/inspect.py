"""`mailbot inspect MESSAGE.eml`: everything mailbot would find and decide, changing nothing."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator
from typing import Any

from mailbot.cases.deadline import Deadline
from mailbot.clock import local
from mailbot.commands.answer import FAILED, PASSED, UNDECIDED, Answer
from mailbot.commands.attachments import read_file
from mailbot.commands.house import checked, house_of
from mailbot.commands.wording import by_weight, case_json, finding_line, plan_json, when
from mailbot.house import House
from mailbot.intake.assessment import STATE_OF, Assessment, Course, case_from
from mailbot.intake.dossier import Dossier
from mailbot.intake.header_trace import arrival
from mailbot.provisioning.provision import plan_case
from mailbot.storage import certificates
from mailbot.words import Words, say

_CODES = {Course.ACCEPT: PASSED, Course.REJECT: FAILED}


def inspect(options: Namespace) -> Answer:
    """Read and judge a mail as if it had just arrived."""
    raw = read_file(options.message)
    with house_of(options) as house:
        arrived_at = arrival(raw, house.evidence) or house.clock()
        with checked(house) as connection:
            registry = certificates.registry(connection)
        # Not in a transaction: it asks the DNS, and a bad mail may take a minute.
        dossier = house.mail_reader.dossier_of((raw,), house.means(registry, raw), arrived_at)
        clock = house.deadline(arrived_at)
        with house.database.reading() as connection:
            assessment = house.examine.assessed(connection, registry, dossier, arrived_at)
            value = _as_json(assessment, dossier, clock)
            if assessment.course in STATE_OF:
                case = case_from(assessment, dossier, clock)
                value["case"] = case_json(case, registry, house.words)
                if assessment.agency is not None:
                    plan = plan_case(connection, case, house.address_rule, house.own_addresses)
                    value["plan"] = plan_json(plan, house.words)
        text = "\n".join(_lines(house, assessment, dossier, clock, value))
    return Answer(value, text, _CODES.get(assessment.course, UNDECIDED))


def _as_json(assessment: Assessment, dossier: Dossier, clock: Deadline) -> dict[str, Any]:
    sender = dossier.sender
    return {
        "course": assessment.course,
        "reasons": list(assessment.reasons),
        "sender": {
            "verdict": sender.verdict,
            "address": sender.address,
            "agency": sender.agency_code,
            "reasons": [reason.code for reason in sender.reasons],
        },
        "signatures": [
            {
                "file": paper.name,
                "verdict": paper.report.verdict,
                "signers": [s.signer.name for s in paper.report.signatures if s.signer],
            }
            for paper in dossier.papers
        ],
        "received_at": local(clock.received_at).isoformat(),
        "due_at": local(clock.due_at).isoformat(),
        "case": None,
        "plan": [],
    }


def _lines(
    house: House,
    assessment: Assessment,
    dossier: Dossier,
    clock: Deadline,
    value: dict[str, Any],
) -> Iterator[str]:
    words: Words = house.words
    yield words.say(f"case.course_{assessment.course}")
    agency = assessment.agency.name if assessment.agency else "—"
    verdict = words.say(f"case.verdict_{dossier.sender.verdict}")
    yield say(
        "command.sender_line", address=dossier.sender.address or "—", agency=agency, verdict=verdict
    )
    for paper in dossier.papers:
        signers = [s.signer.name for s in paper.report.signatures if s.signer]
        proven = words.say(f"case.signature_{paper.report.verdict}")
        yield say(
            "command.file_line", file=paper.name, proven=proven, signers=", ".join(signers) or "—"
        )
    yield say("command.due_if_case", at=when(clock.due_at))
    for finding in by_weight(assessment.findings):
        yield finding_line(finding, words)
    for entry in value["plan"]:
        action = words.say(f"case.action_{entry['action']}")
        yield say(
            "command.row_line",
            row=entry["row"],
            action=action,
            what=entry["address"] or entry.get("reason", ""),
        )
