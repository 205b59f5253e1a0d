"""`mailbot trust list` and `check`."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from mailbot.commands.trust import (
    as_json,
    as_text,
    exit_code,
    known_fingerprints,
    trust_inventory,
)
from mailbot.commands.verify import TrustFiles
from mailbot.words import load_words
from tests.signing.vocabulary import inventory_codes
from tests.signing.world import NOW, pki


@pytest.fixture
def files(tmp_path: Path) -> TrustFiles:
    written = pki().write_files(tmp_path)
    return TrustFiles(**{option: tuple(paths) for option, paths in written.items()})


def test_the_published_fingerprints_are_known() -> None:
    known = known_fingerprints()

    assert known["f04ba4b459a7c9a1b971ad9b1cb833e695a80c79aea63b174b66a70edfe2fdb8"] == (
        "RootCA chuyên dùng Chính phủ G2"
    )
    assert len(known) == 4
    assert all(len(print_) == 64 and int(print_, 16) for print_ in known)


def test_a_sound_store_wants_no_hand(files: TrustFiles) -> None:
    inventory = trust_inventory(files, NOW)

    assert exit_code(inventory) == 0
    answer = as_json(inventory)
    assert json.loads(json.dumps(answer)) == answer
    assert answer["certificates"][0]["fingerprint"] == pki().root.fingerprint
    assert answer["certificates"][0]["reasons"] == ["not_known"]
    assert [one["entries"] for one in answer["revocation_lists"]] == [0, 0, 0]


def test_missing_lists_want_a_hand(files: TrustFiles) -> None:
    inventory = trust_inventory(replace(files, crl=()), NOW)

    assert exit_code(inventory) == 2
    assert "Thiếu danh sách thu hồi của CA phục vụ" in as_text(inventory, load_words())


def test_people_read_fingerprints_and_terms(files: TrustFiles) -> None:
    text = as_text(trust_inventory(files, NOW), load_words())

    assert f"  SHA-256: {pki().root.fingerprint.upper()}" in text
    assert "  Thời hạn: 26/02/2023 – 19/05/2034" in text
    assert "…" not in text


def test_every_code_of_the_inventory_has_its_words() -> None:
    texts = load_words().texts

    assert [code for code in inventory_codes() if f"trust.{code}" not in texts] == []
