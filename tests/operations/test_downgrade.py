"""The way back to an earlier version's tables is closed while a service works with these."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from mailbot.__main__ import main
from mailbot.commands import house as command_house
from mailbot.house import House
from mailbot.storage import schema
from tests.journeys.world import World

BEFORE = "0015"


@pytest.fixture
def went(
    world_on_both: World, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[[str], dict[str, object]]:
    """Return what types `db upgrade --revision …` and gives its answer."""
    settings = world_on_both.house.settings
    monkeypatch.setattr(command_house, "load_settings", lambda _path: settings)

    def typed(revision: str) -> dict[str, object]:
        main(["db", "upgrade", "--revision", revision, "--json"])
        found: dict[str, object] = json.loads(capsys.readouterr().out)
        return found

    return typed


def test_no_way_back_beside_a_service(
    world_on_both: World, went: Callable[[str], dict[str, object]]
) -> None:
    service = House(world_on_both.house.settings)
    assert service.presence.name
    if service.membership is not None:
        service.membership.join()
    assert "systemctl stop" in str(went(BEFORE)["error"])
    schema.check(service.database)
    assert went(schema.HEAD) == {"revision": schema.HEAD}

    if service.membership is not None:
        service.membership.leave()
    service.close()
    assert went(BEFORE) == {"revision": BEFORE}
    assert went(schema.HEAD) == {"revision": schema.HEAD}
