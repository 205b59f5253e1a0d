"""The codes the library gives; a new one must be added to the Vietnamese texts."""

from __future__ import annotations

import ast
from pathlib import Path

import signing
from signing import proof


def all_codes() -> set[str]:
    """Return every code in the library's sources: first arguments of Reason, and its tables."""
    folder = Path(signing.__file__).parent
    found = set(proof._CODES.values()) | set(proof._OWN) | set(proof.NOTES) | {"not_provable"}
    for path in folder.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and _name(node) in {"Reason", "_changed", "_mishap"}:
                found |= _texts(node.args[0])
    return found | {"timestamp_invalid", "timestamp_untrusted", "key_usage_unsuitable"}


def _name(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else ""


def _texts(node: ast.expr) -> set[str]:
    return {
        part.value
        for part in ast.walk(node)
        if isinstance(part, ast.Constant) and isinstance(part.value, str) and part.value
    }
