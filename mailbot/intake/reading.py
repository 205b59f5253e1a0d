"""The reading of mails that were received: in the sandbox, small ones together, nothing written."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby

from mailbot.cases.agency import Registry
from mailbot.errors import SandboxError
from mailbot.intake.dossier import Dossier, Means
from mailbot.intake.keep_proof import KeepProof
from mailbot.intake.message import read_message
from mailbot.intake.sender import judge_sender
from mailbot.storage.any_archive import AnyArchive
from mailbot.storage.messages import Stored
from mailbot.storage.verdicts import KeptVerdict

HEADER_LIMIT = 131_072  # octets; a longer header is refused by the strict rule anyway
READ_SECONDS = 1.0  # so long are mails read before what was read is concluded
# Octets; to hand over so little costs more than to read it. No signed letter is as small.
SMALL = 16_384


@dataclass(frozen=True, slots=True)
class Reading:
    """A mail as it was read, and with what. One of ours that came back is not read at all (no
    means), of one that was too large there is the header only (no dossier).
    """

    stored: Stored
    means: Means | None = None
    head: bytes = b""
    dossier: Dossier | None = None
    verdicts: tuple[KeptVerdict, ...] = ()

    @property
    def may_be_granted(self) -> bool:
        """Whether it brings what may be signed: nothing else is granted without a person."""
        return self.dossier is not None and bool(self.dossier.papers)


@dataclass(frozen=True, slots=True)
class ReadMails:
    """Reads mails. `read` takes one mail in pieces, `read_together` several small ones, and fails
    with SandboxError if the reading of any of them came to no end.
    """

    archive: AnyArchive
    read: Callable[[Iterable[bytes], Means, datetime], Dossier]
    read_together: Callable[[Sequence[bytes], Means, Sequence[datetime]], Sequence[Dossier]]
    means: Callable[[Registry, bytes], Means]
    proof: KeepProof

    def while_others_wait(
        self, mails: Sequence[Stored], ours: Set[int], registry: Registry
    ) -> Iterator[Reading]:
        """Yield the readings of the first of these mails: of one at least, and of more while no
        more than a moment has passed. `ours` are copies of our own mails.
        """
        began = time.monotonic()
        for group in _groups(mails, ours):
            try:
                portions = iter((self._read(group, ours, registry),))
            except SandboxError:
                # Whose fault it was shows when each is alone; the others are not to wait for it.
                began = time.monotonic()
                portions = ((self._alone(one, ours, registry),) for one in group)
            for portion in portions:
                yield from portion
                if time.monotonic() - began > READ_SECONDS:
                    return

    def dossier_of(self, mail: Iterable[bytes], means: Means, arrived_at: datetime) -> Dossier:
        """Read the mail, given in pieces; what kills its reader is still a mail somebody sent."""
        try:
            return self.read(mail, means, arrived_at)
        except SandboxError as error:
            return unread_dossier(head_of(mail), means, error.kind)

    def _read(
        self, mails: Sequence[Stored], ours: Set[int], registry: Registry
    ) -> tuple[Reading, ...]:
        if len(mails) == 1:
            return (self._alone(mails[0], ours, registry),)
        return self._together(mails, registry)

    def _alone(self, stored: Stored, ours: Set[int], registry: Registry) -> Reading:
        if stored.id in ours:
            return Reading(stored)
        mail = self.archive.held(stored.raw_sha)
        head = head_of(mail)
        means = self.means(registry, head)
        if stored.header_only:
            return Reading(stored, means, head)
        return self._reading(stored, means, self.dossier_of(mail, means, stored.arrived_at))

    def _together(self, mails: Sequence[Stored], registry: Registry) -> tuple[Reading, ...]:
        raws = [self.archive.get(one.raw_sha) for one in mails]
        means = [self.means(registry, raw) for raw in raws]
        keys = {name: key for one in means for name, key in one.dkim_keys.items()}
        shared = replace(means[0], dkim_keys=keys)
        dossiers = self.read_together(raws, shared, [one.arrived_at for one in mails])
        return tuple(map(self._reading, mails, means, dossiers))

    def _reading(self, stored: Stored, means: Means, dossier: Dossier) -> Reading:
        verdicts = self.proof.verdicts(stored, dossier, means)
        return Reading(stored, means, dossier=dossier, verdicts=verdicts)


def head_of(mail: Iterable[bytes]) -> bytes:
    """Return the first piece of a mail, which holds at least the header."""
    return next(iter(mail), b"")


def unread_dossier(head: bytes, means: Means, why: str) -> Dossier:
    """Return what the header alone says of a mail whose reading came to no end."""
    header = head.partition(b"\r\n\r\n")[0][:HEADER_LIMIT] + b"\r\n\r\n"
    sender = judge_sender(head, means.registry, means.rules, means.own_addresses)
    return Dossier(read_message(header), sender, unread=why)


def _groups(mails: Iterable[Stored], ours: Set[int]) -> Iterator[tuple[Stored, ...]]:
    """Yield them in their order: small ones with their like, each of the others by itself."""

    def is_small(one: Stored) -> bool:
        return one.size <= SMALL and not one.header_only and one.id not in ours

    for small, some in groupby(mails, is_small):
        if small:
            yield tuple(some)
        else:
            yield from ((one,) for one in some)
