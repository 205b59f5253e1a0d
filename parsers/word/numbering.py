"""The numbers that Word writes before paragraphs by itself (ECMA-376, part 1, 17.9)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from parsers.word.styles import Styles, W, number

BULLETS = frozenset({"", *"-–—•●○◦o▪■□·+*\uf0b7\uf0a7\uf0d8\uf076\uf0a8"})
"""What begins an item by custom, as Symbol and Wingdings code it, too; ticks and crosses do not."""

PLAIN = frozenset({"decimal", "none", "bullet"})
OTHER = "?"
"""Stands for a number in letters or in Roman figures."""


@dataclass(frozen=True, slots=True)
class _Level:
    start: int = 1
    kind: str = "decimal"
    text: str = ""


class Numbering:
    """Counts through the paragraphs of a body as Word does: lists made from one share a count."""

    def __init__(self, root: Any, styles: Styles) -> None:
        self.styles = styles
        self.levels: dict[str, dict[int, _Level]] = {}
        self.lists: dict[str, tuple[str, dict[int, int]]] = {}
        self.counts: dict[str, dict[int, int]] = {}
        self.begun: set[str] = set()
        for one in [] if root is None else root.iter(f"{W}abstractNum"):
            key = str(one.get(f"{W}abstractNumId"))
            self.levels[key] = {number(at, "ilvl", 0): _level(at) for at in one.iter(f"{W}lvl")}
        for one in [] if root is None else root.iter(f"{W}num"):
            self._take_list(one)

    def _take_list(self, one: Any) -> None:
        abstract = one.find(f"{W}abstractNumId")
        key, own = str(one.get(f"{W}numId")), "" if abstract is None else abstract.get(f"{W}val")
        anew: dict[int, int] = {}
        for override in one.iter(f"{W}lvlOverride"):
            at = number(override, "ilvl", 0)
            if (start := override.find(f"{W}startOverride")) is not None:
                anew[at] = number(start, "val", 1)
            for level in override.iter(f"{W}lvl"):
                own = f"{own} of {key}"
                self.levels[own] = {at: _level(level)}
        self.lists[key] = (str(own), anew)

    def shown(self, paragraph: Any) -> tuple[str, bool]:
        """Return what is written before the paragraph, and whether it is a mere bullet."""
        named = [one.find(f"{W}numId") for one in self.styles.of_paragraph(paragraph, "numPr")]
        own = next((one for one in named if one is not None), None)
        key = "" if own is None else str(own.get(f"{W}val"))
        if key not in self.lists:
            return "", False
        levels = [one.find(f"{W}ilvl") for one in self.styles.of_paragraph(paragraph, "numPr")]
        at = number(next((one for one in levels if one is not None), None), "val", 0)
        abstract, anew = self.lists[key]
        counts = self.counts.setdefault(abstract, {})
        if key not in self.begun:
            self.begun.add(key)
            counts.update({one: start - 1 for one, start in anew.items()})
        level = self._level(abstract, at)
        counts[at] = counts.get(at, level.start - 1) + 1
        for deeper in [one for one in counts if one > at]:
            del counts[deeper]
        is_bullet = level.kind == "bullet" and level.text in BULLETS
        return self._written(abstract, level, counts), is_bullet

    def _level(self, abstract: str, at: int) -> _Level:
        return self.levels.get(abstract, {}).get(at, _Level())

    def _written(self, abstract: str, level: _Level, counts: dict[int, int]) -> str:
        text = level.text
        for at in range(9):
            own = self._level(abstract, at)
            count = str(counts.get(at, own.start)) if own.kind in PLAIN else OTHER
            text = text.replace(f"%{at + 1}", "" if own.kind == "none" else count)
        return text.strip()


def misnumbered(body: Any, numbering: Numbering) -> Iterator[str]:
    """Yield what stands before or instead of a cell's text and is read otherwise: the readers
    count by themselves where a paragraph is empty, and read no number where it is not.
    """
    simple: dict[str, int] = {}
    inside = {one for cell in body.iter(f"{W}tc") for one in cell.iter(f"{W}p")}
    for paragraph in body.iter(f"{W}p"):
        shown, is_bullet = numbering.shown(paragraph)
        if paragraph not in inside:
            continue
        text = "".join(one.text or "" for one in paragraph.iter(f"{W}t")).strip()
        if text:
            if not is_bullet and _changes(shown, text):
                yield shown
        elif shown.strip(" .)(-") != _counted(paragraph, simple) and not is_bullet:
            yield shown


def _counted(paragraph: Any, simple: dict[str, int]) -> str:
    """Return the number that a reader gives an empty paragraph."""
    own = paragraph.find(f"{W}pPr/{W}numPr/{W}numId")
    key = "" if own is None else str(own.get(f"{W}val"))
    if key in ("", "0"):
        return ""
    simple[key] = simple.get(key, 0) + 1
    return str(simple[key])


def _changes(shown: str, text: str) -> bool:
    """Return whether a number before a text makes another of it: "1." before a name does not."""
    mark = shown.strip(" .)(-")
    return bool(mark) and (text[:1].isdigit() or not mark.replace(".", "").isdigit())


def _level(element: Any) -> _Level:
    kind, text = element.find(f"{W}numFmt"), element.find(f"{W}lvlText")
    return _Level(
        number(element.find(f"{W}start"), "val", 1),
        "decimal" if kind is None else str(kind.get(f"{W}val")),
        "" if text is None else str(text.get(f"{W}val", "")),
    )
