"""Every command that is offered is there."""

from __future__ import annotations

import argparse
import json
import re
import unicodedata
from collections.abc import Iterator
from importlib import import_module

import pytest

from mailbot.__main__ import main
from mailbot.commands import usage
from mailbot.commands.answer import UNDECIDED


def _functions(parser: argparse.ArgumentParser) -> Iterator[str]:
    run = parser.get_default("run")
    if run:
        yield run
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for command in action.choices.values():
                yield from _functions(command)


@pytest.mark.parametrize("name", sorted(set(_functions(usage._build()))))
def test_what_a_command_names_is_a_function_that_takes_its_options(name: str) -> None:
    module, function = name.split(":")
    assert callable(getattr(import_module(f"mailbot.commands.{module}"), function))


_ENGLISH = re.compile(
    r"usage:|options:|positional|show this|invalid|argument|required|expected|unrecognized|choose"
)


def _parsers(parser: argparse.ArgumentParser) -> Iterator[argparse.ArgumentParser]:
    yield parser
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for command in action.choices.values():
                yield from _parsers(command)


def test_every_help_text_is_vietnamese_and_explains_every_option() -> None:
    for parser in _parsers(usage._build()):
        assert not _ENGLISH.search(parser.format_help()), parser.prog
        for action in parser._actions:
            assert action.help or not action.option_strings, (parser.prog, action.dest)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("", "còn thiếu: LỆNH."),
        ("nothing", "không có lệnh 'nothing'; các lệnh: 'verify', "),
        ("letters nothing", "không có lệnh 'nothing'; các lệnh: 'list', "),
        ("show", "còn thiếu: CASE."),
        ("approve HS-2026-00001", "còn thiếu: --officer."),
        ("approve HS-2026-00001 --officer", "--officer: cần một giá trị."),
        ("letters download x a.pdf", "ID: 'x' không phải là một số nguyên."),
        ("letters number 0 1/TB --date 2026-11-25 --officer A", "ID: chỉ nhận một số từ 1 đến"),
        ("retry case 99999999999999999999", "SỐ: chỉ nhận một số từ 1 đến 999999999."),
        ("cancel deliver 99999999999999999999 --reason a --officer A", "SỐ: chỉ nhận một số từ"),
        ("approve HS-2026-00001 --row 0 --officer A", "--row: chỉ nhận một số từ 1 đến"),
        ("backup a --keep 0", "--keep: chỉ nhận một số từ 1 đến"),
        ("audit verify --noted zzz", "--noted: cần đủ 64 chữ số hệ 16"),
        ("audit verify --noted=", "--noted: cần đủ 64 chữ số hệ 16"),
        ("pause --reason= --officer A", "--reason: cần nêu lý do, không để trống."),
        ("cancel deliver 1 --reason= --officer A", "--reason: cần nêu lý do, không để trống."),
        ("erase A --reason= --officer A", "--reason: cần nêu lý do, không để trống."),
        ("verify a.pdf b.pdf", "không có tham số này: b.pdf."),
        ("cases --json=yes", "--json: không đi kèm giá trị ('yes')."),
    ],
)
def test_a_call_that_makes_no_sense_is_answered_in_vietnamese(
    line: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*line.split(), "--json"] if line else ["--json"]) == UNDECIDED
    told = json.loads(capsys.readouterr().out)["error"]
    assert told["code"] == "usage"
    assert told["message"].startswith(said)
    assert not _ENGLISH.search(told["message"])
    assert "Cách dùng: mailbot" in told["message"]


def test_a_name_has_one_spelling_so_that_a_second_person_is_another() -> None:
    composed = "Nguyễn Văn Ánh"
    spelt = f"  {unicodedata.normalize('NFD', composed)} ".replace(" Văn", "   Văn")
    options = usage.parse(["take", "1", "--officer", spelt])
    assert options.officer == composed


def test_a_reason_of_blanks_is_none(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["pause", "--officer", "A", "--reason", " \t ", "--json"]) == UNDECIDED
    told = json.loads(capsys.readouterr().out)["error"]["message"]
    assert told.startswith("--reason: cần nêu lý do, không để trống.")


def test_a_link_is_read_as_it_was_copied() -> None:
    options = usage.parse(["audit", "verify", "--noted", f" {'AB' * 32} "])
    assert options.noted == "ab" * 32


def test_nobody_is_no_officer(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["take", "1", "--officer", "  ", "--json"]) == UNDECIDED
    told = json.loads(capsys.readouterr().out)["error"]["message"]
    assert told.startswith("--officer: cần họ tên của một người.")
