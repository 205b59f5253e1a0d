"""Every code the program can say has a Vietnamese wording, and every wording can be said."""

from __future__ import annotations

import argparse
import ast
import re
import shlex
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from string import Formatter

import pytest

from mailbot import words as words_module
from mailbot.__main__ import main
from mailbot.cases.finding import Finding, Severity
from mailbot.cases.state import State
from mailbot.commands import usage
from mailbot.commands.answer import UNDECIDED
from mailbot.defaults import default_file
from mailbot.storage.work import Kind
from mailbot.words import load_words, say
from parsers.flag import FlagCode

ROOT = Path(__file__).resolve().parents[1]
TEXTS = load_words(default_file("texts/vi")).texts
ROOMS = {code.partition(".")[0] for code in TEXTS}
# A function that words a code of its own room: `_say(words, "mail_greeting", …)`.
SAYING = {"say", "_say", "Finding"}
# Modules whose Vietnamese is matched against what others wrote, or is data; nobody is told it.
NOT_TEXTS = {
    "mailbot/agencies_csv.py": "columns and values of a file, as they may be written",
    "mailbot/mailboxes_csv.py": "the same",
    "mailbot/operations/shadow.py": "the same, of what staff decided",
    "mailbot/cases/fold.py": "letters that are folded",
    "mailbot/cases/name.py": "letters and marks that are told apart",
    "mailbot/cases/row.py": "what is kept in the place of a name that was erased",
    "mailbot/commands/demo_page.py": "commands of the demo, with the name of its officer",
    "mailbot/commands/usage.py": "every command beside its help, which argparse prints",
    "mailbot/commands/usage_words.py": "argparse's own messages, matched and put into words",
    "mailbot/commands/usage_values.py": "why an argument makes no sense, beside what one is",
    "mailbot/commands/wording.py": "how findings begin, so that a row is named once",
    "mailbot/console/agency_name.py": "names of agencies, shortened as they are found",
    "mailbot/intake/phone_number.py": "what stands behind a number on paper",
    "mailbot/intake/recognition.py": "what a mail writes that is a request",
    "mailbot/intake/row_cells.py": "what a cell holds that asks for something else",
    "mailbot/intake/row_known.py": "names of agencies, shortened as they are found",
    "mailbot/intake/signature_binding.py": "kinds of places in a certificate's names",
    "mailbot/replies/defect.py": "how findings begin, so that a letter does not repeat it",
    "mailbot/replies/document_number.py": "letters of a symbol; what people write before a number",
    "mailbot/replies/font.py": "the letters a face must have",
    "mailbot/replies/letter.py": "what a letter's issuer is called where the settings do not say",
    "mailbot/replies/mail.py": "how an answer's subject begins",
    "mailbot/replies/read_back.py": "what stands on a finished letter and is looked for there",
    "mailbot/replies/short_mail.py": "how an instant is written (Nghị định 30/2020)",
    "mailbot/settings/department.py": "the department where the settings do not say",
    "mailbot/storage/migrations/versions/0002_more_than_one_host.py": "a migration stays as it was",
    "mailbot/storage/migrations/versions/0006_long_content_sealed_in_pieces.py": "the same",
    "mailbot/storage/migrations/versions/0011_what_pages_count.py": "letters that are folded",
}
# "mailbot" in a sentence of its own, with a word behind it that could be a command.
PROSE = {"on this"}
MADE_UP = "mailbot/demo/"  # people, agencies and letters of a play
VIETNAMESE = re.compile(r"[À-ỹ]")
FOR_AGENCIES = re.compile(r"letters\.(?:defect|expected)_([a-z]+)_(.+)")  # of a finding's code
REASONS = {"Reason", "SenderReason", "rejects", "holds"}


@dataclass(frozen=True, slots=True)
class Saying:
    """A code in the source, with the fields given next to it where they can be read there."""

    code: str
    where: str
    fields: frozenset[str] | None


@cache
def sources(package: str) -> tuple[tuple[str, ast.Module], ...]:
    return tuple(
        (str(path.relative_to(ROOT)), ast.parse(path.read_text("utf-8")))
        for path in sorted((ROOT / package).rglob("*.py"))
    )


@cache
def constants() -> frozenset[str]:
    """Return every string in the source; the pieces that codes are put together from."""
    return frozenset(
        node.value
        for package in ("mailbot", "parsers", "signing")
        for _, tree in sources(package)
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    )


def sayings() -> Iterator[Saying]:
    """Yield every call that says or finds a code written out in full."""
    for where, tree in sources("mailbot"):
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call) or _name(node.func) not in SAYING or not node.args:
                continue
            code = node.args[0]
            if isinstance(code, ast.Constant) and "." in str(code.value):
                yield Saying(str(code.value), f"{where}:{node.lineno}", _fields(node))


def _name(function: ast.expr) -> str:
    return getattr(function, "attr", getattr(function, "id", ""))


def _fields(call: ast.Call) -> frozenset[str] | None:
    if _name(call.func) == "Finding":
        given = [*call.args[2:3], *(k.value for k in call.keywords if k.arg == "fields")]
        if not given:
            return frozenset()
        keys = given[0].keys if isinstance(given[0], ast.Dict) else [None]
        if not all(isinstance(key, ast.Constant) for key in keys):
            return None
        return frozenset(str(key.value) for key in keys if isinstance(key, ast.Constant))
    if any(keyword.arg is None for keyword in call.keywords):
        return None
    return frozenset(str(keyword.arg) for keyword in call.keywords)


@cache
def patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Return the codes that are put together, `f"row.{code}_{procedure}"`, as patterns."""
    found = []
    for where, tree in sources("mailbot"):
        for node in ast.walk(tree):
            if isinstance(node, ast.JoinedStr) and _may_be_a_code(node):
                text = "".join(map(_as_pattern, node.values))
                found.append((f"{where}:{node.lineno}", re.compile(text)))
    return tuple(found)


def _room(pattern: re.Pattern[str]) -> str:
    return pattern.pattern.partition("\\.")[0]


def _as_pattern(part: ast.expr) -> str:
    return re.escape(str(part.value)) if isinstance(part, ast.Constant) else "(.+?)"


def _may_be_a_code(node: ast.JoinedStr) -> bool:
    """Return whether it is like `f"row.{…}"`, `f"row.many_{…}"` or `f"{…}_differs"`."""
    text = "".join(map(_as_pattern, node.values)).replace("(.+?)", "*")
    return bool(re.fullmatch(r"([a-z]+\\\.)?([a-z]+_)*\*(_[a-z*]+)*", text)) and text != "*"


def _can_be_said(code: str) -> bool:
    """Return whether the code, or its name where the room is added to it, is in the source."""
    told = FOR_AGENCIES.fullmatch(code)
    codes = (code, code.partition(".")[2], f"{told[1]}.{told[2]}" if told else code)
    return any(map(_stands_in_source, codes))


def _stands_in_source(text: str) -> bool:
    """Return whether the text is a string of the source, or put together from such."""
    if text in constants() or text.replace("_", "-") in constants():
        return True
    found = (pattern.fullmatch(text) for _, pattern in patterns())
    return any(all(map(_stands_in_source, match.groups())) for match in found if match)


def _reasons(package: str) -> set[str]:
    """Return the codes of a package's `Reason("…")`, and of its tables that feed them."""
    return {
        str(node.args[0].value)
        for where, tree in sources(package)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and _name(node.func) in REASONS and node.args
        if isinstance(node.args[0], ast.Constant)
    }


def _commands(parser: argparse.ArgumentParser, words: tuple[str, ...] = ()) -> Iterator[str]:
    """Yield every command that does something, `letters list` and the like, and groups of them."""
    yield " ".join(words)
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for name, command in action.choices.items():
                yield from _commands(command, (*words, name))


@pytest.mark.parametrize("file", ["texts", "config/monitoring/alerts.yaml", "systemd/install"])
def test_every_command_that_people_are_told_to_call_is_one(file: str) -> None:
    told = TEXTS.values() if file == "texts" else [(ROOT / file).read_text("utf-8")]
    known = set(_commands(usage._build()))
    groups = {name.partition(" ")[0] for name in known if " " in name}
    called = [
        (name, sub)
        for text in told
        for name, sub in re.findall(r"\bmailbot ([a-z-]+)\b ?([a-z]*)", text)
    ]

    assert called
    assert {
        " ".join(words).strip()
        for words in called
        if (" ".join(words) if words[0] in groups else words[0]) not in known
    } <= PROSE


def test_a_command_that_people_are_told_to_run_runs_as_it_is_written() -> None:
    """But for what they alone know, in capitals."""
    ordered = [
        re.sub(r"\{\w+\}|\b(?:SỐ|MÃ)\b", "1", said.strip())
        for text in TEXTS.values()
        for said in re.findall(r": mailbot ([a-z-]+\b(?:'[^']*'|[^'.;,()]|\.csv)*)", text)
    ]
    faults = {}
    for said in ordered:
        try:
            usage.parse(shlex.split(said))
        except usage.UsageError as error:
            faults[said] = str(error).partition("\n")[0]

    assert len(ordered) > 20
    assert faults == {}


def test_every_code_said_has_a_wording() -> None:
    unworded = {(said.where, said.code) for said in sayings() if said.code not in TEXTS}

    assert len(list(sayings())) > 20
    assert sorted(unworded) == []


def test_every_code_put_together_can_meet_a_wording() -> None:
    codes = [(where, pattern) for where, pattern in patterns() if _room(pattern) in ROOMS]

    lost = [where for where, pattern in codes if not any(map(pattern.fullmatch, TEXTS))]

    assert codes
    assert lost == []


@pytest.mark.parametrize(
    ("room", "codes"),
    [
        pytest.param("list", lambda: {str(code) for code in FlagCode}, id="flags of parsers"),
        pytest.param("case", lambda: {f"state_{state}" for state in State}, id="states of a case"),
        pytest.param("office", lambda: {f"slip_{kind}" for kind in Kind}, id="kinds of slips"),
        pytest.param("signature", partial(_reasons, "signing"), id="reasons of signing"),
        pytest.param(
            "sender", partial(_reasons, "mailbot/intake"), id="reasons of the sender rule"
        ),
    ],
)
def test_every_code_of_a_library_has_a_wording(room: str, codes: Callable[[], set[str]]) -> None:
    found = codes()

    assert found
    assert sorted(code for code in found if f"{room}.{code}" not in TEXTS) == []


def test_every_wording_can_be_said() -> None:
    assert sorted(code for code in TEXTS if not _can_be_said(code)) == []


def test_what_a_wording_asks_for_is_given_where_it_is_said() -> None:
    lacking = [
        (said.where, said.code, sorted(wanted - said.fields))
        for said in sayings()
        if said.fields is not None and (wanted := _wanted(said.code)) - said.fields
    ]

    assert lacking == []


def _wanted(code: str) -> frozenset[str]:
    return frozenset(name for _, name, _, _ in Formatter().parse(TEXTS.get(code, "")) if name)


def test_every_wording_is_clean_text_whose_fields_have_names() -> None:
    assert [code for code, text in TEXTS.items() if not _is_clean(text)] == []


def _is_clean(text: str) -> bool:
    names = (name for _, name, _, _ in Formatter().parse(text) if name is not None)
    is_whole = bool(text.strip()) and text == text.rstrip()
    return is_whole and unicodedata.is_normalized("NFC", text) and all(map(str.isidentifier, names))


def test_the_list_of_deeds_names_whatever_the_history_tells() -> None:
    """What is told otherwise for a state the case came into is the same deed."""
    told = {code.partition(".")[2] for code in TEXTS if code.startswith("history.")}
    named = {code.partition(".")[2] for code in TEXTS if code.startswith("deed.")}
    for_a_state = {f"{one}_{state}" for one in told for state in State}

    assert sorted(told - for_a_state - named) == []


def test_no_text_for_people_stands_in_python() -> None:
    ours = [one for one in sources("mailbot") if not one[0].startswith(MADE_UP)]
    found = {where for where, tree in ours if any(_texts(tree))}

    assert sorted(found - set(NOT_TEXTS)) == []
    assert sorted(set(NOT_TEXTS) - found) == []


def _texts(tree: ast.Module) -> Iterator[str]:
    """Yield the strings with Vietnamese letters that are no docstrings."""
    told = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        if node.body and isinstance(node.body[0], ast.Expr)
    }
    texts = (node for node in ast.walk(tree) if isinstance(node, ast.Constant))
    for node in texts:
        if id(node) not in told and VIETNAMESE.search(
            unicodedata.normalize("NFC", str(node.value))
        ):
            yield str(node.value)


def test_a_field_that_was_not_given_leaves_a_mark_and_no_error() -> None:
    finding = Finding("deadline.year_unconfirmed", Severity.NOTE)

    assert "năm …" in load_words(default_file("texts/vi")).finding(finding)


def test_the_operators_wording_replaces_ours_key_by_key(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = tmp_path / "texts" / "vi"
    own.mkdir(parents=True)
    (own / "settings.toml").write_text('empty = "xin hãy điền."\n', "utf-8")
    monkeypatch.setattr(words_module, "OVERRIDES", tmp_path)

    texts = load_words().texts

    assert texts["settings.empty"] == "xin hãy điền."
    assert texts["settings.missing"] == TEXTS["settings.missing"]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        pytest.param('empty = "xin\n', "xem dòng 1, cột 13", id="no TOML"),
        pytest.param('empty = "thiếu } đôi"\n', "settings.empty.", id="a brace alone"),
        pytest.param("empty = 3\n", "settings.empty.", id="no text"),
        pytest.param("[empty]\nx = 1\n", "settings.empty.", id="a table"),
    ],
)
def test_a_file_of_the_operators_that_cannot_be_used_is_told_in_our_words(
    content: str,
    told: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    own = tmp_path / "texts" / "vi"
    own.mkdir(parents=True)
    (own / "settings.toml").write_text(content, "utf-8")
    monkeypatch.setattr(words_module, "OVERRIDES", tmp_path)

    assert main(["cases", "--settings", str(tmp_path / "none.toml")]) == UNDECIDED

    said = capsys.readouterr().err
    assert said.startswith(f"mailbot: Tệp câu chữ {own}/settings.toml không dùng được: ")
    assert told in said


def test_where_the_wordings_lie_is_asked_of_the_disk_once(monkeypatch: pytest.MonkeyPatch) -> None:
    told = say("clock.ended")

    def asked(*_: object, **__: object) -> Path:
        raise AssertionError

    monkeypatch.setattr(Path, "resolve", asked)
    assert say("clock.ended") == told


@pytest.mark.parametrize(
    ("column", "first", "second", "told"),
    [
        ("phone", "1", "2", "“Số điện thoại” cho kết quả khác nhau: “1” và “2”."),
        ("rows", "5", "6", "“Số dòng của danh sách” cho kết quả khác nhau: “5” và “6”."),
        ("procedure", "new", "none", "“Cấp mới hộp thư điện tử” và “Chưa rõ thủ tục”."),
        ("grounds", "", "recruited,forgotten", "“Mới tiếp nhận, tuyển dụng, Quên mật khẩu”."),
        ("", "", "", "Hai cách đọc “nội dung của dòng” cho kết quả"),
    ],
)
def test_what_was_read_in_two_ways_is_told_in_words(
    column: str, first: str, second: str, told: str
) -> None:
    fields = {"first": first, "second": second, "stt": "3"}
    finding = Finding("list.readers_differ", Severity.LOOK, fields, column=column)

    assert told in load_words().finding(finding)
