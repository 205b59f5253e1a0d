"""A certificate is written down once, whoever sees it at the same time."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor, wait
from datetime import UTC, datetime

import pytest

from mailbot.storage import certificates
from mailbot.storage.certificates import SeenCertificate
from mailbot.storage.database import Database

NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
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
