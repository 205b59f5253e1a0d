"""The wing of mailboxes: where they live, and how they and their passwords are made."""

from __future__ import annotations

from functools import cached_property

from sqlalchemy import Connection

from mailbot.gateways.mail_hosts.sql import open_sql_mail_host
from mailbot.gateways.mail_hosts.worklist import WorkList
from mailbot.gateways.shadow import ShadowHost
from mailbot.house.proof import Proof
from mailbot.provisioning.address import AddressRule
from mailbot.provisioning.credential import initial_password
from mailbot.provisioning.hands import Hands
from mailbot.provisioning.provision import MailHost, Provision, Ways
from mailbot.storage import certificates
from signing import allows_encryption


class Mailboxes(Proof):
    """Makes mailboxes and passwords, by program or by hand."""

    @cached_property
    def address_rule(self) -> AddressRule:
        """How addresses are formed."""
        chosen = self.settings.provisioning
        return AddressRule(chosen.domain, chosen.person_address, chosen.organisation_address)

    @cached_property
    def mail_host(self) -> MailHost:
        """Where the mailboxes live."""
        chosen, shadow = self.settings.provisioning, self.settings.operations.shadow
        if chosen.host == "worklist":
            return ShadowHost(None, WorkList().check) if shadow else WorkList()
        host = open_sql_mail_host(chosen.sql_url, chosen.quota_bytes, self.clock)
        self._opened.callback(host.close)
        return ShadowHost(host.look_up, host.check) if shadow else host

    def ways(self, connection: Connection, agency_code: str) -> Ways:
        """Return how passwords may reach an agency."""
        certificate = certificates.newest(connection, agency_code, self.clock())
        return Ways(
            self.settings.credentials.hand_over,
            self.passphrases.of(connection, agency_code) is not None,
            certificate is not None and allows_encryption(certificate),
        )

    @cached_property
    def provision(self) -> Provision:
        """Makes mailboxes and passwords."""
        return Provision(
            database=self.database,
            cases=self.cases,
            effects=self.effects,
            host=self.mail_host,
            rule=self.address_rule,
            own_addresses=self.own_addresses,
            new_password=initial_password,
            ways=self.ways,
            words=self.words,
            clock=self.clock,
        )

    @cached_property
    def hands(self) -> Hands:
        """Settles what staff do by hand."""
        return Hands(self.cases, self.effects, self.words, self.clock)
