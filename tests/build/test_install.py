"""`make install`: a newer version over an older and back again, by one link, on both databases.

What Debian and the registry give is stood for: the environment of a version sees the packages of
the tests instead of downloading its own. All else is done by `systemd/install` itself.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import sysconfig
from dataclasses import dataclass
from pathlib import Path

import pytest

from mailbot.storage.seal import new_key
from tests.pki import TestPki

ROOT = Path(__file__).resolve().parents[2]
VERSIONS = ROOT / "mailbot/storage/migrations/versions"
HEAD = sorted(path.name[:4] for path in VERSIONS.glob("[0-9]*.py"))[-1]
NEWER = "9.9.9"
MIGRATION = f'''"""What only the newer version knows"""

import sqlalchemy as sa
from alembic import op

revision = "9999"
down_revision = "{HEAD}"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table("newer", sa.Column("id", sa.Integer, primary_key=True))


def downgrade() -> None:
    op.drop_table("newer")
'''
PACKAGES = Path(sysconfig.get_path("purelib"))
PYTHON = f"""#!/bin/bash
# Stands for Debian's: an environment has the packages of the tests from the beginning.
if [[ "$1 $2" == "-m venv" ]]; then
    {sys.executable} -m venv --without-pip "$3"
    echo {PACKAGES} >"$3/lib/{PACKAGES.parent.name}/site-packages/packages.pth"
    exit
fi
exec {sys.executable} "$@"
"""
AGENCIES = "code,name,mailbox\npnk,Ủy ban nhân dân phường Ninh Kiều,ubndninhkieu@cantho.gov.vn\n"


@dataclass(frozen=True)
class Machine:
    """A machine that mailbot is installed on, below a directory of its own."""

    root: Path
    old: str

    @property
    def link(self) -> Path:
        return self.root / "opt/mailbot/bin"

    def switch_to(self, version: str) -> None:
        """Do what the README says: one link, one rename."""
        fresh = self.link.with_name("bin.new")
        fresh.symlink_to(f"releases/{version}/bin")
        fresh.rename(self.link)

    def run(self, *words: str | Path) -> subprocess.CompletedProcess[str]:
        command = [self.link / "mailbot", *words]
        environment = {"PATH": os.defpath, "LC_ALL": "C.UTF-8", "HOME": str(self.root)}
        return subprocess.run(
            command, capture_output=True, text=True, check=False, cwd=self.root, env=environment
        )

    def done(self, *words: str | Path) -> str:
        ended = self.run(*words)
        assert ended.returncode == 0, ended.stderr
        return ended.stdout


def _install(tree: Path, machine: Path) -> None:
    python = machine.with_name("python3")
    python.write_text(PYTHON)
    python.chmod(0o755)
    places = {"DESTDIR": str(machine), "PYTHON": str(python), "PREFIX": "/opt/mailbot"}
    plain = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "HOME": str(machine.parent)}
    done = subprocess.run(
        ["bash", tree / "systemd/install"],
        capture_output=True,
        text=True,
        check=False,
        env={**plain, **places},
    )
    assert done.returncode == 0, done.stderr


def _newer_tree(folder: Path) -> Path:
    files = subprocess.run(
        ["git", "ls-files", "-z", "mailbot", "parsers", "signing", "config", "systemd",
         "pyproject.toml", "README.md", "LICENSE"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout.split("\0")  # fmt: skip
    for name in filter(None, files):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes((ROOT / name).read_bytes())
    for name in ("pyproject.toml", "mailbot/__init__.py"):
        told = re.compile(r'(?m)^((?:__)?version(?:__)? = )".*"$')
        (folder / name).write_text(told.sub(rf'\1"{NEWER}"', (folder / name).read_text("utf-8")))
    (folder / VERSIONS.relative_to(ROOT) / "9999_newer.py").write_text(MIGRATION)
    return folder


@pytest.fixture(scope="module")
def machine(tmp_path_factory: pytest.TempPathFactory) -> Machine:
    """Return a machine with this version and, over it, a newer one."""
    folder = tmp_path_factory.mktemp("installed")
    root = folder / "root"
    root.mkdir()
    _install(ROOT, root)
    old = (root / "opt/mailbot/bin").readlink().parts[1]
    _install(_newer_tree(folder / "newer"), root)
    return Machine(root, old)


@pytest.fixture(params=["sqlite", "postgresql"])
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    url = f"sqlite:///{tmp_path}/mailbot.db"
    if request.param == "postgresql":
        url = request.getfixturevalue("postgres").database()
    (tmp_path / "secrets").mkdir()
    (tmp_path / "secrets/seal-key").write_text(new_key())
    root = TestPki.build().write_files(tmp_path)["trust"][0]
    path = tmp_path / "mailbot.toml"
    path.write_text(
        f'secrets_directory = "{tmp_path}/secrets"\n'
        f'[database]\nurl = "{url}"\n[archive]\ndirectory = "{tmp_path}/archive"\n'
        '[imap]\nhost = "mail.example"\nusername = "a@example"\n'
        '[smtp]\nhost = "mail.example"\nusername = "a@example"\n'
        '[evidence]\nmx_host = "mail.example"\n'
        f'[trust]\nroots = ["{root}"]\n'
        f'[signing]\nmode = "two_step"\nleader_fingerprints = ["{"1" * 64}"]\n'
        f'organisation_fingerprints = ["{"2" * 64}"]\n'
    )
    return path


def test_a_newer_version_takes_over_and_gives_back_by_one_link(
    machine: Machine, settings: Path, tmp_path: Path
) -> None:
    """As the README has it; both versions lie side by side the whole time."""
    chosen = ("--settings", settings)
    (tmp_path / "agencies.csv").write_text(AGENCIES, "utf-8")
    machine.switch_to(machine.old)
    machine.done("db", "upgrade", *chosen)
    machine.done("agencies", "import", tmp_path / "agencies.csv", *chosen)
    assert machine.done("--version").split()[-1] == machine.old

    machine.switch_to(NEWER)
    assert machine.done("--version").split()[-1] == NEWER
    refused = machine.run("cases", *chosen)
    assert refused.returncode == 2
    assert "mailbot db upgrade" in refused.stderr
    machine.done("db", "upgrade", *chosen)
    machine.done("cases", *chosen)

    machine.done("reseal", "--open", *chosen)
    machine.done("db", "upgrade", "--revision", HEAD, *chosen)
    machine.switch_to(machine.old)
    machine.done("cases", *chosen)
    machine.done("agencies", "export", tmp_path / "again.csv", *chosen)
    assert "Ninh Kiều" in (tmp_path / "again.csv").read_text("utf-8")


def test_everything_lies_where_the_units_look_for_it(machine: Machine) -> None:
    wanted = (
        "usr/local/bin/mailbot",
        "etc/systemd/system/mailbot.service",
        "etc/systemd/system/mailbot-backup.timer",
        "etc/sysusers.d/mailbot.conf",
        "etc/tmpfiles.d/mailbot.conf",
        "etc/mailbot/mailbot.example.toml",
        f"opt/mailbot/releases/{machine.old}/bin/mailbot",
        f"opt/mailbot/releases/{NEWER}/bin/mailbot",
    )
    assert [name for name in wanted if not (machine.root / name).exists()] == []
    unit = (machine.root / "etc/systemd/system/mailbot.service").read_text("utf-8")
    assert "ExecStart=/opt/mailbot/bin/mailbot run" in unit
