"""E-mail addresses as two languages read them, held against the domain the list's others have."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher

from parsers.values.email import SOUND

ALIKE = 0.7


@dataclass(frozen=True, slots=True)
class Address:
    """One address read twice, both times without spaces."""

    first: str
    second: str

    @property
    def agrees(self) -> bool:
        """Return whether both readings are the same sound address."""
        return self.first == self.second and bool(SOUND.match(self.first))

    def settled(self, usual: str) -> tuple[str, bool]:
        """Return the likelier reading and whether it is sure; `usual` is the others' domain.

        A domain that is nearly the usual one is taken for it only where the readings differ: a
        department's own may be a letter away.
        """
        if self.agrees:
            domain = _domain(self.first)
            return self.first, domain == usual or not _alike(domain, usual)
        tried = (self.first, self.second)
        whole = [text for text in tried if usual and _domain(text) == usual]
        sound = [text for text in tried if SOUND.match(text)]
        best = next(iter([*whole, *sound, self.first]))
        local, at, domain = best.partition("@")
        return f"{local}@{usual}" if at and _alike(domain, usual) else best, False


def usual_domain(addresses: Iterable[Address]) -> str:
    """Return the domain most addresses agree on, "" for none."""
    domains = Counter(_domain(address.first) for address in addresses if address.agrees)
    return max(domains, key=lambda domain: domains[domain], default="")


def _domain(address: str) -> str:
    return address.partition("@")[2]


def _alike(domain: str, usual: str) -> bool:
    return SequenceMatcher(None, domain, usual, autojunk=False).ratio() >= ALIKE
