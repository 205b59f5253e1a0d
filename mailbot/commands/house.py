"""The house a command works in: settings read, schema checked, everything closed afterwards."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection

from mailbot.house import House
from mailbot.settings import load_settings
from mailbot.storage import schema


@contextmanager
def house_of(options: Namespace, *, stays: bool = False) -> Iterator[House]:
    """Yield the house of these settings; `stays` where the command serves for long."""
    house = House(load_settings(options.settings), stays=stays)
    try:
        yield house
    finally:
        house.close()


@contextmanager
def seen_house(options: Namespace) -> Iterator[tuple[House, Connection]]:
    """Yield the house and a connection that only reads: it keeps no worker waiting."""
    with house_of(options) as house, checked(house) as connection:
        yield house, connection


@contextmanager
def checked(house: House) -> Iterator[Connection]:
    """Yield a connection that only reads the house's database, once its schema is right."""
    with schema.reading(house.database) as connection:
        house.adopt_calendar(connection)
        yield connection


@contextmanager
def open_house(options: Namespace) -> Iterator[tuple[House, Connection]]:
    """Yield the house with one transaction on its checked database."""
    with house_of(options) as house:
        schema.check(house.database)
        with house.database.transaction() as connection:
            house.adopt_calendar(connection)
            yield house, connection
