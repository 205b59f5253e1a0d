"""What poppler's pdfsig says of every case of the two tables, each difference explained.

It is asked about integrity only (`-nocert`): it never looks at the policy of this project.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

from signing import Verdict
from tests.signing.test_accept import GOOD
from tests.signing.test_forged_updates import FORGED, HARMLESS
from tests.signing.test_reject import BAD
from tests.signing.world import verify

pytestmark = pytest.mark.skipif(shutil.which("pdfsig") is None, reason="needs poppler-utils")

# Reasons pdfsig knows too: the bytes do not fit the signature.
SHARED = {"hash_mismatch", "signature_invalid", "byte_range_unusual", "format_failure"}
# It tells these apart only by "Not total document signed", and calls the signature valid.
NOT_WHOLE = {
    "byte_range_forged",
    "changed_after_signing",
    "data_after_end",
    "white_space_after_end",
    "too_many_revisions",
}
# What these speak of (chain, revocation, time, use, algorithms, formats) it was not asked.
NOT_ASKED = {
    "algorithm_weak",
    "certificate_expired",
    "certificate_missing",
    "certificate_not_yet_valid",
    "certificate_revoked",
    "chain_unsuitable",
    "chain_untrusted",
    "hybrid_reference",
    "issuer_revoked",
    "key_usage_unsuitable",
    "revocation_unknown",
    "signed_in_future",
    "signed_outside_validity",
    "strict_read_failed",
    "subfilter_unknown",
    "timestamp_imprint_weak",
    "timestamp_invalid",
    "timestamp_untrusted",
}
NOTHING_TO_JUDGE = {
    "encrypted",
    "no_signature",
    "not_a_pdf",
    "only_document_timestamp",
    "pdf_unreadable",
    "too_many_fields",
}
DIFFERENCES = {
    "two signers in one container": "pdfsig judges the first signer and ignores the second",
    "the text between two signatures": "pdfsig judges each signature by its own revision only",
    "the text before a foreign last signature": "as above; the chain was not asked",
    "a certified document changed, then signed": "pdfsig does not look at DocMDP",
    "the last signature in two fields, under another's": "as above; it lists the field twice",
    "a table that leads past the signatures": "pdfsig does not ask which revision was signed",
    "a signature in no field (USF)": "pdfsig also lists signatures that stand in no form field",
    "a field that is its own child": "pdfsig passes over the circle and judges the signature",
}


@dataclass(frozen=True)
class Opinion:
    valid: int
    signatures: int
    whole: bool


def opinion(data: bytes, folder: Path) -> Opinion:
    path = folder / "a.pdf"
    path.write_bytes(data)
    done = subprocess.run(
        ["pdfsig", "-nocert", str(path)],
        env={"HOME": str(folder), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        timeout=60,
        check=False,
    )
    told = done.stdout.decode("utf-8", "replace")
    validations = re.findall(r"Signature Validation: (.*)", told)
    return Opinion(
        valid=validations.count("Signature is Valid."),
        signatures=len(validations),
        whole="- Total document signed" in told,
    )


@pytest.mark.parametrize("case", GOOD)
def test_pdfsig_calls_valid_what_passes(case: str, tmp_path: Path) -> None:
    data, how = GOOD[case]()

    assert opinion(data, tmp_path).valid == len(verify(data, **how).signatures)


@pytest.mark.parametrize("case", BAD)
def test_pdfsig_agrees_or_the_difference_is_explained(case: str, tmp_path: Path) -> None:
    build, _, reason = BAD[case]
    seen = opinion(build()[0], tmp_path)
    all_valid = seen.signatures > 0 and seen.valid == seen.signatures

    if case in DIFFERENCES:
        assert all_valid, "the explained difference is gone: move the case"
    elif reason in SHARED:
        assert not all_valid
    elif reason in NOT_WHOLE:
        assert not (all_valid and seen.whole)
    elif reason in NOTHING_TO_JUDGE:
        assert seen.valid == 0
    else:
        assert reason in NOT_ASKED


@pytest.mark.parametrize("case", FORGED)
def test_pdfsig_sees_that_a_forged_update_is_not_signed(case: str, tmp_path: Path) -> None:
    seen = opinion(FORGED[case](), tmp_path)

    assert not (seen.valid == seen.signatures and seen.whole)


@pytest.mark.parametrize("case", HARMLESS)
def test_pdfsig_calls_valid_what_shows_nothing_else(case: str, tmp_path: Path) -> None:
    assert opinion(HARMLESS[case](), tmp_path).valid == 2


def test_every_difference_is_one_where_we_are_stricter() -> None:
    assert all(BAD[case][1] is not Verdict.PASSED for case in DIFFERENCES)
