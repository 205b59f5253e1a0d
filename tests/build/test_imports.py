"""Every package the program imports is asked for by name, not there by chance."""

from __future__ import annotations

import ast
import sys
import tomllib
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
OURS = {"mailbot", "parsers", "signing", "tests", "benchmarks"}


def _imported(folder: Path) -> Iterator[tuple[str, Path]]:
    for path in sorted(folder.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                yield from ((alias.name.partition(".")[0], path) for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                yield node.module.partition(".")[0], path


def _named(lines: list[str]) -> set[str]:
    return {canonicalize_name(Requirement(line).name) for line in lines}


RUN = _named(PROJECT["dependencies"])
DEMO = RUN | _named(PROJECT["optional-dependencies"]["demo"])
TOKEN = _named(PROJECT["optional-dependencies"]["pkcs11"])
TEST = DEMO | _named(PROJECT["optional-dependencies"]["test"])


@pytest.mark.parametrize(
    ("folder", "allowed"),
    [
        pytest.param("mailbot", RUN, id="mailbot"),
        pytest.param("mailbot/demo", DEMO, id="the demo"),
        pytest.param("parsers", RUN, id="parsers"),
        pytest.param("signing", RUN | TOKEN, id="signing"),
        pytest.param("tests", TEST, id="tests"),
    ],
)
def test_what_is_imported_is_a_dependency(folder: str, allowed: set[str]) -> None:
    providers = metadata.packages_distributions()

    undeclared = {
        f"{path.relative_to(ROOT)}: {name}"
        for name, path in _imported(ROOT / folder)
        if name not in OURS | sys.stdlib_module_names
        and not ("demo" in path.parts and folder == "mailbot")
        and not {canonicalize_name(found) for found in providers.get(name, ())} & allowed
    }

    assert sorted(undeclared) == []


def test_every_dependency_of_the_program_is_imported_by_it() -> None:
    providers = metadata.packages_distributions()
    imported = {
        canonicalize_name(provider)
        for folder in ("mailbot", "parsers", "signing")
        for name, _ in _imported(ROOT / folder)
        for provider in providers.get(name, ())
    }
    # Time zones are data; SQLAlchemy finds its driver by name, Starlette its reader of forms.
    found_by_name = {"psycopg", "python-multipart", "tzdata"}

    assert sorted(DEMO - imported - found_by_name) == []
