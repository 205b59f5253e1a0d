"""A letter's head names who writes and whom it addresses; neither may be somebody else."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mailbot.cases.agency import AgencyKind
from mailbot.cases.finding import Place
from mailbot.cases.mailbox import Directory
from mailbot.intake.assessment import Background, Course, assess, row_findings
from mailbot.intake.dossier import Dossier
from mailbot.intake.letter_head import addressee_findings, agency_findings
from mailbot.intake.message import read_message
from mailbot.intake.sender import Sender
from mailbot.settings.department import Department, Forms
from parsers import IndividualRow, LetterHead, RequestList
from parsers import Place as SourcePlace
from tests.builders import CITY, MONDAY, NINH_KIEU, REGISTRY

OURS = (*Department().names, Forms().addressee)
BACKGROUND = Background(
    registry=REGISTRY,
    directory=Directory(),
    domains=("cantho.gov.vn",),
    directory_max_age_days=30,
    auto_supplement=frozenset(),
    own_names=OURS,
)


@pytest.mark.parametrize(
    "addressee",
    [
        "Sở Thông tin và Truyền thông",
        "SỞ THÔNG TIN VÀ TRUYỀN THÔNG THÀNH PHỐ CẦN THƠ",
        "Giám đốc Sở Thông tin & Truyền thông",
        "Sở TT&TT",
        "Sở TTTT thành phố",
        "Sở Khoa học và Công nghệ",
        "Sở KH&CN TP. Cần Thơ",
        "Ủy ban nhân dân thành phố; Sở Thông tin và Truyền thông",
        "Trung tâm Công nghệ thông tin và Truyền thông",
        "Quý cơ quan",
        "Bộ phận một cửa",
        "",
    ],
)
def test_a_letter_to_us_by_any_name_is_no_matter(addressee: str) -> None:
    assert not list(addressee_findings(LetterHead(addressee=addressee), OURS))


@pytest.mark.parametrize(
    "addressee",
    [
        "Sở Nội vụ",
        "Ủy ban nhân dân thành phố",
        "Sở TNMT",
        "Công an TP",
        "Trung tâm CNTT tỉnh An Giang",
    ],
)
def test_a_letter_to_another_authority_goes_to_a_person(addressee: str) -> None:
    (finding,) = addressee_findings(LetterHead(addressee=addressee), OURS)

    assert finding.code == "request.addressed_to_another"
    assert finding.fields == {"addressee": addressee}


def test_without_names_of_ours_nobody_asks() -> None:
    assert not list(addressee_findings(LetterHead(addressee="Sở Nội vụ"), ()))


@pytest.mark.parametrize("head", [NINH_KIEU.name, NINH_KIEU.name.upper(), ""])
def test_a_letter_of_the_asker_itself_is_no_matter(head: str) -> None:
    assert not list(agency_findings(LetterHead(agency=head), NINH_KIEU, REGISTRY))


def test_a_letter_of_another_agency_than_the_asker_goes_to_a_person() -> None:
    head = LetterHead(agency=CITY.name, places={"agency": SourcePlace("Công văn.pdf", 1)})

    (finding,) = agency_findings(head, NINH_KIEU, REGISTRY)

    assert finding.place == Place("Công văn.pdf", 1)
    assert finding.code == "request.letter_of_another_agency"
    assert finding.fields == {"letter": CITY.name, "asker": NINH_KIEU.name}


def test_a_mail_with_a_letter_to_another_authority_waits_for_a_person() -> None:
    message = read_message(b"Subject: cap moi hop thu dien tu\r\n\r\n")
    sender = Sender("accepted", NINH_KIEU.mailbox, NINH_KIEU.code, ())
    request = RequestList("new", LetterHead(addressee="Sở Nội vụ"))
    assessment = assess(Dossier(message, sender, request=request), BACKGROUND, MONDAY)

    assert assessment.course is Course.REVIEW
    assert "request.addressed_to_another" in {finding.code for finding in assessment.findings}


@pytest.mark.parametrize(
    ("code", "kind", "page"),
    [
        pytest.param("row.ground_missing_new", AgencyKind.STATE_AGENCY, 3, id="no ground"),
        pytest.param("row.asker_other", AgencyKind.OTHER, 1, id="an asker of another kind"),
    ],
)
def test_what_is_said_of_the_letter_leads_to_where_it_stands(
    code: str, kind: AgencyKind, page: int
) -> None:
    places = {"agency": SourcePlace("CV.pdf", 1), "asked": SourcePlace("CV.pdf", 3)}
    row = IndividualRow("new", "1", "Lê Văn Tám")
    request = RequestList("new", LetterHead(agency=CITY.name, places=places), (), (row,))
    sender = Sender("accepted", NINH_KIEU.mailbox, NINH_KIEU.code, ())
    dossier = Dossier(read_message(b"Subject: x\r\n\r\n"), sender, request=request)

    found = row_findings(dossier, replace(NINH_KIEU, kind=kind), BACKGROUND, MONDAY)

    assert [one.place for one in found if one.code == code] == [Place("CV.pdf", page)]


@pytest.mark.parametrize(("procedure", "told"), [("new", False), ("change", False), ("", True)])
def test_a_list_is_missed_only_where_none_was_read(procedure: str, *, told: bool) -> None:
    rows = (IndividualRow(procedure, "1", "Lê Văn Tám"),) if procedure else ()
    request = RequestList("change", LetterHead(agency=NINH_KIEU.name), (), rows)
    sender = Sender("accepted", NINH_KIEU.mailbox, NINH_KIEU.code, ())
    dossier = Dossier(read_message(b"Subject: x\r\n\r\n"), sender, request=request)

    found = row_findings(dossier, NINH_KIEU, BACKGROUND, MONDAY)

    assert ("request.no_rows" in {one.code for one in found}) is told
