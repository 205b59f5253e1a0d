"""A mail host whose accounts are rows of a PostfixAdmin database."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Table, insert, inspect, make_url, select, update
from sqlalchemy.exc import DBAPIError, IntegrityError

from mailbot.cases.account import Account, HostAnswer
from mailbot.clock import Clock, utc_now
from mailbot.errors import MailbotError, NeedsStaffError, TryLaterError
from mailbot.gateways.mail_hosts.password_hash import hashed, is_hash_of
from mailbot.gateways.mail_hosts.postfixadmin_tables import alias, domain, mailbox, metadata
from mailbot.storage.database import Database, open_database

_CONNECT_SECONDS = "10"


@dataclass(frozen=True, slots=True)
class SqlMailHost:
    """Makes mailboxes by rows, one transaction for each wish.

    On PostgreSQL its role needs SELECT on `domain`, and SELECT, INSERT and UPDATE on `mailbox` and
    `alias`; nothing is ever deleted.

    Where the table has `password_expiry`, an initial password ends after `initial_days` unless its
    holder changes it: a Dovecot query that asks `password_expiry > now()` then shuts it out.
    """

    database: Database
    quota_bytes: int
    clock: Clock = utc_now
    initial_days: int = 7

    def check(self) -> None:
        """Raise NeedsStaffError unless the tables are there.

        It opens a write transaction, so that SQLite rolls back what a crash left half done before
        the mail server, which may only read, meets it.
        """
        with self._transaction() as connection:
            present = set(inspect(connection).get_table_names())
        missing = sorted({table.name for table in (domain, mailbox, alias)} - present)
        if missing:
            raise NeedsStaffError(
                f"Cơ sở dữ liệu hộp thư (provisioning.sql_url) thiếu bảng {', '.join(missing)}; "
                "hãy tạo bằng PostfixAdmin."
            )

    def look_up(self, address: str) -> Account | None:
        """Return the account at this address (any case), or None."""
        wanted = select(mailbox.c.username, mailbox.c.name, mailbox.c.active)
        with self._transaction() as connection:
            row = connection.execute(wanted.where(_is(address))).one_or_none()
        return None if row is None else Account(row.username, row.name, bool(row.active))

    def create(self, account: Account, password: str) -> HostAnswer:
        """Make the account with its own alias; found made with this very password is DONE too."""
        password_hash = hashed(password)
        with self._transaction() as connection:
            stored = _stored_password(connection, account.address)
            if stored is not None:
                ours = is_hash_of(password, stored)
                return HostAnswer.DONE if ours else HostAnswer.EXISTS
            if _is_alias(connection, account.address):
                return HostAnswer.EXISTS
            if not _serves(connection, account.address):
                return HostAnswer.NO_DOMAIN
            self._insert(connection, account, password_hash)
        return HostAnswer.DONE

    def adopt(self, accounts: Iterable[Account]) -> None:
        """Make accounts whose password nobody knows, at once; whoever has one keeps it."""
        unknown = hashed(secrets.token_urlsafe(16))
        with self._transaction() as connection:
            for account in accounts:
                if _stored_password(connection, account.address) is None:
                    self._insert(connection, account, unknown)

    def set_password(self, address: str, password: str) -> HostAnswer:
        """Set the account's password; doing it again changes nothing."""
        now = self.clock()
        values = {"password": hashed(password), "modified": now, "password_expiry": self._end(now)}
        return self._change(address, values)

    def has_password(self, address: str, password: str) -> bool:
        """Return whether the account has this password, set by `create` or `set_password`."""
        with self._transaction() as connection:
            stored = _stored_password(connection, address)
        return stored is not None and is_hash_of(password, stored)

    def suspend(self, address: str) -> HostAnswer:
        """Shut the account: nobody logs in, no mail is taken; its mail is kept."""
        return self._change(address, {"active": False, "modified": self.clock()}, alias_too=True)

    def close(self) -> None:
        """Give the connections back."""
        self.database.close()

    def _insert(self, connection: Connection, account: Account, password_hash: str) -> None:
        now, address = self.clock(), account.address.lower()
        local, at_domain = address.rsplit("@", 1)
        both = {"domain": at_domain, "created": now, "modified": now, "active": account.active}
        box = {
            "username": address,
            "password": password_hash,
            "name": account.display_name,
            "maildir": f"{at_domain}/{local}/",
            "quota": self.quota_bytes,
            "local_part": local,
            "password_expiry": self._end(now),
        }
        connection.execute(insert(mailbox).values(_present(connection, mailbox, both | box)))
        own = {"address": address, "goto": address}
        connection.execute(insert(alias).values(_present(connection, alias, both | own)))

    def _change(
        self, address: str, values: Mapping[str, Any], *, alias_too: bool = False
    ) -> HostAnswer:
        with self._transaction() as connection:
            change = update(mailbox).where(_is(address))
            found = connection.execute(change.values(_present(connection, mailbox, values)))
            if alias_too:
                shut = update(alias).where(alias.c.address == address.lower())
                connection.execute(shut.values(_present(connection, alias, values)))
        return HostAnswer.DONE if found.rowcount else HostAnswer.NO_ACCOUNT

    def _end(self, now: datetime) -> datetime:
        return now + timedelta(days=self.initial_days)

    @contextmanager
    def _transaction(self) -> Iterator[Connection]:
        """Yield a transaction; no error carries a statement's values, which hold hashes."""
        try:
            with self.database.transaction() as connection:
                yield connection
        except DBAPIError as error:
            raise _translated(error) from None


def open_sql_mail_host(
    url: str, quota_bytes: int, clock: Clock = utc_now, initial_days: int = 7
) -> SqlMailHost:
    """Return the mail host at this SQLAlchemy URL; connections are made when first needed."""
    place = make_url(url)
    if place.get_backend_name() == "postgresql" and "connect_timeout" not in place.query:
        place = place.update_query_dict({"connect_timeout": _CONNECT_SECONDS})
    whole = place.render_as_string(hide_password=False)
    return SqlMailHost(open_database(whole), quota_bytes, clock, initial_days)


def make_demo_tables(host: SqlMailHost, *domains: str) -> None:
    """Make the tables, and the domains served, in a SQLite file of our own; may run again."""
    if host.database.engine.dialect.name != "sqlite":
        raise ValueError("PostfixAdmin makes its own tables")
    with host.database.transaction() as connection:
        metadata.create_all(connection)
        known = set(connection.scalars(select(domain.c.domain)))
        for name in sorted(set(domains) - known):
            connection.execute(insert(domain).values(domain=name))
    Path(host.database.engine.url.database or "").chmod(0o600)  # it holds password hashes


def _translated(error: DBAPIError) -> MailbotError:
    name = type(error.orig).__name__
    if isinstance(error, IntegrityError) and "unique" in f"{name} {error.orig}".lower():
        return TryLaterError("mail host: somebody else took the address meanwhile")
    return NeedsStaffError(
        f"Cơ sở dữ liệu hộp thư (provisioning.sql_url) từ chối thao tác: {name}. "
        "Hãy kiểm tra quyền và cấu trúc bảng."
    )


def _is(address: str) -> Any:
    return mailbox.c.username == address.lower()


def _stored_password(connection: Connection, address: str) -> str | None:
    return connection.scalar(select(mailbox.c.password).where(_is(address)))


def _is_alias(connection: Connection, address: str) -> bool:
    wanted = select(alias.c.address).where(alias.c.address == address.lower())
    return connection.scalar(wanted) is not None


def _serves(connection: Connection, address: str) -> bool:
    name = address.lower().rsplit("@", 1)[-1]
    return bool(connection.scalar(select(domain.c.active).where(domain.c.domain == name)))


def _present(connection: Connection, table: Table, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values whose columns this version of PostfixAdmin has."""
    columns = {column["name"] for column in inspect(connection).get_columns(table.name)}
    return {name: value for name, value in values.items() if name in columns}
