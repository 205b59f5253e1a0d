"""What the servers need of the machine; what is missing fails the test, it never skips it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable
from pathlib import Path

import pytest

SYSTEM_DIRECTORIES = ("/usr/sbin", "/usr/bin", "/usr/lib/postfix/sbin", "/usr/lib/dovecot")


def program(name: str, package: str) -> str:
    """Return the path of a program, or fail the test naming the package that lacks."""
    path = shutil.which(name, path=os.pathsep.join((os.defpath, *SYSTEM_DIRECTORIES)))
    if path is None:
        pytest.fail(f"{name} is missing (Debian package {package}); run `make test`", pytrace=False)
    return path


def files(paths: Iterable[str], package: str) -> None:
    """Fail the test unless every file is there."""
    for path in paths:
        if not Path(path).exists():
            pytest.fail(
                f"{path} is missing (Debian package {package}); run `make test`", pytrace=False
            )


def root(server: str) -> None:
    """Fail the test unless we are root, which the server's master process insists on."""
    if os.geteuid() != 0:
        pytest.fail(f"{server} starts as root only; run `make test` as root", pytrace=False)
