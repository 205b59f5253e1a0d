"""Fixtures every test may ask for."""

from tests.careless_disk import be_careless
from tests.compiled_once import compile_once
from tests.databases import database
from tests.servers.fixtures import mail_servers, mortal_postgres, postgres

__all__ = ["database", "mail_servers", "mortal_postgres", "postgres"]

be_careless()
compile_once()
