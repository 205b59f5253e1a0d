"""What argparse says by itself, said in Vietnamese: the lines of help and the faults of a call.

Its own messages are English and go through the machine's gettext, which no installation of ours
can count on. Imports nothing slow.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterable
from typing import Any

_FAULTS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.DOTALL), words)
    for pattern, words in (
        (
            r"argument (?:LỆNH|run): invalid choice: (?P<what>.*?) \(choose from (?P<list>.*)\)",
            "không có lệnh {what}; các lệnh: {list}",
        ),
        (
            r"argument (?P<name>.*?): invalid choice: (?P<what>.*?) \(choose from (?P<list>.*)\)",
            "{name}: không nhận {what}; chỉ nhận: {list}",
        ),
        (
            r"argument (?P<name>.*?): invalid int value: (?P<what>.*)",
            "{name}: {what} không phải là một số nguyên",
        ),
        (
            r"argument (?P<name>.*?): invalid \S+ value: (?P<what>.*)",
            "{name}: giá trị {what} không dùng được",
        ),
        (r"the following arguments are required: (?P<list>.*)", "còn thiếu: {list}"),
        (r"unrecognized arguments: (?P<list>.*)", "không có tham số này: {list}"),
        (r"argument (?P<name>.*?): expected one argument", "{name}: cần một giá trị"),
        (
            r"argument (?P<name>.*?): expected at least one argument",
            "{name}: cần ít nhất một giá trị",
        ),
        (
            r"argument (?P<name>.*?): ignored explicit argument (?P<what>.*)",
            "{name}: không đi kèm giá trị ({what})",
        ),
        (r"argument (?P<name>.*?): (?P<what>.*)", "{name}: {what}"),
    )
)


def in_vietnamese(message: str) -> str:
    """Return what is wrong with a call as people here read it; an unknown message stays."""
    for pattern, words in _FAULTS:
        found = pattern.fullmatch(message)
        if found:
            return words.format_map(found.groupdict())
    return message


class HelpLayout(argparse.HelpFormatter):
    """The layout of help texts, with room for Vietnamese command names beside their texts."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, max_help_position=28)

    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[Any],
        prefix: str | None = None,
    ) -> None:
        """Begin with `Cách dùng:`."""
        super().add_usage(usage, actions, groups, "Cách dùng: " if prefix is None else prefix)


def name_groups(parser: argparse.ArgumentParser) -> None:
    """Give the groups of a parser and its `--help` their Vietnamese names."""
    parser._positionals.title = "tham số"  # noqa: SLF001 (argparse has no other way)
    parser._optionals.title = "tùy chọn"  # noqa: SLF001
    parser.add_argument("-h", "--help", action="help", help="hiện hướng dẫn này rồi kết thúc")
