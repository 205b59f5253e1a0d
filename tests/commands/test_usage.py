"""Every command that is offered is there."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from importlib import import_module

import pytest

from mailbot.commands import usage


def _functions(parser: argparse.ArgumentParser) -> Iterator[str]:
    run = parser.get_default("run")
    if run:
        yield run
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for command in action.choices.values():
                yield from _functions(command)


@pytest.mark.parametrize("name", sorted(set(_functions(usage._build()))))
def test_what_a_command_names_is_a_function_that_takes_its_options(name: str) -> None:
    module, function = name.split(":")
    assert callable(getattr(import_module(f"mailbot.commands.{module}"), function))
