"""Hộp thư: the directory of mailboxes, searched and narrowed; how old it is."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.responses import Response

from mailbot.cases.fold import matches, search_key
from mailbot.cases.mailbox import Mailbox
from mailbot.cases.row import Holder
from mailbot.clock import local, local_date
from mailbot.console.paging import page_of
from mailbot.console.visit import Visit
from mailbot.console.ways import ANYBODY, Way
from mailbot.storage import history_search, registry_store
from mailbot.storage.history_search import Wanted

PATH = "/hop-thu"
_PAGE = 50


@dataclass(frozen=True, slots=True)
class Listed:
    """A mailbox with the name of its agency."""

    box: Mailbox
    agency: str


def show_mailboxes(visit: Visit) -> Response:
    """Show the directory, or the part of it that search and filters leave."""
    with visit.house.database.reading() as connection:
        directory = registry_store.load_directory(connection)
        registry = registry_store.load_registry(connection)
        imported = history_search.search(connection, Wanted(what="mailboxes_imported"), 1)
    names = {agency.code: agency.name for agency in registry.agencies}
    listed = [Listed(box, names.get(box.agency_code, "")) for box in directory.mailboxes]
    found = [one for one in listed if _fits(visit, one)]
    most = visit.house.settings.review.directory_max_age_days
    age = (local_date(visit.now) - directory.imported_on).days if directory.imported_on else None
    used = {one.box.agency_code for one in listed}
    return visit.page(
        "mailboxes.html",
        page=page_of(found, PATH, visit.query, _PAGE),
        total=len(listed),
        protected=sum(one.box.protected for one in listed),
        off=sum(not one.box.active for one in listed),
        people=sum(one.box.holder is Holder.PERSON for one in listed),
        imported_on=directory.imported_on,
        imported=imported[0] if imported else None,
        imported_at=f"{local(imported[0].line.at):%H:%M %d/%m/%Y}" if imported else "",
        age=age,
        most=most,
        is_old=age is None or age > most,
        query=visit.query,
        agencies=sorted(((c, n) for c, n in names.items() if c in used), key=lambda one: one[1]),
    )


def _fits(visit: Visit, one: Listed) -> bool:
    query, box = visit.query, one.box
    wanted = (
        (query.get("co-quan", ""), box.agency_code),
        (query.get("chu", ""), box.holder),
        (query.get("bao-ve", ""), "co" if box.protected else "khong"),
        (query.get("dung", ""), "co" if box.active else "khong"),
    )
    if any(chosen and chosen != has for chosen, has in wanted):
        return False
    key = search_key(box.address, box.name, box.unit, box.position, box.phone, one.agency)
    return matches(query.get("tim", ""), key)


WAYS = (Way("GET", PATH, show_mailboxes, ANYBODY),)
