"""Rules that colour a sheet's cells by what stands in them (ECMA-376, part 1, 18.3.1.10).

Bands, empty cells, duplicates and values of a wrong length are looked for by custom. A rule that
names a value of its own singles somebody out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

SINGLING = frozenset({"containsText", "beginsWith", "endsWith"})
_NAMED = re.compile(r'"[^"]+"|(?:\$?[A-Z]{1,3}\$?\d+|ROW\(\))\s*=\s*\d', re.IGNORECASE)
_VALUE = re.compile(r'^\s*(?:"[^"]+"|\d+)\s*$')


def singling_rules(sheet: Any) -> Iterator[str]:
    """Yield the first cell of each area where a rule colours cells with a value that it names."""
    for area in sheet.conditional_formatting:
        if any(rule.dxf is not None and _singles_out(rule) for rule in area.rules):
            yield str(area.sqref).split(" ")[0].split(":")[0]


def _singles_out(rule: Any) -> bool:
    formulas = [str(one) for one in rule.formula]
    if rule.type == "cellIs":
        return rule.operator == "equal" and any(map(_VALUE.search, formulas))
    return rule.type in SINGLING or (
        rule.type == "expression" and any(map(_NAMED.search, formulas))
    )
