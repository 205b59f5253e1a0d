"""README.md says what is so: commands, settings, columns, secrets, fingerprints, dependencies."""

from __future__ import annotations

import argparse
import json
import re
import shlex
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

from mailbot import agencies_csv, mailboxes_csv
from mailbot.__main__ import main
from mailbot.commands import usage
from mailbot.commands.attachments import attachments_json
from mailbot.commands.deadline import deadline_json
from mailbot.commands.read import request_json
from mailbot.commands.sender import sender_json
from mailbot.commands.verify import EXIT_CODES, as_json
from mailbot.settings import Settings, settings_from
from mailbot.words import load_words
from parsers import read_request
from tests.signing import world

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text("utf-8")
HEADINGS = [re.sub(r"^[\d.\s]+", "", text) for text in re.findall(r"^#+ (.*)$", README, re.M)]
BLOCKS = re.findall(r"^```(\w*)\n(.*?)^```$", README, re.M | re.S)
INLINE = re.findall(r"`([^`\n]+)`", re.sub(r"^```.*?^```$", "", README, flags=re.M | re.S))


def _blocks(language: str) -> list[str]:
    return [text for named, text in BLOCKS if named == language]


def _typed() -> Iterator[str]:
    """Yield what a reader would type: lines of consoles, and whole commands in the text."""
    for block in _blocks("console"):
        for line in re.findall(r"^\$ (?:sudo )?(mailbot .*)$", block, re.M):
            yield line.partition(" | ")[0]
    for text in INLINE:
        if text.startswith("mailbot "):
            yield text


def _children(parser: argparse.ArgumentParser) -> dict[str, argparse.ArgumentParser]:
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            return dict(action.choices)
    return {}


def _leaves(parser: argparse.ArgumentParser, path: tuple[str, ...] = ()) -> Iterator[str]:
    children = _children(parser)
    if not children:
        yield " ".join(path)
    for name, child in children.items():
        yield from _leaves(child, (*path, name))


def _command_of(words: list[str]) -> tuple[argparse.ArgumentParser, list[str]]:
    """Return the command these words name, and what stands behind its name."""
    parser: argparse.ArgumentParser = usage._build()
    while words and words[0] in _children(parser):
        parser, words = _children(parser)[words[0]], words[1:]
    return parser, words


@pytest.mark.parametrize("typed", sorted(set(_typed())))
def test_a_command_in_the_readme_can_be_typed(typed: str) -> None:
    parser, rest = _command_of(shlex.split(typed)[1:])

    if not rest:
        assert parser is not usage._build()
        return
    if rest == ["--help"]:
        return
    usage.parse(shlex.split(typed)[1:])


def _options(parser: argparse.ArgumentParser) -> Iterator[str]:
    for action in parser._actions:
        yield from action.option_strings
    for child in _children(parser).values():
        yield from _options(child)


def test_an_option_named_by_itself_is_one_of_a_command() -> None:
    named = {text.split()[0] for text in INLINE if text.startswith("--")}

    assert "--json" in named
    assert named - set(_options(usage._build())) == set()


def test_every_command_is_in_the_readme() -> None:
    told = {" ".join(shlex.split(one)) for one in _typed()}

    missing = [
        name
        for name in _leaves(usage._build())
        if not any(one == f"mailbot {name}" or one.startswith(f"mailbot {name} ") for one in told)
    ]

    assert missing == []


def _sections() -> dict[str, type[BaseModel]]:
    fields = Settings.model_fields
    return {
        name: field.annotation
        for name, field in fields.items()
        if isinstance(field.annotation, type) and issubclass(field.annotation, BaseModel)
    }


def _named_keys() -> list[tuple[str, str]]:
    found = [re.match(r"([a-z_]+)\.([a-z_0-9]+)(?: = |$)", text) for text in INLINE]
    return [(one[1], one[2]) for one in found if one and one[1] in _sections()]


def test_every_settings_key_in_the_readme_is_there() -> None:
    strange = [
        f"{section}.{key}"
        for section, key in _named_keys()
        if key not in _sections()[section].model_fields
    ]

    assert len(_named_keys()) > 20
    assert strange == []


def test_the_settings_in_the_readme_are_accepted() -> None:
    least, *others = (tomllib.loads(block) for block in _blocks("toml"))

    assert settings_from(least, "README").imap.since is not None
    for other in others:
        settings_from(least | other, "README")


def test_the_least_settings_are_the_least() -> None:
    least = tomllib.loads(_blocks("toml")[0])

    for section, key in (("imap", "host"), ("smtp", "username"), ("signing", "mode")):
        told = {name: dict(values) for name, values in least.items()}
        del told[section][key]
        with pytest.raises(Exception, match=f"{section}.{key}"):
            settings_from(told, "README")


@pytest.mark.parametrize(
    "name",
    [*agencies_csv.COLUMNS, *mailboxes_csv.COLUMNS.names, *_sections()["evidence"].model_fields],
)
def test_every_column_and_every_evidence_key_has_its_line(name: str) -> None:
    assert re.search(rf"^\|[^|]*`{name}`[^|]*\|", README, re.M)


def test_every_secret_the_program_reads_has_its_line() -> None:
    sources = [path.read_text("utf-8") for path in (ROOT / "mailbot").rglob("*.py")]
    read = {name for text in sources for name in re.findall(r'\bsecret\(\s*"([\w-]+)"', text)}

    assert "seal-key" in read
    assert {name for name in read if not re.search(rf"^\| `{name}` \|", README, re.M)} == set()


def test_the_fingerprints_are_those_the_program_knows() -> None:
    known = tomllib.loads((ROOT / "config/fingerprints.toml").read_text("utf-8"))["known"]

    told = re.findall(r"`([0-9A-F]{64})`", README)

    assert {one.lower() for one in told} == {entry["sha256"] for entry in known}


def test_every_direct_dependency_has_its_reason() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    wanted = list(project["project"]["dependencies"])
    for group in project["project"]["optional-dependencies"].values():
        wanted += group
    for group in project["dependency-groups"].values():
        wanted += group
    names = {re.split(r"[<>=\[]", one)[0].strip() for one in wanted}
    text = README[README.index("## Dependencies") : README.index("## What is not there yet")]
    told = set(re.findall(r"[\w-]+", text))

    assert names - told == set()


def test_exit_codes_of_verify_are_as_told() -> None:
    rows = re.findall(r"^\| ([012]) \| ([^|]*) \|", README, re.M)

    told = {verdict: int(code) for code, cell in rows for verdict in re.findall(r"`(\w+)`", cell)}

    assert told == EXIT_CODES


def _json_after(heading: str) -> Any:
    section = README[README.index(f"### `mailbot {heading}`") :]
    found = re.search(r"^```json\n(.*?)^```$", section, re.M | re.S)
    assert found
    return json.loads(found[1])


def test_the_deadline_in_the_readme_is_what_the_command_says() -> None:
    told = _json_after("deadline")

    assert deadline_json("2026-11-23T09:00") == told


def test_the_error_in_the_readme_is_what_a_command_says(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    block = next(text for text in _blocks("console") if '{"error"' in text)
    typed, said = block.strip().removeprefix("$ mailbot ").split("\n")

    assert main(shlex.split(typed)) == 2
    assert capsys.readouterr().out.strip() == said


def test_what_verify_says_has_the_shape_told() -> None:
    told = _json_after("verify")
    said = as_json("notice.pdf", world.verify(world.signed()))

    assert told.keys() == said.keys()
    assert told["signatures"][0].keys() == said["signatures"][0].keys()
    assert told["signatures"][0]["signer"].keys() == said["signatures"][0]["signer"].keys()


def _mail(tmp_path: Path) -> Path:
    path = tmp_path / "message.eml"
    path.write_bytes(
        b"From: a@example.vn\r\nSubject: x\r\nMIME-Version: 1.0\r\n"
        b'Content-Type: application/pdf; name="a.pdf"\r\n'
        b'Content-Disposition: attachment; filename="a.pdf"\r\n\r\n%PDF-1.4\r\n'
    )
    return path


def test_what_sender_says_has_the_shape_told(tmp_path: Path) -> None:
    assert _json_after("sender").keys() == sender_json(_mail(tmp_path), None, None).keys()


def test_what_attachments_says_has_the_shape_told(tmp_path: Path) -> None:
    (told,), (said,) = _json_after("attachments"), attachments_json(_mail(tmp_path))

    assert told.keys() == said.keys()


def test_every_key_of_read_is_told() -> None:
    section = README[README.index("### `mailbot read`") : README.index("### `mailbot sender`")]
    told = set(re.findall(r'["`](\w+)["`]', section))
    said = request_json(read_request(()), load_words())

    assert said.keys() | said["letter"].keys() <= told


def test_links_lead_to_files_and_headings() -> None:
    links = re.findall(r"\]\(([^)]+)\)", README)
    anchors = {re.sub(r"[^\w -]", "", text.lower()).replace(" ", "-") for text in HEADINGS}

    lost = [
        link
        for link in links
        if (link.startswith("#") and link[1:] not in anchors)
        or (not link.startswith(("#", "http")) and not (ROOT / link).exists())
    ]

    assert links
    assert lost == []


def test_the_paths_in_the_picture_of_the_code_are_there() -> None:
    section = README[README.index("## How the code is laid out") : README.index("## Decisions")]
    picture = next(text for _, text in BLOCKS if text in section)
    named = re.findall(r"^(  )?([\w/]+(?:\.py|/))(?=\s)", picture, re.M)

    lost, package = [], ""
    for inner, name in named:
        package = package if inner else name
        path = f"{package}{name}" if inner else name
        lost += [] if (ROOT / path).exists() else [path]

    assert len(named) > 15
    assert lost == []


@pytest.mark.parametrize("folder", ["mailbot", "config", "systemd"])
def test_where_a_file_speaks_of_a_section_it_is_there(folder: str) -> None:
    spoken = {
        name
        for path in (ROOT / folder).rglob("*")
        if path.suffix in {".py", ".toml", ".service", ""} and path.is_file()
        for name in re.findall(r'README, "?([A-Z]\w+(?: \w+)?)\b', path.read_text("utf-8"))
    }

    assert spoken <= set(HEADINGS)


def test_no_path_of_one_machine_is_in_the_readme() -> None:
    assert re.findall(r"/(?:tmp|home|root|work)/", README) == []


def test_every_benchmark_says_what_it_measured() -> None:
    folders = [one.parent for one in (ROOT / "benchmarks").glob("*/__init__.py")]

    assert len(folders) > 10
    assert [one.name for one in folders if not (one / "README.md").is_file()] == []
