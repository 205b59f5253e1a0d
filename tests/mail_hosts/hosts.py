"""The mail hosts the contract tests run against."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import create_engine

from mailbot.gateways.mail_hosts.sql import SqlMailHost, make_demo_tables, open_sql_mail_host

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
QUOTA = 2_000_000_000

# What PostfixAdmin 3.3 makes on PostgreSQL, other columns than ours included.
POSTFIXADMIN = """
CREATE TABLE domain (
  domain varchar(255) PRIMARY KEY, description varchar(255) NOT NULL DEFAULT '',
  aliases integer NOT NULL DEFAULT 0, mailboxes integer NOT NULL DEFAULT 0,
  maxquota bigint NOT NULL DEFAULT 0, quota bigint NOT NULL DEFAULT 0,
  transport varchar(255) DEFAULT NULL, backupmx boolean NOT NULL DEFAULT false,
  created timestamp with time zone DEFAULT now(), modified timestamp with time zone DEFAULT now(),
  active boolean NOT NULL DEFAULT true, password_expiry integer DEFAULT 0);
CREATE TABLE alias (
  address varchar(255) PRIMARY KEY, goto text NOT NULL,
  domain varchar(255) NOT NULL REFERENCES domain,
  created timestamp with time zone DEFAULT now(), modified timestamp with time zone DEFAULT now(),
  active boolean NOT NULL DEFAULT true);
CREATE TABLE mailbox (
  username varchar(255) PRIMARY KEY, password varchar(255) NOT NULL DEFAULT '',
  name varchar(255) NOT NULL DEFAULT '', maildir varchar(255) NOT NULL DEFAULT '',
  quota bigint NOT NULL DEFAULT 0, created timestamp with time zone DEFAULT now(),
  modified timestamp with time zone DEFAULT now(), active boolean NOT NULL DEFAULT true,
  domain varchar(255) REFERENCES domain, local_part varchar(255) NOT NULL,
  phone varchar(30) NOT NULL DEFAULT '', email_other varchar(255) NOT NULL DEFAULT '',
  token varchar(255) NOT NULL DEFAULT '',
  token_validity timestamp with time zone DEFAULT '2000-01-01',
  password_expiry timestamp with time zone DEFAULT '2000-01-01');
INSERT INTO domain (domain, active) VALUES
  ('ALL', true), ('cantho.gov.vn', true), ('cu.cantho.gov.vn', false);
"""


def a_sqlite_host(path: Path) -> SqlMailHost:
    host = open_sql_mail_host(f"sqlite:///{path}", QUOTA, lambda: NOW)
    make_demo_tables(host, "cantho.gov.vn")
    return host


def a_postgres_host(url: str) -> SqlMailHost:
    run(url, POSTFIXADMIN)
    return open_sql_mail_host(url, QUOTA, lambda: NOW)


def run(url: str, script: str) -> None:
    """Run a script as the database's owner."""
    engine = create_engine(url)
    with engine.begin() as connection:
        for statement in script.split(";"):
            if statement.strip():
                connection.exec_driver_sql(statement)
    engine.dispose()


def nobody_else() -> None:
    """Confirm that the wishes are still ours."""
