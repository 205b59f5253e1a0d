"""`mailbot purge`, `mailbot erase`: what goes by its time, and what goes on request."""

from __future__ import annotations

from argparse import Namespace
from dataclasses import asdict

from mailbot.commands.answer import Answer
from mailbot.commands.house import house_of, open_house
from mailbot.operations.retention import retention_of
from mailbot.operations.retention_erase import Erase
from mailbot.storage import schema


def purge(options: Namespace) -> Answer:
    """Purge now what the daily run would purge."""
    with house_of(options) as house:
        schema.check(house.database)
        purged = asdict(retention_of(house)())
        fields = {name: str(count) for name, count in purged.items()}
        return Answer(purged, house.words.say("retention.purged", **fields))


def erase(options: Namespace) -> Answer:
    """Erase what was derived about one person."""
    with open_house(options) as (house, connection):
        erase_from = Erase(house.cases, house.clock)
        numbers = erase_from(
            connection, options.person, options.officer, options.reason, options.case
        )
        code = "retention.erased" if numbers else "retention.nobody"
        text = house.words.say(code, cases=", ".join(numbers))
    return Answer({"cases": numbers}, text)
