"""A mail that follows a case brings files; what the case was made of stays what is shown of it."""

from __future__ import annotations

from mailbot.cases.case import Case
from mailbot.storage import verdicts
from mailbot.storage.verdicts import KeptVerdict
from signing import verify_pdf
from tests.builders import a_case
from tests.console.office import FILE, NOON, Browser, Staffed, a_paper
from tests.console.test_viewer import a_long_paper
from tests.pki import TestPki

PKI = TestPki.build(NOON)


def signed_by(name: str) -> bytes:
    who = PKI.organisation(name, "Ủy ban nhân dân thành phố Cần Thơ")
    return PKI.sign(a_paper(), who)


def keep(staffed: Staffed, case: Case, mail: int, paper: bytes) -> None:
    report = verify_pdf(paper, PKI.trust_store(), NOON)
    kept = KeptVerdict(mail, "1a" * 32, FILE, NOON, report)
    with staffed.house.database.transaction() as connection:
        verdicts.keep(connection, case.id, (kept,))


def test_the_letter_is_not_hidden_by_a_later_file_of_its_name(staffed: Staffed) -> None:
    case = staffed.open(a_case(), a_paper())
    staffed.follow(case, a_long_paper(1))

    shown = Browser(staffed, "lan").get(f"/ho-so/{case.number}/tep/0")

    assert shown.content == a_paper()


def test_the_letters_signer_is_told_and_not_that_of_a_later_file(staffed: Staffed) -> None:
    letter, later = signed_by("UBND phường Ninh Kiều"), signed_by("UBND xã Phong Điền")
    case = staffed.open(a_case(), letter)
    mail = staffed.load(case.number).mail
    keep(staffed, case, mail, letter)
    keep(staffed, case, staffed.follow(case, later), later)

    page = Browser(staffed, "lan").get(f"/ho-so/{case.number}").text

    assert "UBND phường Ninh Kiều · ký" in page
    assert "UBND xã Phong Điền" not in page
