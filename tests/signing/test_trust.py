"""Reading certificates, revocation lists and OCSP answers from files."""

from __future__ import annotations

import pickle
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from hypothesis import given, strategies

from signing import SigningError, TrustStore, load_trust, read_certificate
from signing.trust import read_certificates, read_crls
from tests.pki.certificates import Subject
from tests.pki.ocsp import ocsp_answer
from tests.signing.world import CITY, NOW, leader, organisation, pki


def test_pem_with_several_certificates_and_der_are_read_alike(tmp_path: Path) -> None:
    bundle, single = tmp_path / "bundle.pem", tmp_path / "tsa.crt"
    pem = pki().root.pem + b"a note in between\n" + pki().intermediate.pem
    bundle.write_bytes(pem.replace(b"\n", b"\r\n"))
    single.write_bytes(pki().tsa_root.der)

    store = load_trust([bundle], [], [single])

    assert store.roots == (pki().root.der, pki().intermediate.der)
    assert store.tsa_roots == (pki().tsa_root.der,)


def test_revocation_lists_and_answers_are_read(tmp_path: Path) -> None:
    (first, second, _) = pki().crls()
    answer = ocsp_answer(organisation(), pki().intermediate, NOW)
    names = ("a.crl", "b.crl", "c.ocsp")
    for name, data in zip(names, (first, second, answer), strict=True):
        (tmp_path / name).write_bytes(data)

    store = load_trust(
        crl_files=[tmp_path / "a.crl", tmp_path / "b.crl"], ocsp_files=[tmp_path / "c.ocsp"]
    )

    assert (store.crls, store.ocsps) == ((first, second), (answer,))


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"<html>", id="a web page"),
        pytest.param(b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", id="junk"),
        pytest.param(b"-----BEGIN CERTIFICATE-----\nAAA", id="cut off"),
        pytest.param(b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----", id="a key"),
    ],
)
def test_a_file_that_holds_no_certificate_is_named(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "sai.pem"
    path.write_bytes(content)

    with pytest.raises(SigningError) as caught:
        load_trust([path])

    assert (caught.value.code, caught.value.fields["file"]) == ("not_a_certificate", str(path))


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(SigningError) as caught:
        load_trust([tmp_path / "none.pem"])

    assert caught.value.code == "file_unreadable"
    assert caught.value.fields["file"].endswith("none.pem")


def test_a_certificate_given_as_a_list_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "root.crt"
    path.write_bytes(pki().root.der)

    with pytest.raises(SigningError, match="not_a_crl"):
        load_trust(crl_files=[path])


@given(strategies.binary(max_size=300))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    for read in (read_certificates, read_crls):
        with pytest.raises(SigningError):
            read(data)


def test_the_store_travels_to_the_child_process() -> None:
    store = TrustStore(roots=(pki().root.der,), crls=pki().crls())

    assert pickle.loads(pickle.dumps(store)) == store


def test_an_error_travels_back() -> None:
    error = pickle.loads(pickle.dumps(SigningError("not_a_crl", file="a.crl")))

    assert (error.code, error.fields, str(error)) == (
        "not_a_crl",
        {"file": "a.crl"},
        "not_a_crl: file=a.crl",
    )


@pytest.mark.parametrize("encoding", [Encoding.PEM, Encoding.DER])
def test_a_certificate_tells_whom_it_names_and_until_when(encoding: Encoding) -> None:
    signer = read_certificate(leader().certificate.public_bytes(encoding))

    assert (signer.name, signer.emails) == ("Nguyễn Hữu Phước", ("phuoc@cantho.gov.vn",))
    assert signer.not_after == NOW + timedelta(days=730)


def test_decomposed_names_are_composed() -> None:
    who = pki().issue(Subject("U\u0309y ban", CITY, units=("A", "B")))

    signer = read_certificate(who.der)

    assert (signer.name, signer.organisational_unit) == ("Ủy ban", "A; B")
