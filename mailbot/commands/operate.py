"""`mailbot run`, `console`, `db upgrade`, `new-key`: what ops run."""

from __future__ import annotations

from argparse import Namespace
from contextlib import nullcontext

from mailbot import logbook
from mailbot.commands.answer import Answer
from mailbot.commands.house import house_of
from mailbot.errors import BadInputError
from mailbot.house import House
from mailbot.storage import holder_marks, hosts, schema, seal
from mailbot.storage.case_store import CaseStore
from mailbot.storage.database import Database
from mailbot.words import say


def run(options: Namespace) -> Answer:
    """Run the service until it is told to stop."""
    return _run(options, _roles(options.roles))


def console(options: Namespace) -> Answer:
    """Serve nothing but the pages until told to stop."""
    return _run(options, _roles("console"))


def _run(options: Namespace, roles: frozenset[str]) -> Answer:
    from mailbot.daemon import PAGES_ONLY, Daemon  # noqa: PLC0415 (only this needs the scheduler)
    from mailbot.gateways import allocator  # noqa: PLC0415 (as above)
    from mailbot.operations.metrics_server import serve_metrics  # noqa: PLC0415
    from mailbot.operations.observe import observing_jobs  # noqa: PLC0415
    from mailbot.operations.retention import retention_jobs  # noqa: PLC0415

    logbook.open_logbook()
    allocator.keep_small()
    with (
        house_of(options, stays=True) as house,
        # Beside the pages on a machine there is a process that tells them already.
        nullcontext() if roles == PAGES_ONLY else serve_metrics(house),
    ):
        jobs = (*retention_jobs(house), *observing_jobs(house))
        Daemon(house, roles, more_jobs=jobs).run()
    return Answer(None, "")


def _roles(text: str) -> frozenset[str]:
    from mailbot.daemon import ROLES  # noqa: PLC0415 (as above)

    roles = frozenset(role.strip() for role in text.split(","))
    if not roles <= ROLES:
        raise BadInputError(say("command.bad_process", roles=", ".join(sorted(ROLES)), text=text))
    return roles


def db_upgrade(options: Namespace) -> Answer:
    """Bring the database to the schema of this version."""
    with house_of(options) as house:
        if options.revision != schema.HEAD:
            _refuse_beside_a_service(house)
        # Opened first: what needs the sealing key must not fail once the schema is changed.
        cases = house.cases if options.revision == schema.HEAD else None
        schema.upgrade(house.database, options.revision)
        if cases is not None:
            _index(house.database, cases)
            holder_marks.renew(house.database, cases)
    return Answer({"revision": options.revision}, say("command.schema_right"))


def _refuse_beside_a_service(house: House) -> None:
    """Raise BadInputError while a service of this version works: it would go on with tables that
    are not its own, and no start would put another in its place.
    """
    found = house.presence.others()
    if house.is_shared:
        with house.database.reading() as connection:
            found = found or hosts.there(connection, house.clock())
    if found:
        raise BadInputError(say("storage.service_runs"))


def _index(database: Database, cases: CaseStore) -> None:
    """Let the search find the cases of an earlier version, some at a time."""
    found = 1
    while found:
        with database.transaction() as connection:
            found = cases.index_missing(connection)


def new_key(_options: Namespace) -> Answer:
    """Print a fresh key for the secret file seal-key."""
    key = seal.new_key()
    return Answer({"key": key}, key)
