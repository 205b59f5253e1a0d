"""A certificate is written down once, whoever sees it at the same time."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from mailbot.cases.agency import Agency
from mailbot.storage import certificates, registry_store
from mailbot.storage.certificates import SeenCertificate
from mailbot.storage.database import Database

NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
YEAR = timedelta(days=365)
LATER = NOW + YEAR
SEEN = SeenCertificate("1a" * 32, "pnk", "UBND", b"der", NOW)


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_two_who_see_the_same_new_certificate_at_once_both_go_on(database: Database) -> None:
    def see() -> None:
        with database.transaction() as connection:
            certificates.remember(connection, SEEN, NOW)

    with ThreadPoolExecutor(1) as pool:
        with database.transaction() as connection:
            certificates.remember(connection, SEEN, NOW)
            beside = pool.submit(see)
            assert wait([beside], timeout=0.3).not_done
        beside.result(10)

    with database.reading() as connection:
        (kept,) = certificates.of_agency(connection, "pnk")
    assert kept.first_seen_at == NOW


def test_only_a_certificate_somebody_took_for_the_agencys_is_its_newest(database: Database) -> None:
    own, other = "1a" * 32, "2b" * 32
    pinned = Agency("pnk", "UBND", "pnk@x.vn", certificate_fingerprints=("3c" * 32,))
    with database.transaction() as connection:
        registry_store.save_agencies(connection, (pinned,))
        certificates.remember(connection, replace(SEEN, not_after=LATER), NOW)
        longest = replace(SEEN, fingerprint=other, der=b"other", not_after=LATER + YEAR)
        certificates.remember(connection, longest, NOW)
        assert certificates.newest(connection, "pnk", NOW) is None
        certificates.approve(connection, own, "pnk", "An", NOW)
        assert certificates.newest(connection, "pnk", NOW) == b"der"
        third = replace(SEEN, fingerprint="3c" * 32, der=b"pinned", not_after=LATER + YEAR)
        certificates.remember(connection, third, NOW)
        assert certificates.newest(connection, "pnk", NOW) == b"pinned"
