"""`python -m benchmarks.signing`: median CPU milliseconds, one process, after a warm-up."""

from __future__ import annotations

import json
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from io import BytesIO
from pathlib import Path
from statistics import median

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import PdfSignatureMetadata, SimpleSigner
from pyhanko.sign import sign_pdf as plain_sign
from pyhanko.sign.fields import SigSeedSubFilter

from signing import (
    TrustStore,
    Verdict,
    add_document_timestamp,
    add_validation_data,
    load_pkcs12,
    sign_pdf,
    verify_pdf,
)
from tests.pki import asking, simple_pdf
from tests.pki.certificates import revocation_list
from tests.signing.world import NOW, SIGNED_AT, letter, organisation, pki, signed, trust

ROUNDS = 15
CRL_ENTRIES = 30_000


def main() -> None:
    """Print one table, or one JSON value with --json."""
    figures = {**_verifying(), **_signing(), **_poppler()}
    if "--json" in sys.argv:
        print(json.dumps(figures, indent=1))
        return
    for name, milliseconds in figures.items():
        print(f"{name:<55} {milliseconds:8.1f} ms CPU")


def _verifying() -> dict[str, float]:
    big = TrustStore(
        trust().roots,
        trust().intermediates,
        trust().tsa_roots,
        (trust().crls[0], _big_list(), trust().crls[2]),
    )
    cases: dict[str, tuple[bytes, TrustStore]] = {
        "verify: unsigned": (simple_pdf(), trust()),
        "verify: one signature, B-B": (signed(), trust()),
        "verify: leader and organisation, B-B": (letter(), trust()),
        "verify: our own B-B": (_ours(), trust()),
        "verify: our own B-T": (_stamped(), trust()),
        "verify: our own B-LTA": (_archived(), trust()),
        f"verify: one signature, list of {CRL_ENTRIES} entries": (signed(), big),
    }
    return {name: _cpu(partial(_checked, data, store)) for name, (data, store) in cases.items()}


def _checked(data: bytes, store: TrustStore) -> None:
    verdict = verify_pdf(data, store, NOW).verdict
    if verdict not in {Verdict.PASSED, Verdict.UNSIGNED}:
        raise RuntimeError(f"a benchmark file is {verdict}")


def _signing() -> dict[str, float]:
    key = load_pkcs12(organisation().pkcs12(b"x"), b"x")
    page = simple_pdf()
    return {
        "sign: B-B, key kept in memory": _cpu(lambda: sign_pdf(page, key, field_name="S")),
        "sign: B-B, pyHanko's plain path": _cpu(_plain_path(page)),
    }


def _plain_path(page: bytes) -> Callable[[], object]:
    signer = SimpleSigner.load_pkcs12_data(organisation().pkcs12(b"x"), (), b"x")
    meta = PdfSignatureMetadata(
        field_name="S", subfilter=SigSeedSubFilter.PADES, md_algorithm="sha256"
    )
    return lambda: plain_sign(IncrementalPdfFileWriter(BytesIO(page)), meta, signer)


def _poppler() -> dict[str, float]:
    """Return pdfsig's CPU time, its start included; it asks nothing about certificates."""
    tool = shutil.which("pdfsig")
    if tool is None:
        return {}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.pdf"
        path.write_bytes(letter())
        return {"pdfsig -nocert: leader and organisation": _child_cpu([tool, "-nocert", str(path)])}


def _cpu(work: Callable[[], object]) -> float:
    work()
    return 1000 * median(_once(work) for _ in range(ROUNDS))


def _once(work: Callable[[], object]) -> float:
    started = time.process_time()
    work()
    return time.process_time() - started


def _child_cpu(command: list[str]) -> float:
    def spent() -> float:
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        return used.ru_utime + used.ru_stime

    samples = []
    for _ in range(ROUNDS):
        before = spent()
        subprocess.run(command, capture_output=True, check=False)
        samples.append(spent() - before)
    return 1000 * median(samples)


def _big_list() -> bytes:
    others = pki().organisation("Một trong nhiều", "Khác")
    entries = [(others, NOW - timedelta(days=9))] * CRL_ENTRIES
    return revocation_list(pki().intermediate, NOW - timedelta(hours=1), entries)


def _ours() -> bytes:
    key = load_pkcs12(organisation().pkcs12(b"x"), b"x")
    return sign_pdf(simple_pdf(), key, field_name="S", signed_at=SIGNED_AT)


def _stamped() -> bytes:
    key = load_pkcs12(organisation().pkcs12(b"x"), b"x")
    tsa = asking(pki().tsa, SIGNED_AT)
    return sign_pdf(simple_pdf(), key, field_name="S", signed_at=SIGNED_AT, timestamper=tsa)


def _archived() -> bytes:
    kept = add_validation_data(_stamped(), [pki().intermediate.der], pki().crls())
    return add_document_timestamp(kept, asking(pki().tsa, SIGNED_AT), "T")


main()
