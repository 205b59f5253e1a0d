"""Hộp thư: the directory of mailboxes, searched and narrowed; how old it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from starlette.responses import Response

from mailbot.cases.mailbox import Mailbox
from mailbot.clock import day_time, local_date
from mailbot.console.narrowing import Narrowing
from mailbot.console.paging import page_read
from mailbot.console.visit import Visit
from mailbot.console.ways import ANYBODY, Way
from mailbot.storage import history_search, mailbox_search, registry_store
from mailbot.storage.mailbox_search import Search, Wanted
from mailbot.storage.registry_store import StoredDirectory

PATH = "/hop-thu"
_PAGE = 50
_NARROWING = Narrowing(PATH, typed=("tim",), chosen=("co-quan", "chu", "bao-ve", "dung"))


@dataclass(frozen=True, slots=True)
class Listed:
    """A mailbox with the name of its agency."""

    box: Mailbox
    agency: str


def show_mailboxes(visit: Visit) -> Response:
    """Show the directory, or the part of it that search and filters leave."""
    narrowed = _NARROWING.read(visit.query)
    with visit.house.database.reading() as connection:
        registry = registry_store.load_registry(connection)
        names = {agency.code: agency.name for agency in registry.agencies}
        search = Search(connection, _wanted(narrowed.asked), names)

        def read(skip: int, most: int) -> Sequence[Listed]:
            return [Listed(box, names.get(box.agency_code, "")) for box in search.page(skip, most)]

        page = page_read(search.count, read, PATH, narrowed.asked, _PAGE)
        totals = mailbox_search.totals(connection)
        used = mailbox_search.agencies_in(connection)
        imported_on = StoredDirectory(connection).imported_on
        wanted = history_search.Wanted(what="mailboxes_imported")
        imported = history_search.search(connection, wanted, 1)
    most = visit.house.settings.review.directory_max_age_days
    age = (local_date(visit.now) - imported_on).days if imported_on else None
    return visit.page(
        "mailboxes.html",
        page=page,
        totals=totals,
        imported_on=imported_on,
        imported=imported[0] if imported else None,
        imported_at=day_time(imported[0].line.at) if imported else "",
        age=age,
        most=most,
        is_old=age is None or age > most,
        asked=narrowed.asked,
        dropped=narrowed.dropped,
        agencies=sorted(((c, n) for c, n in names.items() if c in used), key=lambda one: one[1]),
    )


def _wanted(query: Mapping[str, str]) -> Wanted:
    chosen = {"co": True, "khong": False}
    return Wanted(
        query.get("tim", ""),
        query.get("co-quan", ""),
        query.get("chu", ""),
        chosen.get(query.get("bao-ve", "")),
        chosen.get(query.get("dung", "")),
    )


WAYS = (
    Way("GET", PATH, show_mailboxes, ANYBODY),
    Way("POST", PATH, _NARROWING.lead, ANYBODY),
)
