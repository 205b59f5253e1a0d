"""The codes the library gives; a new one must be added to the Vietnamese texts."""

from __future__ import annotations

import ast
from pathlib import Path

import signing
from signing import proof


def all_codes() -> set[str]:
    """Return every code a report can carry: first arguments of Reason, and the tables."""
    folder = Path(signing.__file__).parent
    found = set(proof._CODES.values()) | set(proof._OWN) | set(proof.NOTES) | {"not_provable"}
    for path in folder.glob("*.py"):
        found |= _codes_in(path, {"Reason", "_changed", "_mishap"})
    return found | {"timestamp_invalid", "timestamp_untrusted", "key_usage_unsuitable"}


def inventory_codes() -> set[str]:
    """Return every code an inventory can carry."""
    return _codes_in(Path(signing.__file__).parent / "inventory.py", {"Remark"})


def _codes_in(path: Path, makers: set[str]) -> set[str]:
    return {
        text
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and _name(node) in makers
        for text in _texts(node.args[0])
    }


def _name(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else ""


def _texts(node: ast.expr) -> set[str]:
    return {
        part.value
        for part in ast.walk(node)
        if isinstance(part, ast.Constant) and isinstance(part.value, str) and part.value
    }
