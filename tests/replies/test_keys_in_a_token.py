"""The leader's key and the centre's lie in a token, and the house signs with both."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from mailbot.__main__ import main
from mailbot.errors import SettingsError, TryLaterError
from mailbot.house import House
from mailbot.operations.doctor import checks
from mailbot.operations.doctor_looks import secrets
from mailbot.operations.doctor_trust import look_at_signing
from mailbot.replies.own_signature import OwnSignature, TimeStamps
from mailbot.replies.press import RenderedLetter
from mailbot.settings import settings_from
from mailbot.storage import schema
from mailbot.storage.seal import new_key
from signing import Verdict, read_certificate
from signing.token import TokenKey
from tests.pki import asking
from tests.pki.token import LIBRARY, PIN, is_installed
from tests.signing.world import (
    LEADER_PIN,
    NOW,
    leader,
    make_tokens,
    organisation,
    pki,
    plain,
    verify,
)
from tests.test_settings import smallest

pytest.importorskip("pkcs11", reason="needs python-pkcs11")
pytestmark = pytest.mark.skipif(not is_installed(), reason="needs softhsm2")

UNIT = Path(__file__).parents[2] / "systemd/mailbot.service"
LETTER = RenderedLetter(plain(), 1, 1, (300, 100, 500, 200), (250, 100, 340, 190))
PINS = {"token-pin": PIN, "leader-token-pin": PIN}
OTHERS = {"seal-key": new_key(), "imap-password": "secret", "smtp-password": "secret"}


def house_of(
    folder: Path, pins: dict[str, str], label: str = "lanh-dao", hand: str = "mailbot"
) -> House:
    """Return a house whose seal lies in the token `mailbot`, and the leader's key in `hand`."""
    make_tokens()
    for name, secret in (OTHERS | pins).items():
        (folder / name).write_text(secret)
    place: dict[str, Any] = {"library": str(LIBRARY), "label": "mailbot"}
    signing = {
        "mode": "unattended",
        "authorised_by": {"number": "15/QĐ-TTCNTT", "date": "2026-01-15"},
        "token": place | {"key": "van-thu"},
        "leader_token": place | {"label": hand, "key": label},
    }
    told = smallest(database={"url": f"sqlite:///{folder}/mailbot.db"})
    told |= {"signing": signing, "secrets_directory": str(folder)}
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


def test_the_leader_has_a_token_of_his_own(tmp_path: Path) -> None:
    """Two USB tokens, each with its own PIN, at one machine."""
    house = house_of(tmp_path, PINS | {"leader-token-pin": LEADER_PIN}, hand="giam-doc")
    assert house.unattended is not None

    report = verify(house.unattended.sign(LETTER))

    assert report.verdict is Verdict.PASSED, report.reasons
    assert [one.certificate for one in report.signatures] == [leader().der, organisation().der]
    house.close()


def test_a_notice_waits_for_a_token_that_is_drawn_out(house: House) -> None:
    assert house.unattended is not None
    key = house.signing_key
    assert isinstance(key, TokenKey)
    key.session.close()
    key.place = replace(key.place, token="rút ra")

    with pytest.raises(TryLaterError, match="NoSuchToken"):
        house.unattended.sign(LETTER)
    (told,) = [one.detail for one in checks(house, [("signing", look_at_signing)]) if not one.good]
    assert "Kiểm tra thiết bị đã cắm" in told

    key.place = replace(key.place, token="mailbot")
    assert verify(house.unattended.sign(LETTER)).verdict is Verdict.PASSED


def test_a_token_that_is_drawn_out_costs_no_notice_its_time_stamp(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    assert house.unattended is not None
    signature, key = house.unattended.sign, house.signing_key
    assert isinstance(signature, OwnSignature)
    assert isinstance(key, TokenKey)
    stamps = TimeStamps(asking(pki().tsa, NOW), lambda: pki().trust_store(), "without")
    key.session.close()
    key.place = replace(key.place, token="rút ra")

    with pytest.raises(TryLaterError, match="NoSuchToken"):
        replace(signature, stamps=stamps)(LETTER)

    assert "signed_without" not in caplog.text


def test_a_notice_waits_for_new_settings_where_a_pin_is_refused_later(house: House) -> None:
    """What the settings are to blame for is tried again, and no case goes to a person for it."""
    assert house.unattended is not None
    key = house.signing_key
    assert isinstance(key, TokenKey)
    key.session.close()
    key.place = replace(key.place, token="giam-doc")

    with pytest.raises(SettingsError, match="“giam-doc” từ chối mã PIN") as caught:
        house.unattended.sign(LETTER)
    assert PIN not in str(caught.value)


def test_the_service_stays_down_when_a_pin_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Started again and again it would lock the token."""
    house = house_of(tmp_path, PINS | {"leader-token-pin": "9999"}, hand="giam-doc")
    schema.upgrade(house.database)
    monkeypatch.setattr("mailbot.commands.operate.house_of", lambda *_, **__: closing(house))

    code = main(["run"])

    assert f"\nRestartPreventExitStatus={code}\n" in UNIT.read_text()
    told = capsys.readouterr().err
    assert "từ chối mã PIN" in told
    assert "9999" not in told


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
