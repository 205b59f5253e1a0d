"""`mailbot verify`: the JSON others rely on, and the words people read."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from mailbot.commands.verify import (
    TrustFiles,
    as_text,
    exit_code,
    verify_file,
    verify_json,
)
from mailbot.errors import BadInputError
from mailbot.words import load_words
from tests.signing.forgery import other_text, updated
from tests.signing.world import (
    AGENCY,
    CITY,
    NOW,
    fresh_pki,
    letter,
    organisation,
    pki,
    plain,
    signed,
)

AT = NOW.isoformat()


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> TrustFiles:
    written = pki().write_files(tmp_path_factory.mktemp("trust"))
    return TrustFiles(**{option: tuple(paths) for option, paths in written.items()})


def _saved(tmp_path: Path, data: bytes) -> Path:
    path = tmp_path / "công văn.pdf"
    path.write_bytes(data)
    return path


def test_a_good_letter_is_told_in_full(tmp_path: Path, files: TrustFiles) -> None:
    path = _saved(tmp_path, letter())

    answer = verify_json(path, AT, files)

    assert (answer["file"], answer["verdict"], answer["reasons"]) == (str(path), "passed", [])
    assert exit_code(answer) == 0
    second: dict[str, Any] = answer["signatures"][1]
    assert second["signer"] | {"fingerprint": ""} == {
        "name": AGENCY,
        "organisation": CITY,
        "organisational_unit": "",
        "locality": "Cần Thơ",
        "email": "caikhe@cantho.gov.vn",
        "emails": ["caikhe@cantho.gov.vn"],
        "issuer": "CA phục vụ các cơ quan Nhà nước thử nghiệm",
        "serial_number": str(organisation().certificate.serial_number),
        "fingerprint": "",
        "not_before": "2025-03-02T03:00:00+00:00",
        "not_after": "2028-03-01T03:00:00+00:00",
    }
    del second["signer"]
    assert second == {
        "field": "Signature2",
        "verdict": "passed",
        "reason": "",
        "reasons": [],
        "indication": "TOTAL-PASSED",
        "sub_indication": "",
        "signed_at": "2026-03-02T02:30:00+00:00",
        "time_source": "claimed",
        "level": "B-B",
        "covers_whole_document": True,
        "changed_after_signing": False,
        "revocation": "good",
    }


def test_the_answer_is_one_json_value(tmp_path: Path, files: TrustFiles) -> None:
    answer = verify_json(_saved(tmp_path, letter()), AT, files)

    assert json.loads(json.dumps(answer)) == answer


@pytest.mark.parametrize(
    ("data", "verdict", "code"),
    [
        pytest.param(lambda: updated(signed(), other_text), "failed", 1, id="changed"),
        pytest.param(plain, "unsigned", 1, id="unsigned"),
        pytest.param(lambda: b"rubbish", "unreadable", 2, id="unreadable"),
    ],
)
def test_the_exit_code_follows_the_verdict(
    data: Any, verdict: str, code: int, tmp_path: Path, files: TrustFiles
) -> None:
    answer = verify_json(_saved(tmp_path, data()), AT, files)

    assert (answer["verdict"], exit_code(answer)) == (verdict, code)


def test_unknown_revocation_is_indeterminate(tmp_path: Path, files: TrustFiles) -> None:
    answer = verify_json(_saved(tmp_path, signed()), AT, replace(files, crl=()))

    assert (answer["verdict"], exit_code(answer)) == ("indeterminate", 2)
    assert answer["reasons"] == ["revocation_unknown"]
    assert answer["signatures"][0]["revocation"] == "unknown"


def test_a_revoked_certificate_is_told_as_revoked(tmp_path: Path) -> None:
    practice = fresh_pki()
    who = practice.organisation("Cơ quan A", CITY)
    practice.revoke(who)
    written = practice.write_files(tmp_path)
    files = TrustFiles(**{option: tuple(paths) for option, paths in written.items()})

    answer = verify_json(_saved(tmp_path, practice.sign(plain(), who)), AT, files)

    assert answer["verdict"] == "indeterminate"
    assert answer["signatures"][0]["revocation"] == "revoked"
    assert answer["signatures"][0]["reason"] == "certificate_revoked"


def test_without_any_trust_nothing_passes(tmp_path: Path) -> None:
    answer = verify_json(_saved(tmp_path, signed()), AT)

    assert (answer["verdict"], answer["reasons"]) == ("indeterminate", ["chain_untrusted"])


def test_a_time_without_an_offset_is_vietnams(tmp_path: Path, files: TrustFiles) -> None:
    path = _saved(tmp_path, signed())

    assert verify_json(path, "2026-03-02T10:00", files)["verdict"] == "passed"
    assert verify_json(path, "2026-03-02T03:00", files)["reasons"] == ["signed_in_future"]


@pytest.mark.parametrize(
    ("option", "told"),
    [
        pytest.param("trust", "không phải là chứng thư", id="root"),
        pytest.param("crl", "không phải là danh sách thu hồi", id="list"),
        pytest.param("ocsp", "không phải là phản hồi OCSP", id="ocsp"),
    ],
)
def test_an_unusable_file_is_named(
    option: str, told: str, tmp_path: Path, files: TrustFiles
) -> None:
    bad = tmp_path / "sai.pem"
    bad.write_bytes(b"khong phai")

    with pytest.raises(BadInputError, match=told) as caught:
        verify_json(_saved(tmp_path, signed()), AT, replace(files, **{option: (bad,)}))

    assert str(bad) in str(caught.value)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadInputError, match=r"không có\.pdf"):
        verify_json(tmp_path / "không có.pdf", AT)


def test_a_time_that_is_none_is_told(tmp_path: Path) -> None:
    with pytest.raises(BadInputError, match="hôm qua"):
        verify_json(_saved(tmp_path, signed()), "hôm qua")


def test_people_read_who_signed_when_and_what_is_wrong(tmp_path: Path, files: TrustFiles) -> None:
    path = _saved(tmp_path, updated(letter(), other_text))

    text = as_text(path.name, verify_file(path, AT, files), load_words())

    assert text.startswith("công văn.pdf: KHÔNG HỢP LỆ")
    assert f"Người ký: {AGENCY}, caikhe@cantho.gov.vn" in text
    assert "Thời điểm ký: 09:30:00 02/03/2026 (giờ Việt Nam) (người ký tự khai)" in text
    assert "Toàn vẹn: CÓ THAY ĐỔI sau khi ký" in text
    assert f"Văn bản bị thay đổi sau khi {AGENCY} ký." in text
    assert "…" not in text


def test_people_read_that_there_is_no_signature(tmp_path: Path) -> None:
    path = _saved(tmp_path, plain())

    text = as_text("a.pdf", verify_file(path, AT, TrustFiles()), load_words())

    assert text == "a.pdf: KHÔNG CÓ CHỮ KÝ\n  - Tệp không có chữ ký số."
