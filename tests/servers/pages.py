"""The pages as a browser first finds them, on a port of this machine."""

from __future__ import annotations

import re
import urllib.request

from tests.servers.ports import HOST


def title_at(port: int) -> str:
    """Return what the login page there says above all; OSError where nobody answers."""
    with urllib.request.urlopen(f"http://{HOST}:{port}/dang-nhap", timeout=30) as answer:
        (title,) = re.findall("<h1[^>]*>([^<]*)", answer.read().decode())
    return str(title)
