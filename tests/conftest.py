"""Fixtures every test may ask for."""

from tests.servers.fixtures import mail_servers, postgres

__all__ = ["mail_servers", "postgres"]
