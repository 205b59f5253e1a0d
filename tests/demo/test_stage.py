"""The demo's directory: only an earlier demo is ever wiped; letters in it are what they seem."""

from __future__ import annotations

import tomllib
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from mailbot.demo.cast import AGENCIES, DIRECTORY, PHONG_DIEN, VI_THANH
from mailbot.demo.paper import RequestLetter, set_paper
from mailbot.demo.pki import DemoPki
from mailbot.demo.requests import bad_rows, changed, clean_new, clean_reset
from mailbot.demo.samples import open_desk
from mailbot.demo.signatures import replace_page
from mailbot.demo.stage import MARK, _toml, cleared_stage
from mailbot.errors import BadInputError
from mailbot.words import load_words
from parsers import SourceFile, read_request
from signing import TrustStore, Verdict, verify_pdf

WORDS = load_words()
ON = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 3, tzinfo=UTC)


def test_an_earlier_demo_is_wiped(tmp_path: Path) -> None:
    with cleared_stage(tmp_path / "demo", WORDS) as stage:
        (stage.folder("archive") / "x").write_bytes(b"x")
        stage.settings.write_text("x")
    with cleared_stage(tmp_path / "demo", WORDS) as stage:
        assert [path.name for path in stage.root.iterdir()] == [MARK]


def test_a_link_out_of_the_directory_is_not_followed(tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    kept.mkdir()
    (kept / "x").write_bytes(b"x")
    with cleared_stage(tmp_path / "demo", WORDS) as stage:
        (stage.root / "link").symlink_to(kept)
    with cleared_stage(tmp_path / "demo", WORDS):
        assert (kept / "x").exists()


def test_a_directory_that_is_a_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "demo").write_bytes(b"x")
    with pytest.raises(BadInputError, match="demo"), cleared_stage(tmp_path / "demo", WORDS):
        pass


def test_two_demos_do_not_share_a_directory(tmp_path: Path) -> None:
    with cleared_stage(tmp_path, WORDS) as stage:
        (stage.root / "kept").write_bytes(b"x")
        with pytest.raises(BadInputError, match="đang dùng"), cleared_stage(tmp_path, WORDS):
            pass
        assert (stage.root / "kept").exists()


def test_odd_characters_survive_the_settings_file() -> None:
    values = {
        "a": 'Đường "Nguyễn\\Trãi"\n',
        "list": [Path("x y"), Path("z")],
        "n": 3,
        "t": {"k": "v"},
    }
    assert tomllib.loads(_toml({"": {"top": "1"}, "s": values})) == {
        "top": "1",
        "s": {"a": values["a"], "list": ["x y", "z"], "n": 3, "t": {"k": "v"}},
    }


@pytest.mark.parametrize("letter", [clean_new(ON), clean_reset(ON), changed(ON)])
def test_a_clean_letter_is_read_without_a_flag(letter: RequestLetter) -> None:
    whole = read_request([SourceFile("a.pdf", set_paper(letter).pdf)])
    parts = read_request(
        [
            SourceFile("a.pdf", set_paper(letter, "letter").pdf),
            SourceFile("b.pdf", set_paper(letter, "annex").pdf),
        ]
    )
    for read in (whole, parts):
        assert read.flags == ()
        assert read.letter.number == letter.symbol
        assert [row.name for row in read.individuals] == [row[1] for row in letter.rows]


def test_two_rows_of_the_bad_list_are_flagged() -> None:
    read = read_request([SourceFile("a.pdf", set_paper(bad_rows(ON)).pdf)])
    assert {flag.row for flag in read.flags} == {1, 3}


def test_what_is_painted_over_shows_the_other_list_and_breaks_both_signatures() -> None:
    pki = DemoPki.build(NOW)
    desk = open_desk(pki, ON, NOW)
    signed = desk.hands[PHONG_DIEN.code].sign(set_paper(changed(ON)), NOW)
    other = set_paper(bad_rows(ON)).pdf
    trust = TrustStore((pki.root.der,), (pki.intermediate.der,), (), pki.crls())

    painted = replace_page(signed, other, 1)

    assert verify_pdf(signed, trust, NOW).verdict is Verdict.PASSED
    report = verify_pdf(painted, trust, NOW)
    assert report.verdict is Verdict.FAILED
    assert all(one.changed_after_signing for one in report.signatures)
    rows = read_request([SourceFile("a.pdf", painted)]).individuals
    assert [row.name for row in rows] == [row[1] for row in bad_rows(ON).rows]


def test_only_one_agency_has_a_revoked_certificate() -> None:
    pki = DemoPki.build(NOW)
    desk = open_desk(pki, ON, NOW)
    trust = TrustStore((pki.root.der,), (pki.intermediate.der,), (), pki.crls())
    verdicts = {
        code: verify_pdf(hands.sign(set_paper(clean_new(ON)), NOW), trust, NOW).verdict
        for code, hands in desk.hands.items()
    }
    assert len(verdicts) == len(AGENCIES) == 6
    assert {code for code, verdict in verdicts.items() if verdict is not Verdict.PASSED} == {
        VI_THANH.code
    }


def test_nobody_has_two_mailboxes() -> None:
    addresses = [box.address for box in DIRECTORY] + [agency.mailbox for agency in AGENCIES]
    assert len(addresses) == len(set(addresses))
