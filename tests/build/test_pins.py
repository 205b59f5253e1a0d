"""The pins hold what pyproject.toml asks for, agree with one another and name no index."""

from __future__ import annotations

import re
import tomllib
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import NormalizedName, canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
PINS = ("run", "demo", "test", "build", "peers")


def _text(name: str) -> str:
    return (ROOT / "config" / "pins" / f"{name}.txt").read_text("utf-8")


def _pinned(name: str) -> dict[NormalizedName, str]:
    lines = re.findall(r"^([A-Za-z0-9._-]+)(?:\[[^]]*])?==([^ \\;]+)", _text(name), re.M)
    return {canonicalize_name(package): version for package, version in lines}


def _asked(name: str) -> list[Requirement]:
    project = PYPROJECT["project"]
    extras = project["optional-dependencies"]
    asked = {
        "run": project["dependencies"],
        "demo": project["dependencies"] + extras["demo"],
        "test": project["dependencies"] + extras["demo"] + extras["test"],
        "build": PYPROJECT["dependency-groups"]["build"],
        "peers": PYPROJECT["dependency-groups"]["peers"],
    }
    return [Requirement(line) for line in asked[name]]


@pytest.mark.parametrize("name", PINS)
def test_every_dependency_is_pinned_at_an_allowed_version(name: str) -> None:
    pinned = _pinned(name)

    wrong = [
        str(asked)
        for asked in _asked(name)
        if not asked.specifier.contains(pinned.get(canonicalize_name(asked.name), "0"))
    ]

    assert _asked(name)
    assert wrong == []


@pytest.mark.parametrize("name", PINS)
def test_every_pin_carries_hashes(name: str) -> None:
    entries = re.split(r"^(?=[A-Za-z0-9])", _text(name), flags=re.M)[1:]

    assert len(entries) == len(_pinned(name))
    assert all("--hash=sha256:" in entry for entry in entries)


@pytest.mark.parametrize("name", PINS)
def test_a_pin_file_names_no_index_and_no_host(name: str) -> None:
    assert (
        re.search(r"://|--(extra-)?index|--find-links|--trusted|\.(org|com|io)\b", _text(name))
        is None
    )


@pytest.mark.parametrize("narrow", ["run", "demo"])
def test_the_wider_pins_hold_the_narrower_word_for_word(narrow: str) -> None:
    wider = {"run": "demo", "demo": "test"}[narrow]

    assert _pinned(narrow).items() <= _pinned(wider).items()


def test_the_versions_that_run_here_are_the_pinned_ones() -> None:
    installed = {
        canonicalize_name(found.metadata["Name"]): found.version
        for found in metadata.distributions()
    }

    differs = {
        package: (version, installed.get(package))
        for package, version in _pinned("test").items()
        if installed.get(package) != version
    }

    assert differs == {}


def test_the_build_backend_is_the_one_pinned() -> None:
    requires = [Requirement(line) for line in PYPROJECT["build-system"]["requires"]]

    assert [(r.name, str(r.specifier)) for r in requires] == [
        ("hatchling", f"=={_pinned('build')[canonicalize_name('hatchling')]}")
    ]
