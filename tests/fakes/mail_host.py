"""A mail host in memory, held to the same contract as the real ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from mailbot.cases.account import Account, Confirm, HostAnswer, Wish
from mailbot.cases.effect import Action
from mailbot.errors import TryLaterError


@dataclass
class FakeMailHost:
    """Accounts with their passwords; `away` makes every call a TryLaterError."""

    domains: frozenset[str] = frozenset({"cantho.gov.vn"})
    accounts: dict[str, Account] = field(default_factory=dict)
    passwords: dict[str, str] = field(default_factory=dict)
    away: bool = False

    def check(self) -> None:
        self._answer()

    def look_up(self, address: str) -> Account | None:
        self._answer()
        return self.accounts.get(address.lower())

    def carry_out(self, wishes: Sequence[Wish], confirm: Confirm) -> tuple[HostAnswer, ...]:
        self._answer()
        confirm()
        return tuple(self._carried_out(wish) for wish in wishes)

    def _carried_out(self, wish: Wish) -> HostAnswer:
        if wish.action is Action.CREATE:
            return self.create(wish.account, wish.password)
        return self.set_password(wish.account.address, wish.password)

    def create(self, account: Account, password: str) -> HostAnswer:
        self._answer()
        address = account.address.lower()
        if address in self.accounts:
            return HostAnswer.DONE if self.has_password(address, password) else HostAnswer.EXISTS
        if address.rsplit("@", 1)[-1] not in self.domains:
            return HostAnswer.NO_DOMAIN
        self.accounts[address] = replace(account, address=address)
        self.passwords[address] = password
        return HostAnswer.DONE

    def set_password(self, address: str, password: str) -> HostAnswer:
        self._answer()
        if address.lower() not in self.accounts:
            return HostAnswer.NO_ACCOUNT
        self.passwords[address.lower()] = password
        return HostAnswer.DONE

    def has_password(self, address: str, password: str) -> bool:
        self._answer()
        return self.passwords.get(address.lower()) == password

    def suspend(self, address: str) -> HostAnswer:
        self._answer()
        if address.lower() not in self.accounts:
            return HostAnswer.NO_ACCOUNT
        self.accounts[address.lower()] = replace(self.accounts[address.lower()], active=False)
        return HostAnswer.DONE

    def _answer(self) -> None:
        if self.away:
            raise TryLaterError("mail host: away")
