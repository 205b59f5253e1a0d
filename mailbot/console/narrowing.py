"""The forms that narrow a list: no national ID typed there comes to stand in an address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from starlette.responses import Response

from mailbot.cases.fold import asks_for_an_id, harmless_words
from mailbot.console.visit import Visit

DROPPED = "bo-cccd"
"""The key of an address by which a search tells that it dropped a national ID."""


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What an address narrows a list by; `dropped` where words like a national ID were left out."""

    asked: Mapping[str, str]
    dropped: bool


@dataclass(frozen=True, slots=True)
class Narrowing:
    """The form of one list: where the list is, what is typed into it and what is chosen.

    What is chosen is ours and handed on as it is: the code of an agency may have nine digits.
    """

    path: str
    typed: tuple[str, ...]
    chosen: tuple[str, ...]

    def lead(self, visit: Visit) -> Response:
        """Lead to the list that the form asks for.

        The form is sent, not written into an address: a national ID there would stay in the logs
        of proxies and in the browser's history. The list has an address, of the harmless words.
        """
        form = {name: visit.text(name) for name in (*self.typed, *self.chosen)}
        return visit.go(self.address(self.read(form)))

    def read(self, query: Mapping[str, str]) -> Narrowed:
        """Return what is asked for; a national ID is neither searched for nor handed on."""
        struck = {name for name in self.typed if asks_for_an_id(query.get(name, ""))}
        asked = {name: value for name, value in query.items() if name != DROPPED}
        harmless = {name: harmless_words(query[name]) for name in struck}
        return Narrowed(asked | harmless, bool(struck) or query.get(DROPPED) == "1")

    def address(self, narrowed: Narrowed) -> str:
        """Return the address of the list so narrowed."""
        told = {**narrowed.asked, DROPPED: "1" if narrowed.dropped else ""}
        query = urlencode({name: value for name, value in told.items() if value})
        return f"{self.path}?{query}" if query else self.path
