"""`mailbot shadow report FILE.csv`: mailbot's decisions beside staff's."""

from __future__ import annotations

from argparse import Namespace
from collections import Counter
from dataclasses import asdict

from mailbot.commands.answer import FAILED, PASSED, Answer
from mailbot.commands.attachments import read_file
from mailbot.commands.house import house_of
from mailbot.commands.wording import table
from mailbot.operations.shadow import Comparison, compare, judged, read_recorded
from mailbot.storage import registry_store, schema


def report(options: Namespace) -> Answer:
    """Compare; exit code 1 where mailbot would have done what staff did not."""
    data = read_file(options.file)
    with house_of(options) as house:
        with schema.reading(house.database) as connection:
            registry = registry_store.load_registry(connection)
        recorded = read_recorded(data, options.file.name, registry, house.words)
        found = compare(judged(house.database, house.cases), recorded)
        say = house.words.say
    counts = Counter(one.comparison for one in found)
    lines = [
        (
            one.letter,
            one.agency,
            one.case,
            say(f"shadow.{one.proposal}"),
            say(f"shadow.{one.outcome}") if one.outcome else "",
            say(f"shadow.{one.comparison}"),
            ", ".join(one.findings),
        )
        for one in found
    ]
    summary = [f"{say(f'shadow.{kind}')}: {counts[kind]}" for kind in Comparison]
    head = tuple(say(f"shadow.head_{name}") for name in _HEAD)
    value = {
        "counts": {kind: counts[kind] for kind in Comparison},
        "letters": [asdict(one) for one in found],
    }
    code = FAILED if any(one.must_not_happen for one in found) else PASSED
    return Answer(value, "\n".join([table(head, lines), "", *summary]), code)


_HEAD = ("letter", "agency", "case", "proposal", "outcome", "comparison", "findings")
