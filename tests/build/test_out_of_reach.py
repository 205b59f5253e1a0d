from __future__ import annotations

import os
import subprocess
import sys

import pytest


@pytest.mark.parametrize("module", ["mailbot", "mailbot.cases.finding"])
def test_a_package_out_of_reach_cannot_be_imported(module: str) -> None:
    done = _import_with("mailbot signing", f"import tests.build.out_of_reach, {module}")

    assert done.returncode != 0
    assert f"{module.partition('.')[0]} is out of reach" in done.stderr


def test_a_package_within_reach_is_imported() -> None:
    done = _import_with("mailbot signing", "import tests.build.out_of_reach, parsers")

    assert done.returncode == 0, done.stderr


def _import_with(out_of_reach: str, statement: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", statement],
        env={**os.environ, "MAILBOT_OUT_OF_REACH": out_of_reach},
        capture_output=True,
        text=True,
        check=False,
    )
