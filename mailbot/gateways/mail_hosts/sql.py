"""A mail host whose accounts are rows of a PostfixAdmin database."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Table,
    false,
    insert,
    inspect,
    select,
    text,
    update,
)
from sqlalchemy.exc import DBAPIError, IntegrityError

from mailbot.cases.account import Account, Confirm, HostAnswer, Wish
from mailbot.cases.effect import Action
from mailbot.clock import Clock, utc_now
from mailbot.errors import DatabaseAwayError, MailbotError, NeedsStaffError, TryLaterError
from mailbot.gateways.mail_hosts.password_hash import hashed, is_hash_of
from mailbot.gateways.mail_hosts.postfixadmin_tables import alias, domain, mailbox, metadata
from mailbot.storage.database import Database, open_database
from mailbot.words import say


@dataclass(frozen=True, slots=True)
class SqlMailHost:
    """Makes mailboxes by rows, one transaction for all that is wished at once.

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
            raise NeedsStaffError(say("outside.mailbox_tables_missing", tables=", ".join(missing)))

    def look_up(self, address: str) -> Account | None:
        """Return the account at this address (any case), or None."""
        wanted = select(mailbox.c.username, mailbox.c.name, mailbox.c.active)
        with self._transaction() as connection:
            row = connection.execute(wanted.where(_is(address))).one_or_none()
        return None if row is None else Account(row.username, row.name, bool(row.active))

    def carry_out(self, wishes: Sequence[Wish], confirm: Confirm) -> tuple[HostAnswer, ...]:
        """Carry all of them out in one transaction, or none where the database refuses one.

        An account is made with its own alias; found made with this very password is DONE too.
        TryLaterError where somebody else changed a password between the look and ours.
        """
        hashes = {wish: hashed(wish.password) for wish in wishes}  # no lock is held meanwhile
        with self._transaction() as connection:
            met = _Met.of(connection, [wish.account.address for wish in wishes])
            answers = tuple(met.answer(wish) for wish in wishes)
            confirm()
            agreed = [wish for wish, answer in zip(wishes, answers, strict=True) if answer is None]
            fresh = [wish for wish in agreed if wish.action is Action.CREATE]
            self._insert(connection, [(wish.account, hashes[wish]) for wish in fresh])
            for wish in agreed:
                if wish.action is Action.SET_PASSWORD:
                    self._set(connection, wish.account.address, hashes[wish], met)
        return tuple(answer or HostAnswer.DONE for answer in answers)

    def create(self, account: Account, password: str) -> HostAnswer:
        """Make one account."""
        return self.carry_out((Wish(Action.CREATE, account, password),), _nobody_else)[0]

    def set_password(self, address: str, password: str) -> HostAnswer:
        """Set one account's password; doing it again changes nothing."""
        wish = Wish(Action.SET_PASSWORD, Account(address), password)
        return self.carry_out((wish,), _nobody_else)[0]

    def adopt(self, accounts: Iterable[Account]) -> None:
        """Make accounts whose password nobody knows, at once; whoever has one keeps it."""
        wanted = tuple(accounts)
        unknown = hashed(secrets.token_urlsafe(16))
        with self._transaction() as connection:
            known = _Met.of(connection, [account.address for account in wanted]).passwords
            fresh = [one for one in wanted if one.address.lower() not in known]
            self._insert(connection, [(account, unknown) for account in fresh])

    def has_password(self, address: str, password: str) -> bool:
        """Return whether the account has this password, set by `create` or `set_password`."""
        with self._transaction() as connection:
            stored = _stored_password(connection, address)
        return stored is not None and is_hash_of(password, stored)

    def suspend(self, address: str) -> HostAnswer:
        """Shut the account: nobody logs in, no mail is taken; its mail is kept."""
        values = {"active": False, "modified": self.clock()}
        with self._transaction() as connection:
            found = _change(connection, mailbox, address, values)
            _change(connection, alias, address, values)
        return HostAnswer.DONE if found else HostAnswer.NO_ACCOUNT

    def close(self) -> None:
        """Give the connections back."""
        self.database.close()

    def _insert(self, connection: Connection, accounts: Sequence[tuple[Account, str]]) -> None:
        """Write accounts with their password hashes, and the alias of each."""
        if not accounts:
            return
        now = self.clock()
        boxes = [self._box(account, password_hash, now) for account, password_hash in accounts]
        connection.execute(insert(mailbox), _present(connection, mailbox, boxes))
        own = [{**box, "address": box["username"], "goto": box["username"]} for box in boxes]
        connection.execute(insert(alias), _present(connection, alias, own))

    def _box(self, account: Account, password_hash: str, now: datetime) -> dict[str, Any]:
        address = account.address.lower()
        local, at_domain = address.rsplit("@", 1)
        return {
            "username": address,
            "password": password_hash,
            "name": account.display_name,
            "maildir": f"{at_domain}/{local}/",
            "quota": self.quota_bytes,
            "local_part": local,
            "domain": at_domain,
            "created": now,
            "modified": now,
            "active": account.active,
            "password_expiry": self._end(now),
        }

    def _set(self, connection: Connection, address: str, password_hash: str, met: _Met) -> None:
        now = self.clock()
        values = {"password": password_hash, "modified": now, "password_expiry": self._end(now)}
        as_seen = mailbox.c.password == met.passwords[address.lower()]
        if not _change(connection, mailbox, address, values, as_seen):
            raise TryLaterError("mail host: somebody else changed the password meanwhile")

    def _end(self, now: datetime) -> datetime:
        return now + timedelta(days=self.initial_days)

    @contextmanager
    def _transaction(self) -> Iterator[Connection]:
        """Yield a transaction; no error carries a statement's values, which hold hashes."""
        try:
            with self.database.transaction() as connection:
                yield connection
        except DatabaseAwayError as error:
            raise DatabaseAwayError(f"mail host: {error}", error.fault) from error
        except DBAPIError as error:
            raise _translated(error) from None


def open_sql_mail_host(
    url: str, quota_bytes: int, clock: Clock = utc_now, initial_days: int = 7
) -> SqlMailHost:
    """Return the mail host at this SQLAlchemy URL; connections are made when first needed."""
    return SqlMailHost(open_database(url), quota_bytes, clock, initial_days)


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
    return NeedsStaffError(say("outside.mailbox_database_refuses", name=name))


@dataclass(frozen=True, slots=True)
class _Met:
    """What the database has of some addresses, in lower case: passwords, aliases, domains."""

    passwords: Mapping[str, str]
    aliases: Collection[str]
    domains: Collection[str]

    @classmethod
    def of(cls, connection: Connection, addresses: Collection[str]) -> _Met:
        """Look once for all of them."""
        lower = {address.lower() for address in addresses}
        names = {address.rsplit("@", 1)[-1] for address in lower}
        boxes = select(mailbox.c.username, mailbox.c.password).where(mailbox.c.username.in_(lower))
        others = select(alias.c.address).where(alias.c.address.in_(lower))
        served = select(domain.c.domain).where(domain.c.domain.in_(names), domain.c.active)
        return cls(
            {row.username: row.password for row in connection.execute(boxes)},
            frozenset(connection.scalars(others)),
            frozenset(connection.scalars(served)),
        )

    def answer(self, wish: Wish) -> HostAnswer | None:
        """Return what the wish comes to as things stand; None where it is to be carried out."""
        address = wish.account.address.lower()
        stored = self.passwords.get(address)
        if wish.action is Action.SET_PASSWORD:
            return HostAnswer.NO_ACCOUNT if stored is None else None
        if stored is not None:
            return HostAnswer.DONE if is_hash_of(wish.password, stored) else HostAnswer.EXISTS
        if address in self.aliases:
            return HostAnswer.EXISTS
        return None if address.rsplit("@", 1)[-1] in self.domains else HostAnswer.NO_DOMAIN


def _nobody_else() -> None:
    """Confirm what is carried out at once, and by one."""


def _is(address: str) -> Any:
    return mailbox.c.username == address.lower()


def _stored_password(connection: Connection, address: str) -> str | None:
    return connection.scalar(select(mailbox.c.password).where(_is(address)))


def _change(
    connection: Connection,
    table: Table,
    address: str,
    values: dict[str, Any],
    *where: ColumnElement[bool],
) -> bool:
    """Change one row; return whether it is there, and as it has to be."""
    (present,) = _present(connection, table, [values])
    (key,) = table.primary_key
    change = update(table).where(key == address.lower(), *where).values(present)
    return connection.execute(change).rowcount > 0


def _present(
    connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    """Return the values whose columns this version of PostfixAdmin has."""
    columns = set(connection.execute(select(text("*")).select_from(table).where(false())).keys())
    return [{name: row[name] for name in row.keys() & columns} for row in rows]
