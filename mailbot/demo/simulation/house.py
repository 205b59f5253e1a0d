"""The simulated house: the real one, with servers and an authority that may be away."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cached_property

from mailbot.clock import Clock, utc_now
from mailbot.demo.house import DemoHouse
from mailbot.demo.pki import DemoPki
from mailbot.demo.simulation.traffic import Away, Traffic
from mailbot.gateways.imap import ImapInbox
from mailbot.gateways.smtp import SmtpSender
from mailbot.intake.examine import Examine
from mailbot.intake.outage import Outage
from mailbot.settings import Settings
from signing import TrustStore

LISTS_EVERY = timedelta(hours=6)
LISTS_LAST_DAYS = 1
_NOBODY_LISTENS = {"port": 1}


class SimulatedHouse(DemoHouse):
    """Its lists of revoked certificates are made anew every six hours and good for a day."""

    def __init__(self, settings: Settings, clock: Clock, traffic: Traffic, pki: DemoPki) -> None:
        super().__init__(settings, clock)
        self._traffic, self._pki = traffic, pki
        self._lists: tuple[datetime, tuple[bytes, ...]] = (utc_now(), ())

    def is_away(self, what: Away) -> bool:
        """Return whether it is away now."""
        return self._traffic.away(what, self.clock()) is not None

    @property
    def trust(self) -> TrustStore:
        """The trust as of now, with the newest lists that could be had."""
        made_at = self._last_lists()
        if self._lists[0] != made_at or not self._lists[1]:
            lists = replace(self._pki, now=made_at).crls(LISTS_LAST_DAYS)
            self._lists = made_at, lists
        return replace(self.installed_trust, crls=self._lists[1])

    def _last_lists(self) -> datetime:
        outage = self._traffic.away(Away.AUTHORITY, self.clock())
        at = outage.begins if outage else self.clock()
        return self._traffic.begins + (at - self._traffic.begins) // LISTS_EVERY * LISTS_EVERY

    @cached_property
    def examine(self) -> Examine:
        """Reads and judges; what the authority does not say now may yet come."""
        outage = Outage(self._silent, self._patience_ends)
        return replace(super().examine, outage=outage)

    def _silent(self) -> Collection[str]:
        return ("authority",) if self.is_away(Away.AUTHORITY) else ()

    def reached_inbox(self) -> ImapInbox:
        """Return the way to the inbox; while the server is away, to a port nobody listens on."""
        if not self.is_away(Away.MAIL):
            return self.inbox
        return replace(self.inbox, settings=self.settings.imap.model_copy(update=_NOBODY_LISTENS))

    @property
    def smtp(self) -> SmtpSender:
        """The submission server, likewise."""
        settings = self.settings.smtp
        if self.is_away(Away.MAIL):
            settings = settings.model_copy(update=_NOBODY_LISTENS)
        return SmtpSender(settings, self.secret("smtp-password"))
