"""What a PDF holds beside its pages (ISO 32000-1, 7.7.2), and what changes them once it is open."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pdfplumber.utils.pdfinternals import resolve

from parsers.flag import FlagCode

HARMLESS = frozenset({"GoTo", "Named"})
"""Actions that only turn to a page."""

BY_VIEWER = frozenset({"Zoom", "User", "Language"})
"""What makes a viewer show a layer to some and not to others (ISO 32000-1, table 102)."""

UNLIKE_ITS_LAYERS = frozenset({"AllOff", "AnyOff"})
MAX_DEPTH = 3

Entries = Mapping[str, Any]


def beside_pages(catalog: Entries, pages: Sequence[Entries]) -> Iterator[FlagCode]:
    """Yield what no reader sees: a layer switched off, a file in the file, an action or a form of
    another kind that draws the pages anew.
    """
    if _has_layer_off(catalog) or ("OCProperties" in catalog and any(map(_is_by_rule, pages))):
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
        BY_VIEWER & set(usage)
        or any(_name(_inside(usage, way), f"{way}State") == "OFF" for way in ("View", "Print"))
        for usage in usages
    )


def _is_by_rule(drawn: Entries, depth: int = 0) -> bool:
    """Return whether a page, or a form on it, has a part that is shown where layers are off.

    pdfium shows such a part of one layer anyway (ISO 32000-1, 8.11.2.2).
    """
    resources = _inside(drawn, "Resources")
    own = resolve(drawn.get("OC"))
    named = [resolve(group) for group in _inside(resources, "Properties").values()]
    groups = [group for group in (own, *named) if isinstance(group, Mapping)]
    if any("VE" in group or _name(group, "P") in UNLIKE_ITS_LAYERS for group in groups):
        return True
    forms = [resolve(form) for form in _inside(resources, "XObject").values()]
    attributes = (getattr(form, "attrs", {}) for form in forms)
    return depth < MAX_DEPTH and any(_is_by_rule(one, depth + 1) for one in attributes)


def _inside(entries: Entries, key: str) -> Entries:
    found = resolve(entries.get(key))
    return found if isinstance(found, Mapping) else {}


def _name(entries: Entries, key: str) -> str:
    return str(getattr(resolve(entries.get(key)), "name", ""))
