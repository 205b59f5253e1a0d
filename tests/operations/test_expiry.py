"""What ends soon is told sixty days ahead, of whomever it is."""

from __future__ import annotations

from datetime import timedelta

import pytest

from mailbot.operations.expiry import expiries
from mailbot.storage import certificates
from mailbot.storage.certificates import SeenCertificate
from mailbot.storage.database import Database
from signing import TrustStore, read_certificate
from tests.builders import REGISTRY
from tests.signing.world import NOW, leader, organisation, pki, trust


def seen(fingerprint: str = "", days: int = 10, agency: str = "pnk") -> SeenCertificate:
    own = organisation()
    return SeenCertificate(
        fingerprint or own.fingerprint, agency, "UBND", own.der, NOW + timedelta(days=days)
    )


def test_a_sound_store_has_nothing_to_tell() -> None:
    assert expiries(trust(), (organisation().der,), (seen(),), NOW) == ()


@pytest.mark.parametrize(("ahead", "told"), [(59, ["expires_soon"]), (61, [])])
@pytest.mark.parametrize("role", ["own", "agency"])
def test_our_own_certificate_and_the_agencies_are_told_sixty_days_ahead(
    ahead: int, told: list[str], role: str
) -> None:
    end = read_certificate(organisation().der).not_after
    own = (organisation().der,) if role == "own" else ()
    agencies = (seen(),) if role == "agency" else ()

    found = expiries(TrustStore(), own, agencies, end - timedelta(days=ahead))

    assert [one.code for one in found] == told
    assert {one.role for one in found} <= {role}


def test_what_has_ended_is_told_with_its_name_and_what_ends_first_comes_first() -> None:
    late = read_certificate(pki().root.der).not_after + timedelta(days=1)

    found = expiries(trust(), (leader().der,), (), late)

    assert {one.role for one in found} == {"root", "intermediate", "tsa_root", "own"}
    assert {one.code for one in found} == {"expired"}
    assert [one.not_after for one in found] == sorted(one.not_after for one in found)


def test_an_approved_certificate_is_pinned_for_its_agency_alone(database: Database) -> None:
    with database.transaction() as connection:
        certificates.remember(connection, seen("a" * 64), NOW)
        assert certificates.with_approved(connection, REGISTRY) == REGISTRY
        assert not certificates.approve(connection, "a" * 64, "ubndtp", "An", NOW)
        assert certificates.approve(connection, "a" * 64, "pnk", "An", NOW)
        assert not certificates.approve(connection, "a" * 64, "pnk", "Bình", NOW)
        registry = certificates.with_approved(connection, REGISTRY)
        (kept,) = certificates.newest_of_each(connection)

    pinned = {one.code: one.certificate_fingerprints for one in registry.agencies}
    assert pinned == {"ubndtp": (), "pnk": ("a" * 64,)}
    assert (kept.approved_by, kept.approved_at) == ("An", NOW)


def test_of_an_agencys_certificates_the_one_valid_longest_counts(database: Database) -> None:
    with database.transaction() as connection:
        for fingerprint, days in (("a" * 64, 10), ("b" * 64, 900), ("c" * 64, 20)):
            certificates.remember(connection, seen(fingerprint, days), NOW)
        certificates.remember(connection, seen("d" * 64, 5, "ubndtp"), NOW)
        found = certificates.newest_of_each(connection)

    assert [(one.agency_code, one.fingerprint[0]) for one in found] == [
        ("pnk", "b"),
        ("ubndtp", "d"),
    ]
