"""The three mail worlds every contract test runs in."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.gateways.worlds import World, dovecot_world, embedded_world, fake_world


@pytest.fixture(scope="session")
def embedded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with embedded_world(tmp_path_factory.mktemp("embedded")) as (world, _):
        yield world


@pytest.fixture(params=["fake", "embedded", "dovecot"])
def world(request: pytest.FixtureRequest) -> World:
    if request.param == "fake":
        return fake_world()
    if request.param == "dovecot":
        return dovecot_world(request.getfixturevalue("mail_servers"))
    found: World = request.getfixturevalue("embedded")
    assert found.client is not None
    found.client.empty()
    return found
