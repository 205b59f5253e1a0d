"""What a PDF holds beside its pages (ISO 32000-1, 7.7.2), and what changes them once it is open."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pdfplumber.utils.pdfinternals import resolve

from parsers.flag import FlagCode

HARMLESS = frozenset({"GoTo", "Named"})
"""Actions that only turn to a page."""

Entries = Mapping[str, Any]


def beside_pages(catalog: Entries, pages: Sequence[Entries]) -> Iterator[FlagCode]:
    """Yield what no reader sees: a layer switched off, a file in the file, an action or a form of
    another kind that draws the pages anew.
    """
    if _has_layer_off(catalog):
        yield FlagCode.HIDDEN_LAYER
    names = _inside(catalog, "Names")
    if "EmbeddedFiles" in names or any("AF" in one for one in (catalog, *pages)):
        yield FlagCode.ATTACHED_FILE
    form = _inside(catalog, "AcroForm")
    acts = "JavaScript" in names or any("AA" in one for one in (catalog, *pages))
    if acts or "XFA" in form or _name(_inside(catalog, "OpenAction"), "S") not in {"", *HARMLESS}:
        yield FlagCode.PAGES_CHANGE


def _has_layer_off(catalog: Entries) -> bool:
    """Return whether the file opens with a layer that is not shown, or not printed."""
    layers = _inside(catalog, "OCProperties")
    shown = _inside(layers, "D")
    if resolve(shown.get("OFF")) or _name(shown, "BaseState") == "OFF":
        return True
    groups = resolve(layers.get("OCGs"))
    every = [resolve(group) for group in groups] if isinstance(groups, list) else []
    usages = [_inside(group, "Usage") for group in every if isinstance(group, Mapping)]
    return any(
        _name(_inside(usage, way), f"{way}State") == "OFF"
        for usage in usages
        for way in ("View", "Print")
    )


def _inside(entries: Entries, key: str) -> Entries:
    found = resolve(entries.get(key))
    return found if isinstance(found, Mapping) else {}


def _name(entries: Entries, key: str) -> str:
    return str(getattr(resolve(entries.get(key)), "name", ""))
