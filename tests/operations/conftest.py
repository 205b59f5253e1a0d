"""A whole world for what ops run: real servers, database, mail host."""

from tests.journeys.conftest import world, world_on_both

__all__ = ["world", "world_on_both"]
