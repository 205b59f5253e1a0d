"""A whole world for what is killed: real servers, database, mail host."""

from tests.journeys.conftest import world_on_both

__all__ = ["world_on_both"]
