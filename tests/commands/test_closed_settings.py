"""Commands on files, by somebody who may not look into /etc/mailbot of this machine."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from mailbot import defaults
from mailbot.__main__ import main
from mailbot.commands import documents
from mailbot.commands.answer import UNDECIDED
from mailbot.commands.trust import known_fingerprints
from tests.closed_folder import close_operators


@pytest.fixture
def closed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "closed"
    close_operators(folder, monkeypatch)
    monkeypatch.setattr(documents, "DEFAULT_PATH", folder / "mailbot.toml")
    return folder


@pytest.mark.usefixtures("closed")
@pytest.mark.parametrize("command", ["deadline 2026-11-23T09:00", "sender {mail}"])
def test_what_another_answer_may_stand_in_is_told_and_not_passed_over(
    command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mail = tmp_path / "a.eml"
    mail.write_bytes(b"From: a@b.vn\r\n\r\n")
    assert main([*command.format(mail=mail).split(), "--json"]) == UNDECIDED
    error = json.loads(capsys.readouterr().out)["error"]
    assert error["code"] == "bad_input"
    assert "không có quyền" in error["message"]


def test_the_known_fingerprints_are_ours_then(closed: Path) -> None:
    ours = defaults.default_file("fingerprints.toml")
    assert known_fingerprints() == known_fingerprints(ours)
    assert closed
