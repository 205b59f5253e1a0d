"""The two readers of a kind of file share nothing that a fault could hide in from both."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

GRID = {
    "parsers.reading": "lines and cell grids: what both fill and the comparison takes",
    "parsers.source": "files, places and the error of a file that cannot be read",
    "parsers.flag": "the codes of doubts",
    "parsers.text.words": "what a grid's text is asked for, once it is filled",
    "parsers.text.remembered": "these answers are kept, each by its own text",
}
MEANING = {
    "parsers.workbook.limits": "how many rows and columns are read; what lies beyond is flagged",
    "parsers.workbook.header": "a sheet is one grid; that a list begins in it only words tell",
    "parsers.columns": "the words of headers, as in every list",
    "parsers.tables.sum_row": "the words of a row that counts others",
    "parsers.values.somebody": "who is named in such a row, and is none of a sum then",
    "parsers.legacy": "headers in an encoding older than Unicode, always flagged",
    "parsers.text.encoding": "these encodings",
    "parsers.text.syllable": "what is a Vietnamese word in them",
}
PAIRS = {
    "pdf": ("parsers.pdf.fast", "parsers.pdf.plumber", GRID),
    "xlsx": ("parsers.workbook.first", "parsers.workbook.second", GRID | MEANING),
    "docx": ("parsers.word.first", "parsers.word.second", GRID),
}


@pytest.mark.parametrize(("first", "second", "shared"), PAIRS.values(), ids=PAIRS)
def test_two_readers_share_only_what_is_listed_with_its_reason(
    first: str, second: str, shared: dict[str, str]
) -> None:
    assert sorted(_ours(first) & _ours(second)) == sorted(shared)


@pytest.mark.parametrize(("first", "second", "shared"), PAIRS.values(), ids=PAIRS)
def test_two_readers_stand_on_no_library_in_common(
    first: str, second: str, shared: dict[str, str]
) -> None:
    one, other = (
        {name for module in _ours(reader) - set(shared) for name in _foreign(module)}
        for reader in (first, second)
    )

    assert one
    assert not one & other


def _ours(module: str) -> set[str]:
    """Return the module and all of parsers that it imports, wherever in it, and they in turn."""
    found: set[str] = set()
    waiting = [module]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += [one for one in _imports(name) if one.startswith("parsers")]
    return found


def _foreign(module: str) -> set[str]:
    tops = {name.partition(".")[0] for name in _imports(module)}
    return tops - sys.stdlib_module_names - {"parsers"}


@cache
def _imports(module: str) -> frozenset[str]:
    return frozenset(_imported(ast.parse(_path(module).read_text("utf-8"))))


def _imported(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            inner = (f"{node.module}.{alias.name}" for alias in node.names)
            yield from (name if _path(name).exists() else node.module for name in inner)


def _path(module: str) -> Path:
    path = ROOT.joinpath(*module.split("."))
    return path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
