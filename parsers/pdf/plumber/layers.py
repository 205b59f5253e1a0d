"""Layers of a PDF (ISO 32000-1, 8.11): what is switched off is in the file and not on the page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pdfplumber.utils.pdfinternals import resolve


def has_layer_off(catalog: Mapping[str, Any]) -> bool:
    """Return whether the file opens with a layer that is not shown."""
    properties = resolve(catalog.get("OCProperties"))
    shown = resolve(properties.get("D")) if isinstance(properties, Mapping) else None
    if not isinstance(shown, Mapping):
        return False
    base = getattr(resolve(shown.get("BaseState")), "name", "")
    return bool(resolve(shown.get("OFF"))) or base == "OFF"
