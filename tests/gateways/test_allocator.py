"""A daemon gives memory back: blocks of megabytes between small ones, and what it never needs."""

from __future__ import annotations

import subprocess
import sys

PASSWORDS = """
import re, sys
from mailbot.gateways import allocator
if sys.argv[1] == "told":
    allocator.keep_small()
kept = []
for _ in range(5):
    block = bytearray(20_000_000)
    kept.append([bytes(900) for _ in range(2000)])
    del block
print(re.search(r"VmRSS:\\s+(\\d+)", open("/proc/self/status").read())[1])
"""

DAEMON = """
import sys
import mailbot.daemon
import mailbot.operations.metrics_server
import mailbot.operations.observe
import mailbot.operations.retention
print(*sorted({name.partition(".")[0] for name in sys.modules}))
"""


def _told(script: str, *arguments: str) -> str:
    command = [sys.executable, "-c", script, *arguments]
    return subprocess.run(command, capture_output=True, check=True, text=True).stdout


def test_the_memory_of_a_password_is_given_back() -> None:
    told, untold = (int(_told(PASSWORDS, how)) for how in ("told", "untold"))
    assert told < untold - 15_000


def test_libraries_that_only_children_need_are_not_loaded_in_the_daemon() -> None:
    for_children = {"openpyxl", "numpy", "pdfplumber", "docx", "tesserocr", "lxml", "starlette"}
    assert not for_children & set(_told(DAEMON).split())
