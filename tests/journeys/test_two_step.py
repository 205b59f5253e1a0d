"""`two_step` and `worklist`: people make the mailboxes and sign; mailbot prepares and checks."""

from __future__ import annotations

import json
from argparse import Namespace
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import date, timedelta
from importlib import import_module
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from mailbot.cases.case import Case, Decision, DecisionKind
from mailbot.cases.state import State
from mailbot.clock import local_date
from mailbot.commands import house
from mailbot.commands.usage import parse
from mailbot.errors import BadInputError, SettingsError
from mailbot.house import House
from mailbot.replies.compose import Compose
from mailbot.replies.document_number import DocumentNumber
from mailbot.replies.letter import Numbering
from mailbot.replies.press import Press
from mailbot.replies.signature_book import Sheet
from mailbot.storage.letters import StoredLetter
from tests.journeys.paper import TWO_RECRUITS, Letter, set_letter
from tests.journeys.reply import file_named, file_names, text_of
from tests.journeys.world import World, a_mail, a_world_in
from tests.servers.mail import MailServers

Say = Callable[..., Any]
CLERK = ("--officer", "Văn thư")
UNSIGNED = Letter(sheets=(TWO_RECRUITS,))


@pytest.fixture
def world(mail_servers: MailServers, tmp_path: Path) -> Iterator[World]:
    with a_world_in(
        tmp_path,
        mail_servers,
        signing={"mode": "two_step"},
        provisioning={"host": "worklist"},
    ) as world:
        yield world


def today(world: World) -> date:
    return local_date(world.house.clock())


@pytest.fixture
def say(world: World, monkeypatch: pytest.MonkeyPatch) -> Say:
    """Return what types a staff command and gives its JSON value."""

    @contextmanager
    def same_house(_options: Namespace) -> Iterator[House]:
        yield world.house

    def typed(*words: str) -> Any:
        options = parse([*words, "--json"])
        name, function = options.run.split(":")
        # Imported while that stands in its place, a module would keep it for the next tests.
        module = import_module(f"mailbot.commands.{name}")
        with monkeypatch.context() as patched:
            patched.setattr(house, "house_of", same_house)
            if hasattr(module, "house_of"):
                patched.setattr(module, "house_of", same_house)
            answer = getattr(module, function)(options)
        return json.loads(json.dumps(answer.value))

    return typed


def test_staff_makes_the_mailboxes_leader_and_clerk_sign_and_mailbot_sends(
    world: World, say: Say, tmp_path: Path
) -> None:
    world.submit(a_mail(("Công văn.pdf", world.signed(Letter(sheets=(TWO_RECRUITS,))))))
    world.take_in()
    world.work()
    assert world.the_case().state is State.AWAITING_HANDS
    (receipt,) = world.replies()
    assert file_names(receipt)[0].startswith("Giấy tiếp nhận")

    tasks = say("tasks")["to_do"]
    assert [task["address"] for task in tasks] == ["daonth@cantho.gov.vn", "quytv@cantho.gov.vn"]
    first = say("reveal", tasks[0]["task"], "--officer", "Lê Thị Cán Bộ")
    assert len(first["password"]) >= 12
    say("done", tasks[0]["task"], "--officer", "Lê Thị Cán Bộ")
    say("done", tasks[1]["task"], "--officer", "Lê Thị Cán Bộ", "--not-done", "Hết dung lượng")
    world.work()
    assert world.the_case().state is State.AWAITING_SIGNATURE

    (waiting,) = say("letters", "list")
    draft = tmp_path / "draft.pdf"
    numbered = ("12/TB-TTCNTT", "--date", today(world).isoformat(), *CLERK)
    say("letters", "number", str(waiting["letter"]), *numbered)
    say("letters", "download", str(waiting["letter"]), str(draft))
    assert "12/TB-TTCNTT" in text_of(draft.read_bytes())

    signed = tmp_path / "signed.pdf"
    signed.write_bytes(world.pki.sign(draft.read_bytes(), world.director, field_name="LanhDao"))
    (refused,) = say("letters", "upload", str(waiting["letter"]), str(signed), *CLERK)["files"]
    assert refused["reasons"] == ["needs_two_signatures"]

    signed.write_bytes(world.pki.sign(signed.read_bytes(), world.centre, field_name="CoQuan"))
    (accepted,) = say("letters", "upload", str(waiting["letter"]), str(signed), *CLERK)["files"]
    assert accepted["accepted"]
    world.work()
    assert world.the_case().state is State.ANSWERED
    reply = world.replies()[-1]
    said = text_of(file_named(reply, "Thông báo"))
    assert "daonth@cantho.gov.vn" in said
    assert "Hết dung lượng" in said
    told = say("explain", world.the_case().number)
    assert {"password_revealed", "uploaded", "answered"} <= {e["what"] for e in told["history"]}


def test_another_document_than_ours_is_not_taken(world: World, say: Say, tmp_path: Path) -> None:
    world.submit(a_mail(("Công văn.pdf", world.signed(Letter(sheets=(TWO_RECRUITS,))))))
    world.take_in()
    world.work()
    for task in say("tasks")["to_do"]:
        say("done", task["task"], "--officer", "Lê Thị Cán Bộ")
    world.work()
    (waiting,) = say("letters", "list")
    foreign = tmp_path / "foreign.pdf"
    foreign.write_bytes(world.signed(Letter(sheets=(TWO_RECRUITS,))))
    upload = ("letters", "upload", str(waiting["letter"]), str(foreign))
    (answer,) = say(*upload, "--number", "9/TB-TTCNTT", *CLERK)["files"]
    assert answer["reasons"] == ["not_our_bytes"]
    assert world.the_case().state is State.AWAITING_SIGNATURE


def test_a_number_is_kept_with_the_notice_that_bears_it_or_not_at_all(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    _refuse_one(world)
    office = world.house.letter_office
    (before,) = office.waiting()
    number, on = DocumentNumber(12, "TB-TTCNTT"), today(world)
    with monkeypatch.context() as patch:
        patch.setattr(Press, "render", _ends_here)
        with pytest.raises(SystemExit):
            office.number(before.letter.id, number, on, CLERK[1])
    assert office.waiting() == (before,)

    office.number(before.letter.id, number, on, CLERK[1])
    assert "12/TB-TTCNTT" in text_of(office.draft(before.letter.id).data)


@pytest.mark.parametrize(
    "days", [pytest.param(1, id="to come"), pytest.param(-1, id="before it was written")]
)
def test_a_notice_is_of_the_day_it_is_issued_on(world: World, days: int) -> None:
    _refuse_one(world)
    office = world.house.letter_office
    (waiting,) = office.waiting()
    number, on = DocumentNumber(12, "TB-TTCNTT"), today(world) + timedelta(days=days)
    with pytest.raises(BadInputError, match=f"{on:%d/%m/%Y} không phải ngày ban hành"):
        office.number(waiting.letter.id, number, on, CLERK[1])
    sheet = Sheet("a.pdf", _signed(world, office.draft(waiting.letter.id).data))
    with pytest.raises(BadInputError, match="không phải ngày ban hành"):
        office.take_one(sheet, CLERK[1], given=Numbering(number, on))
    assert office.waiting() == (waiting,)
    assert office.take_one(sheet, CLERK[1], given=Numbering(number, today(world))).taken


def test_a_number_is_given_to_one_notice_of_the_year(world: World) -> None:
    for theirs in ("45/UBND-VP", "46/UBND-VP"):
        _refuse_one(world, Letter(sheets=(TWO_RECRUITS,), number=theirs))
    office, on = world.house.letter_office, today(world)
    first, second = (one.letter.id for one in office.waiting())
    number = DocumentNumber(12, "TB-TTCNTT")
    office.number(first, number, on, CLERK[1])
    office.number(first, number, on, CLERK[1])  # set anew, it keeps its own

    with pytest.raises(BadInputError, match=r"12/TB-TTCNTT của năm .* đã cấp"):
        office.number(second, number, on, CLERK[1])
    sheet = Sheet("a.pdf", _signed(world, office.draft(second).data))
    signed = _signed(world, office.draft(first).data)
    assert office.take_in("b.pdf", signed, CLERK[1])[0].taken
    with pytest.raises(BadInputError, match="đã cấp"):
        office.take_one(sheet, CLERK[1], given=Numbering(number, on))


def test_a_notice_signed_while_it_is_numbered_anew_stays_signed(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    _refuse_one(world)
    office = world.house.letter_office
    (waiting,) = office.waiting()
    office.number(waiting.letter.id, DocumentNumber(12, "TB-TTCNTT"), today(world), CLERK[1])
    signed = _signed(world, office.draft(waiting.letter.id).data)

    def comes_back(self: Compose, case: Case, letter: StoredLetter) -> bytes:
        draft = redrafted(self, case, letter)
        assert office.take_in("signed.pdf", signed, CLERK[1])[0].taken
        return draft

    redrafted = Compose.redrafted
    monkeypatch.setattr(Compose, "redrafted", comes_back)
    with pytest.raises(BadInputError, match="không chờ ký"):
        office.number(waiting.letter.id, DocumentNumber(13, "TB-TTCNTT"), today(world), CLERK[1])
    world.work()
    assert world.the_case().state is State.ANSWERED
    assert office.waiting() == ()


def _refuse_one(world: World, letter: Letter = UNSIGNED) -> None:
    """Have a request come without a signature, and be refused: the notice waits."""
    world.submit(a_mail(("Công văn.pdf", set_letter(letter))))
    world.take_in()
    world.work()
    case, reasons = world.cases()[-1], ("Chưa ký số",)
    refused = Decision(DecisionKind.REFUSE, CLERK[1], world.house.clock(), reasons)
    with world.house.database.transaction() as connection:
        world.house.carry_out(connection, case, refused)
    world.work()


def _ends_here(*_: object) -> None:
    raise SystemExit


def test_all_waiting_notices_go_out_and_come_back_as_one_zip_each_judged_by_itself(
    world: World, say: Say, tmp_path: Path
) -> None:
    for number in range(4):
        letter = Letter(sheets=(TWO_RECRUITS,), number=f"{number + 45}/UBND-VP")
        world.submit(a_mail(("Công văn.pdf", set_letter(letter))))
    world.take_in()
    world.work()
    for case in world.cases():
        say("refuse", case.number, "--reason", "Văn bản chưa ký số", "--officer", "Lê Thị Cán Bộ")
    world.work()
    first, second, third, _ = say("letters", "list")
    for number, letter in enumerate((first, second, third), 21):
        say("letters", "number", str(letter["letter"]), f"{number}/TB-TTCNTT",
            "--date", today(world).isoformat(), *CLERK)  # fmt: skip
    book = tmp_path / "notices.zip"
    say("letters", "download", "--all", str(book))

    with ZipFile(book) as given, ZipFile(tmp_path / "signed.zip", "w") as taken:
        drafts = [given.read(name) for name in given.namelist()]
        assert len(drafts) == 4
        taken.writestr("da ky/a-signed.pdf", _signed(world, drafts[0]))
        taken.writestr("da ky/b-signed.pdf", _signed(world, drafts[1], in_order=False))
        taken.writestr("c.pdf", world.pki.sign(_signed(world, drafts[2]), world.organisation))
        taken.writestr("d.pdf", _signed(world, drafts[3]))
        taken.writestr("e.pdf", b"%PDF-1.7 of somebody else")
        taken.writestr("__MACOSX/._a-signed.pdf", b"litter")
    told = say("letters", "upload", str(tmp_path / "signed.zip"), *CLERK)["files"]

    assert [(one["file"], one["reasons"]) for one in told] == [
        ("da ky/a-signed.pdf", []),
        ("da ky/b-signed.pdf", ["leader_not_configured", "organisation_not_configured"]),
        ("c.pdf", ["organisation_not_configured"]),
        ("d.pdf", ["letter_not_numbered"]),
        ("e.pdf", ["not_our_bytes"]),
    ]
    assert told[0]["number"] == "21/TB-TTCNTT"
    world.work()
    assert _notices(world) == 1

    again = say("letters", "upload", str(tmp_path / "signed.zip"), *CLERK)["files"]
    assert again[0]["reasons"] == ["letter_signed_before"]
    world.work()
    assert _notices(world) == 1


def test_an_apology_waits_on_beside_the_answer_until_that_is_signed(
    world: World, say: Say, tmp_path: Path
) -> None:
    """The answer was decided, and may be late all the same: the agency is told the new date."""
    world.submit(a_mail(("Công văn.pdf", set_letter(Letter(sheets=(TWO_RECRUITS,))))))
    world.take_in()
    world.work()
    case, officer = world.the_case(), ("--officer", "Lê Thị Cán Bộ")
    until = (case.due_at + timedelta(days=3)).isoformat()
    say("apologise", case.number, "--cause", "Phải xác minh", "--until", until, *officer)
    world.work()
    say("refuse", case.number, "--reason", "Văn bản chưa ký số", *officer)
    world.work()
    apology, answer = say("letters", "list")

    book = tmp_path / "notices.zip"
    say("letters", "download", "--all", str(book))
    with ZipFile(book) as given:
        drafts = {int(name.rpartition("_")[2][:-4]): given.read(name) for name in given.namelist()}
    for letter, number in ((answer, "12/TB-TTCNTT"), (apology, "13/TTCNTT")):
        signed = tmp_path / f"{letter['letter']}.pdf"
        signed.write_bytes(_signed(world, drafts[letter["letter"]]))
        upload = ("letters", "upload", str(letter["letter"]), str(signed), "--number", number)
        (told,) = say(*upload, *CLERK)["files"]
        late = letter is apology  # the answer is there: what it would promise is past
        assert told["reasons"] == (["letter_withdrawn"] if late else [])
    assert say("letters", "list") == []


def test_a_notice_of_a_decision_that_was_taken_back_waits_no_more_and_is_not_issued(
    world: World, say: Say, tmp_path: Path
) -> None:
    _refuse_one(world)
    (waiting,) = say("letters", "list")
    draft, signed = tmp_path / "draft.pdf", tmp_path / "signed.pdf"
    say("letters", "download", str(waiting["letter"]), str(draft))
    signed.write_bytes(_signed(world, draft.read_bytes()))
    say("reopen", waiting["case"], "--reason", "Cơ quan rút hồ sơ", "--officer", "Lê Thị Cán Bộ")

    assert say("letters", "list") == []
    numbered = ("--number", "12/TB-TTCNTT", *CLERK)
    (late,) = say("letters", "upload", str(waiting["letter"]), str(signed), *numbered)["files"]
    assert late["reasons"] == ["letter_withdrawn"]
    world.work()
    assert _notices(world) == 0


def _notices(world: World) -> int:
    """Return how many notices the agency has."""
    names = [name for reply in world.replies() for name in file_names(reply)]
    return sum(name.startswith("Thông báo") for name in names)


def _signed(world: World, draft: bytes, *, in_order: bool = True) -> bytes:
    order = [(world.director, "LanhDao"), (world.centre, "CoQuan")]
    for signer, field in order if in_order else reversed(order):
        draft = world.pki.sign(draft, signer, field_name=field)
    return draft


def test_who_takes_signed_letters_back_needs_no_key_of_ours(
    mail_servers: MailServers, tmp_path: Path
) -> None:
    with a_world_in(tmp_path, mail_servers) as world:  # `unattended`
        settings = world.house.settings
        for secret in settings.secrets_directory.iterdir():
            if secret.name != "seal-key":
                secret.unlink()

        with closing(House(settings)) as house:
            house.prepare_pages()
            assert house.letter_office.waiting() == ()
            with pytest.raises(SettingsError, match="signing-passphrase"):
                _ = house.unattended


def test_a_mail_that_comes_while_the_leader_signs_is_told_and_what_he_signed_is_taken(
    world: World, say: Say, tmp_path: Path
) -> None:
    _refuse_one(world)
    (waiting,) = say("letters", "list")
    draft, signed = tmp_path / "draft.pdf", tmp_path / "signed.pdf"
    say("letters", "download", str(waiting["letter"]), str(draft))
    answer = {"In_Reply_To": world.the_case().thread[-1], "Subject": "Re: V/v"}
    world.submit(a_mail(text="Chúng tôi xin rút hồ sơ.", **answer))
    world.take_in()
    world.work()
    assert world.the_case().state is State.AWAITING_SIGNATURE
    assert "case.mail_added" in {one.code for one in world.the_case().findings}

    signed.write_bytes(_signed(world, draft.read_bytes()))
    numbered = ("--number", "12/TB-TTCNTT", *CLERK)
    (taken,) = say("letters", "upload", str(waiting["letter"]), str(signed), *numbered)["files"]
    assert taken["accepted"]
    world.work()
    assert world.the_case().state is State.ANSWERED
    assert _notices(world) == 1
