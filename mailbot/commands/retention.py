"""`mailbot purge`, `erase`, `reseal`: what goes by its time or on request, how the rest lies."""

from __future__ import annotations

from argparse import Namespace
from dataclasses import asdict

from mailbot.commands.answer import Answer
from mailbot.commands.house import house_of, open_house
from mailbot.operations.reseal import lay_open
from mailbot.operations.reseal import reseal as sealed_anew
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


def reseal(options: Namespace) -> Answer:
    """Seal with the newest key, or lay long content open for an earlier version."""
    with house_of(options) as house:
        schema.check(house.database)
        done = asdict(lay_open(house) if options.open else sealed_anew(house))
        fields = {name: str(count) for name, count in done.items()}
        code = "retention.laid_open" if options.open else "retention.resealed"
        return Answer(done, house.words.say(code, **fields))
