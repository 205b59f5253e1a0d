"""The centre's own signature: valid by our own verifier, and seen where the hand would be."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace

import pypdfium2
import pytest
from PIL import Image, ImageChops

from mailbot.clock import local
from mailbot.errors import StepError, TryLaterError
from mailbot.replies.issue import Issue
from mailbot.replies.own_signature import OwnSignature, TimeStamps, notice_faults
from mailbot.replies.press import PAGE_HEIGHT, Box, Seal, render, stamp
from mailbot.words import load_words
from signing import SigningError, TrustStore, load_pkcs12, validation_data_for, verify_pdf
from signing.timestamping import AskTsa
from tests.pki import PASSPHRASE, TestPki, asking
from tests.pki.ocsp import ocsp_answer
from tests.replies.builders import NUMBERED, a_result, a_row, an_issuer

CENTRE = "Trung tâm Công nghệ thông tin và Truyền thông"


@pytest.fixture(scope="module")
def pki() -> TestPki:
    return TestPki.build()


@pytest.fixture(scope="module")
def signature(pki: TestPki) -> OwnSignature:
    centre = pki.organisation(CENTRE, "Sở Khoa học và Công nghệ")
    key = load_pkcs12(centre.pkcs12(PASSPHRASE), PASSPHRASE)
    return OwnSignature(key, "Phát hành văn bản", "Cần Thơ", lambda: pki.now)


def test_what_we_sign_may_leave(pki: TestPki, signature: OwnSignature) -> None:
    signed = signature(render(a_result(a_row()), an_issuer(), NUMBERED))
    assert notice_faults(signed, pki.trust_store(), pki.now + timedelta(minutes=1)) == ()


def test_staff_reads_whose_signature_our_verifier_does_not_let_leave(
    pki: TestPki, signature: OwnSignature
) -> None:
    signed = signature(render(a_result(a_row()), an_issuer(), NUMBERED))
    nobody_trusted = replace(pki.trust_store(), roots=())

    faults = notice_faults(signed, nobody_trusted, pki.now)

    words = load_words()
    issue = Issue(*[SimpleNamespace(words=words)] * 4, lambda _: faults, lambda: pki.now)  # type: ignore[call-arg, arg-type]
    with pytest.raises(StepError) as raised:
        issue(SimpleNamespace(), SimpleNamespace(), signed, "01", pki.now.date())  # type: ignore[arg-type]
    told = words.say("step.notice_invalid", **raised.value.fields)
    assert f"của {CENTRE}" in told
    assert not set(told) & set("{}…")


def test_the_letter_shows_the_signature_where_the_hand_would_be_and_nowhere_else(
    signature: OwnSignature,
) -> None:
    rendered = render(a_result(a_row()), an_issuer(), NUMBERED)
    assert rendered.signature_page == 1
    assert rendered.signature_box is not None
    left, bottom, right, top = rendered.signature_box

    drawn = ImageChops.difference(_page(rendered.pdf), _page(signature(rendered))).getbbox()

    assert drawn is not None
    height = round(PAGE_HEIGHT)
    assert left <= drawn[0] < drawn[2] <= right + 1
    assert height - top - 1 <= drawn[1] < drawn[3] <= height - bottom + 1


def test_it_says_who_signed_and_when(signature: OwnSignature) -> None:
    shown: list[str] = []

    def noting(lines: tuple[str, ...], box: Box, seal: Seal | None = None) -> bytes:
        shown.extend(lines)
        return stamp(lines, box, seal)

    replace(signature, stamp=noting)(render(a_result(a_row()), an_issuer(), NUMBERED))
    moment = f"{local(signature.clock()):%d.%m.%Y %H:%M:%S}"
    assert shown == [f"Ký bởi: {CENTRE}", f"Thời gian ký: {moment} +07:00"]


def _stamping(pki: TestPki, outage: str, ask: AskTsa, store: TrustStore) -> OwnSignature:
    centre = pki.organisation(CENTRE, "Sở Khoa học và Công nghệ")
    key = load_pkcs12(centre.pkcs12(PASSPHRASE), PASSPHRASE)
    stamps = TimeStamps(ask, lambda: store, outage)
    return OwnSignature(key, "Phát hành", "Cần Thơ", lambda: pki.now, stamps=stamps)


def _away(_request: bytes) -> bytes:
    raise TryLaterError("connection refused")


def _rubbish(_request: bytes) -> bytes:
    return b"<html>busy</html>"


@pytest.mark.parametrize("outage", ["wait", "without"])
def test_with_a_time_stamp_service_a_notice_can_be_proven_for_years(
    pki: TestPki, outage: str
) -> None:
    sign = _stamping(pki, outage, asking(pki.tsa, pki.now), pki.trust_store())

    signed = sign(render(a_result(a_row()), an_issuer(), NUMBERED))

    (one,) = verify_pdf(signed, pki.trust_store(), pki.now).signatures
    assert (one.verdict, one.level, one.time_source) == ("passed", "B-LT", "timestamp")
    forgotten = replace(pki.trust_store(), crls=(), intermediates=())
    assert verify_pdf(signed, forgotten, pki.now).verdict == "passed"


@pytest.mark.parametrize("ask", [_away, _rubbish])
def test_a_time_stamp_service_that_is_away_is_waited_for_or_done_without_and_logged(
    pki: TestPki, ask: AskTsa, caplog: pytest.LogCaptureFixture
) -> None:
    rendered = render(a_result(a_row()), an_issuer(), NUMBERED)
    with pytest.raises(TryLaterError, match="timestamp"):
        _stamping(pki, "wait", ask, pki.trust_store())(rendered)
    assert "signed_without" not in caplog.text

    signed = _stamping(pki, "without", ask, pki.trust_store())(rendered)

    (one,) = verify_pdf(signed, pki.trust_store(), pki.now).signatures
    assert (one.verdict, one.level) == ("passed", "B-B")
    assert "signed_without_timestamp" in caplog.text


def _without_list(pki: TestPki, number: int) -> TrustStore:
    store = pki.trust_store()
    return replace(store, crls=store.crls[:number] + store.crls[number + 1 :])


@pytest.mark.parametrize("number", [0, 1, 2], ids=["root", "intermediate", "tsa"])
def test_revocation_data_that_is_missing_is_waited_for_or_done_without_and_logged(
    pki: TestPki, number: int, caplog: pytest.LogCaptureFixture
) -> None:
    rendered = render(a_result(a_row()), an_issuer(), NUMBERED)
    ask, store = asking(pki.tsa, pki.now), _without_list(pki, number)
    with pytest.raises(TryLaterError, match="validation_data_missing"):
        _stamping(pki, "wait", ask, store)(rendered)

    signed = _stamping(pki, "without", ask, store)(rendered)

    (one,) = verify_pdf(signed, pki.trust_store(), pki.now).signatures
    assert (one.verdict, one.level) == ("passed", "B-T")
    assert "signed_without_validation_data" in caplog.text


def test_a_list_that_is_out_of_date_is_missing(pki: TestPki) -> None:
    signed = _stamping(pki, "wait", asking(pki.tsa, pki.now), pki.trust_store())(
        render(a_result(a_row()), an_issuer(), NUMBERED)
    )
    with pytest.raises(SigningError, match="validation_data_missing"):
        validation_data_for(signed, pki.trust_store(), pki.now + timedelta(days=8))


def test_an_ocsp_answer_serves_for_a_list_until_it_is_out_of_date(pki: TestPki) -> None:
    centre = pki.organisation(CENTRE, "Sở Khoa học và Công nghệ")
    signed = pki.sign(render(a_result(a_row()), an_issuer(), NUMBERED).pdf, centre)
    answer = ocsp_answer(centre, pki.intermediate, pki.now)
    store = replace(_without_list(pki, 1), ocsps=(answer,))

    assert validation_data_for(signed, store, pki.now + timedelta(hours=23)).ocsps == (answer,)
    with pytest.raises(SigningError, match="validation_data_missing"):
        validation_data_for(signed, store, pki.now + timedelta(hours=25))


def _page(pdf: bytes) -> Image.Image:
    with pypdfium2.PdfDocument(pdf) as document:
        document.init_forms()
        picture: Image.Image = document[0].render(scale=1).to_pil().convert("L")
        return picture
