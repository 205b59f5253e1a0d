"""The trust of the moment: lists fetched ahead, answers on certificates still in doubt."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from mailbot.errors import TryLaterError
from mailbot.gateways.http import HttpLimits
from mailbot.gateways.live_trust import LiveTrust
from mailbot.gateways.revocation import Revocation
from signing import Revocation as Status
from signing import Verdict, verify_pdf
from tests.pki import Identity, TestPki, simple_pdf
from tests.pki.certificates import Profile
from tests.pki.ocsp import ocsp_answer

CRL = "http://ca.test/ca.crl"
OCSP = "http://ocsp.test/"


class Authority:
    """Stands where the authority's servers are."""

    def __init__(self, answers: dict[str, bytes]) -> None:
        self.answers = answers
        self.asked: list[str] = []

    def __call__(self, url: str, _limits: HttpLimits, _body: bytes | None, _media: str) -> bytes:
        self.asked.append(url)
        if url not in self.answers:
            raise TryLaterError(f"{url} is away")
        return self.answers[url]


def a_signed_letter(pki: TestPki) -> tuple[Identity, bytes]:
    # The certificate names a responder, as the government's do; only ours is ever asked.
    profile = Profile(ocsp_url="http://ocsp.invalid/")
    organisation = pki.organisation("Sở Nội vụ", "Thành phố Cần Thơ", profile=profile)
    return organisation, pki.sign(simple_pdf(), organisation)


def test_a_list_fetched_ahead_makes_a_doubtful_letter_good(tmp_path: Path) -> None:
    pki = TestPki.build()
    root_list, list_below, _ = pki.crls()
    _, letter = a_signed_letter(pki)
    revocation = Revocation(tmp_path, (CRL,), exchange=Authority({CRL: list_below}))
    live = LiveTrust(pki.trust_store(crls=(root_list,)), revocation)

    before = verify_pdf(letter, live.at(pki.now), pki.now)
    revocation.refresh(pki.now)
    after = verify_pdf(letter, live.at(pki.now), pki.now)

    assert before.signatures[0].revocation is Status.UNKNOWN
    assert after.verdict is Verdict.PASSED


def test_the_configured_responder_is_asked_about_a_certificate_in_doubt(tmp_path: Path) -> None:
    pki = TestPki.build()
    root_list, _, _ = pki.crls()
    organisation, letter = a_signed_letter(pki)
    an_hour_ago = pki.now - timedelta(hours=1)
    authority = Authority({OCSP: ocsp_answer(organisation, pki.intermediate, an_hour_ago)})
    revocation = Revocation(tmp_path, ocsp_urls=(OCSP,), exchange=authority)
    live = LiveTrust(pki.trust_store(crls=(root_list,)), revocation)
    trust = live.at(pki.now)
    doubtful = verify_pdf(letter, trust, pki.now)

    asked = live.with_answers(trust, doubtful.signatures, pki.now)

    assert authority.asked == [OCSP]
    assert verify_pdf(letter, asked, pki.now).verdict is Verdict.PASSED


def test_an_authority_that_is_away_leaves_the_doubt_as_it_is(tmp_path: Path) -> None:
    pki = TestPki.build()
    root_list, _, _ = pki.crls()
    _, letter = a_signed_letter(pki)
    revocation = Revocation(tmp_path, ocsp_urls=(OCSP,), exchange=Authority({}))
    live = LiveTrust(pki.trust_store(crls=(root_list,)), revocation)
    trust = live.at(pki.now)
    doubtful = verify_pdf(letter, trust, pki.now)

    assert live.with_answers(trust, doubtful.signatures, pki.now) is trust
