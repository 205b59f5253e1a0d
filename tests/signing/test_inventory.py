"""What `mailbot trust` tells of a trust store."""

from __future__ import annotations

from datetime import timedelta

import pytest

from signing import TrustStore, take_inventory
from signing.trust import TrustStore as Store
from tests.pki.certificates import Subject, revocation_list
from tests.pki.sha1 import sha1_certificate
from tests.signing.world import NOW, organisation, pki, trust

KNOWN = {pki().root.fingerprint: "Gốc thử nghiệm"}


def _codes(remarks: object) -> list[str]:
    assert isinstance(remarks, tuple)
    return [remark.code for remark in remarks]


def test_a_known_root_is_told_by_its_name_and_others_as_not_known() -> None:
    root, intermediate, tsa_root = take_inventory(trust(), KNOWN, NOW).certificates

    assert (root.role, root.known_as, _codes(root.remarks)) == ("root", "Gốc thử nghiệm", [])
    assert (intermediate.role, _codes(intermediate.remarks)) == ("intermediate", ["not_known"])
    assert (tsa_root.role, _codes(tsa_root.remarks)) == ("tsa_root", ["not_known"])


def test_a_sound_store_lacks_nothing() -> None:
    inventory = take_inventory(trust(), KNOWN, NOW)

    assert _codes(inventory.remarks) == []
    assert [_codes(one.remarks) for one in inventory.lists] == [[], [], []]
    assert inventory.lists[1].issuer == "CA phục vụ các cơ quan Nhà nước thử nghiệm"
    assert inventory.lists[1].next_at == inventory.lists[1].issued_at + timedelta(days=7)


@pytest.mark.parametrize(
    ("days", "code"),
    [
        pytest.param(2939, None, id="61 days ahead"),
        pytest.param(2941, "expires_soon", id="59 days ahead"),
        pytest.param(3001, "expired", id="a day after"),
        pytest.param(-1101, "not_yet_valid", id="before it was made"),
    ],
)
def test_the_end_of_a_root_is_told_sixty_days_ahead(days: int, code: str | None) -> None:
    root = take_inventory(trust(), KNOWN, NOW + timedelta(days=days)).certificates[0]

    assert _codes(root.remarks) == ([code] if code else [])


def test_a_signers_certificate_is_no_authority_and_no_root() -> None:
    store = Store(roots=(organisation().der,))

    (entry,) = take_inventory(store, KNOWN, NOW).certificates

    assert _codes(entry.remarks) == ["not_known", "no_authority", "root_not_self_issued"]


def test_a_certificate_of_the_first_generation_is_told_as_weak() -> None:
    weak = sha1_certificate(pki().intermediate, Subject("G1"), NOW)

    (entry,) = take_inventory(Store(intermediates=(weak.der,)), KNOWN, NOW).certificates

    assert "weak" in _codes(entry.remarks)


def test_a_stale_list_and_a_strangers_are_told() -> None:
    stale = revocation_list(pki().intermediate, NOW - timedelta(days=30))
    strange = revocation_list(organisation(), NOW)

    lists = take_inventory(
        TrustStore((pki().root.der,), (pki().intermediate.der,), (), (stale, strange)), KNOWN, NOW
    ).lists

    assert [_codes(one.remarks) for one in lists] == [["list_stale"], ["list_of_a_stranger"]]


def test_authorities_without_a_list_are_named() -> None:
    inventory = take_inventory(Store((pki().root.der,), (pki().intermediate.der,)), KNOWN, NOW)

    assert [(one.code, one.detail) for one in inventory.remarks] == [
        ("list_missing", "RootCA chuyên dùng Chính phủ thử nghiệm"),
        ("list_missing", "CA phục vụ các cơ quan Nhà nước thử nghiệm"),
    ]


def test_an_empty_store_lacks_a_root() -> None:
    assert _codes(take_inventory(Store(), KNOWN, NOW).remarks) == ["no_root"]
