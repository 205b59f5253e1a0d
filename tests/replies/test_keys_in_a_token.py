"""The leader's key and the centre's lie in a token, and the house signs with both."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from mailbot.errors import SettingsError
from mailbot.house import House
from mailbot.operations.doctor_looks import secrets
from mailbot.operations.doctor_trust import look_at_signing
from mailbot.replies.press import RenderedLetter
from mailbot.settings import settings_from
from signing import Verdict, read_certificate
from tests.pki.token import LIBRARY, PIN, is_installed
from tests.signing.world import NOW, leader, make_token, organisation, plain, verify
from tests.test_settings import smallest

pytest.importorskip("pkcs11", reason="needs python-pkcs11")
pytestmark = pytest.mark.skipif(not is_installed(), reason="needs softhsm2")

LETTER = RenderedLetter(plain(), 1, 1, (300, 100, 500, 200), (250, 100, 340, 190))
PINS = {"token-pin": PIN, "leader-token-pin": PIN}
OTHERS = ("seal-key", "imap-password", "smtp-password")


def house_of(folder: Path, pins: dict[str, str], label: str = "lanh-dao") -> House:
    make_token()
    for name in OTHERS:
        (folder / name).write_text("secret")
    for name, pin in pins.items():
        (folder / name).write_text(pin)
    place: dict[str, Any] = {"library": str(LIBRARY), "label": "mailbot"}
    signing = {
        "mode": "unattended",
        "authorised_by": {"number": "15/QĐ-TTCNTT", "date": "2026-01-15"},
        "token": place | {"key": "van-thu"},
        "leader_token": place | {"key": label},
    }
    told = smallest() | {"signing": signing, "secrets_directory": str(folder)}
    return House(settings_from(told, "-"), lambda: NOW)


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    made = house_of(tmp_path, PINS)
    yield made
    made.close()


def test_the_leader_signs_first_then_the_centre(house: House) -> None:
    assert house.unattended is not None

    report = verify(house.unattended.sign(LETTER))

    assert report.verdict is Verdict.PASSED, report.reasons
    assert [one.field for one in report.signatures] == ["LanhDao", "VanThu"]
    assert [one.certificate for one in report.signatures] == [leader().der, organisation().der]


def test_the_doctor_looks_at_both_keys_and_their_pins(house: House) -> None:
    seen = [one for one in look_at_signing(house) if one.code == "key_good"]

    names = [dict(one.fields)["name"] for one in seen]
    assert names == [read_certificate(one().der).name for one in (organisation, leader)]
    (told,) = secrets(house)
    assert dict(told.fields) == {"count": str(len(OTHERS) + len(PINS))}


@pytest.mark.parametrize(
    ("pins", "label"),
    [
        pytest.param({"token-pin": PIN}, "lanh-dao", id="without the leader's PIN"),
        pytest.param(PINS, "giam-doc", id="without such a key"),
    ],
)
def test_a_leader_who_cannot_sign_is_told_before_the_first_mail(
    tmp_path: Path, pins: dict[str, str], label: str
) -> None:
    house = house_of(tmp_path, pins, label)

    with pytest.raises(SettingsError):
        _ = house.unattended
    house.close()
