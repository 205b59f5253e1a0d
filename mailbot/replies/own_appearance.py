"""What our own signatures show: the leader's hand and the seal, else who signed and when.

Law: Nghị định 30/2020/NĐ-CP, Phụ lục I: the hand in blue between title and name, the seal in red,
in its real size, over about a third of the hand on its left. A hand is shown only for a person who
signs with a key of their own.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from mailbot.clock import local
from mailbot.replies.press import Box, RenderedLetter, Seal, Stamp, stamp
from mailbot.words import Words, load_words
from signing import Appearance, Key, read_certificate
from signing.placement import hand, seal


@dataclass(frozen=True, slots=True)
class Pictures:
    """PNG pictures with transparency; empty where there is none."""

    hand: bytes = b""
    seal: bytes = b""


NO_PICTURES = Pictures()


@dataclass(frozen=True, slots=True)
class Face:
    """Draws the appearances of the signatures on one letter."""

    rendered: RenderedLetter
    pictures: Pictures = NO_PICTURES
    words: Words = field(default_factory=load_words)
    stamp: Stamp = stamp

    def of_leader(self, key: Key, at: datetime) -> Appearance | None:
        """Return the hand between title and name, else who signed and when."""
        place = self._place()
        if place is None:
            return None
        page, frame, _ = place
        if self.pictures.hand:
            return hand(page, frame, self.pictures.hand)
        return Appearance(page, frame, self.stamp(self._lines(key, at), frame))

    def of_organisation_after(self, leader: Appearance | None) -> Appearance | None:
        """Return the seal over a third of what the leader's signature shows; nothing without."""
        if leader is None or not self.pictures.seal:
            return None
        return seal(leader, self.pictures.seal)

    def of_organisation_alone(self, key: Key, at: datetime) -> Appearance | None:
        """Return who signed and when where a hand would be, with the seal where it would be."""
        place = self._place()
        if place is None:
            return None
        page, frame, around = place
        lines = self._lines(key, at)
        if not self.pictures.seal:
            return Appearance(page, frame, self.stamp(lines, frame))
        whole = (around[0], around[1], frame[2], around[3])
        drawn = self.stamp(lines, whole, Seal(self.pictures.seal, around[2] - around[0]))
        return Appearance(page, whole, drawn)

    def _place(self) -> tuple[int, Box, Box] | None:
        """Return page (from 0), the hand's frame and the seal's; None on a letter not signed."""
        letter = self.rendered
        if letter.signature_page is None or not (letter.signature_box and letter.seal_box):
            return None
        return letter.signature_page - 1, letter.signature_box, letter.seal_box

    def _lines(self, key: Key, at: datetime) -> tuple[str, str]:
        signer = read_certificate(key.certificate)
        return (
            self.words.say("letters.signed_by", name=signer.name),
            self.words.say("letters.signed_at", time=f"{local(at):%d.%m.%Y %H:%M:%S} +07:00"),
        )
