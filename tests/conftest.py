"""Fixtures every test may ask for."""

from tests.databases import database
from tests.servers.fixtures import mail_servers, postgres

__all__ = ["database", "mail_servers", "postgres"]
