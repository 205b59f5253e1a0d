"""Demo and simulation, played by somebody who may not look into /etc/mailbot of this machine."""

from __future__ import annotations

from pathlib import Path

import pytest

from mailbot.__main__ import main
from tests.closed_folder import close_operators


@pytest.mark.parametrize("command", ["demo --once", "simulate --days 1 --mails-per-day 2 --calm"])
def test_whoever_may_not_see_the_settings_can_play(
    command: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    close_operators(tmp_path / "closed", monkeypatch)
    code = main([*command.split(), "--directory", str(tmp_path / "stage")])
    assert "mailbot: " not in capsys.readouterr().err
    assert code == 0
