"""`mailbot purge`, `erase`, `reseal`: what goes by its time or on request, how the rest lies."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence
from dataclasses import asdict

from mailbot.cases.discretion import masked_id
from mailbot.cases.row import ListedRow
from mailbot.commands.answer import UNDECIDED, Answer
from mailbot.commands.house import house_of
from mailbot.commands.wording import agency_name, heads, masked_cell, table
from mailbot.house import House
from mailbot.operations.reseal import lay_open
from mailbot.operations.reseal import reseal as sealed_anew
from mailbot.operations.retention import retention_of
from mailbot.operations.retention_erase import Erase, Found, Wanted
from mailbot.storage import registry_store, schema


def purge(options: Namespace) -> Answer:
    """Purge now what the daily run would purge."""
    with house_of(options) as house:
        schema.check(house.database)
        purged = asdict(retention_of(house)())
        fields = {name: str(count) for name, count in purged.items()}
        return Answer(purged, house.words.say("retention.purged", **fields))


def erase(options: Namespace) -> Answer:
    """Erase what was derived about one person; without `--yes` only say where they were found."""
    wanted = Wanted(options.person, options.case, options.agency)
    with house_of(options) as house:
        schema.check(house.database)
        erase_from = Erase(house.database, house.cases, house.clock)
        if options.yes:
            numbers = erase_from(wanted, options.officer, options.reason)
            code = "retention.erased" if numbers else "retention.nobody"
            text = house.words.say(code, cases=", ".join(numbers))
            return Answer({"cases": numbers, "erased": True}, text)
        return _preview(house, erase_from.look(wanted))


def _preview(house: House, found: Sequence[Found]) -> Answer:
    with house.database.reading() as connection:
        registry = registry_store.load_registry(connection)
    lines = [
        (
            one.case.number,
            house.words.say(f"case.state_{one.case.state}"),
            f"{agency_name(registry, one.case.agency_code)} [{one.case.agency_code}]",
            *_person(row),
        )
        for one in found
        for row in one.of_person
    ]
    names = ("case", "state", "agency", "name", "position", "national_id")
    value = {"found": [dict(zip(names, line, strict=True)) for line in lines], "erased": False}
    if not lines:
        return Answer(value, house.words.say("retention.nobody"))
    head = (*heads("case", "state", "agency", "name", "position"), "CCCD")
    shown = house.words.say("retention.would_erase", table=table(head, lines), cases=len(found))
    return Answer(value, shown, UNDECIDED)


def _person(row: ListedRow) -> tuple[str, str, str]:
    name, position = (
        masked_cell(column, getattr(row, column), row.national_id)
        for column in ("name", "position")
    )
    return name, position, masked_id(row.national_id)


def reseal(options: Namespace) -> Answer:
    """Seal with the newest key, or lay long content open for an earlier version."""
    with house_of(options) as house:
        schema.check(house.database)
        done = asdict(lay_open(house) if options.open else sealed_anew(house))
        fields = {name: str(count) for name, count in done.items()}
        code = "retention.laid_open" if options.open else "retention.resealed"
        return Answer(done, house.words.say(code, **fields))
