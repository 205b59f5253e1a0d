"""The tables of PostfixAdmin that mailbot reads and writes, with only the columns it uses.

PostfixAdmin makes and upgrades them itself; mailbot makes them only in the demo's own SQLite file.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, DateTime, Integer, MetaData, String, Table, Text

metadata = MetaData()

domain = Table(
    "domain",
    metadata,
    Column("domain", String(255), primary_key=True),
    Column("description", String(255), nullable=False, server_default=""),
    Column("active", Boolean, nullable=False, server_default="1"),
    # How many days a password lasts; 0: for ever.
    Column("password_expiry", Integer, server_default="0"),
)

mailbox = Table(
    "mailbox",
    metadata,
    Column("username", String(255), primary_key=True),
    Column("password", String(255), nullable=False),
    Column("name", String(255), nullable=False),
    Column("maildir", String(255), nullable=False),
    Column("quota", BigInteger, nullable=False, server_default="0"),
    Column("local_part", String(255), nullable=False),
    Column("domain", String(255), nullable=False),
    Column("created", DateTime(timezone=True)),
    Column("modified", DateTime(timezone=True)),
    Column("active", Boolean, nullable=False, server_default="1"),
    Column("password_expiry", DateTime(timezone=True)),
)

alias = Table(
    "alias",
    metadata,
    Column("address", String(255), primary_key=True),
    Column("goto", Text, nullable=False),
    Column("domain", String(255), nullable=False),
    Column("created", DateTime(timezone=True)),
    Column("modified", DateTime(timezone=True)),
    Column("active", Boolean, nullable=False, server_default="1"),
)
