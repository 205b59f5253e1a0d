"""What is loaded, since that is what starting costs: little for help, nothing idle for a service.

Counted in modules, not in time.
"""

from __future__ import annotations

import subprocess
import sys

HELP_LOADS_AT_MOST = 140  # modules, those of Python itself included
HELP = "from mailbot.__main__ import main; main(['--help'])"
SERVICE = "import mailbot.commands.operate, mailbot.daemon, mailbot.operations.metrics_server"


def loaded_by(code: str) -> frozenset[str]:
    """Return every module a fresh interpreter has loaded after this code."""
    told = (
        f"import atexit, sys; atexit.register(lambda: print(*sys.modules, file=sys.stderr)); {code}"
    )
    done = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    return frozenset(done.stderr.split())


def test_help_loads_our_words_and_the_standard_library_only() -> None:
    loaded = loaded_by(HELP)
    outside = {name for name in loaded if name.partition(".")[0] not in sys.stdlib_module_names}
    assert {name for name in outside if not name.startswith(("mailbot", "_distutils"))} <= {
        "__main__",
        "sitecustomize",  # Debian's
    }
    assert "mailbot.words" in loaded
    assert len(loaded) <= HELP_LOADS_AT_MOST


def test_a_service_loads_no_pages_no_setter_and_no_migrations() -> None:
    loaded = loaded_by(SERVICE)
    assert "mailbot.house" in loaded
    never = {
        "typst",
        "starlette",
        "jinja2",
        "alembic",
        "pdfplumber",
        "openpyxl",
        "docx",
        "tesserocr",
    }
    assert not never & loaded
    assert not any(name.startswith("mailbot.console") for name in loaded)


def test_the_sandbox_loads_no_database_to_show_what_was_sent() -> None:
    loaded = loaded_by("import mailbot.console.paper, mailbot.console.filed_paper")
    assert "mailbot.intake.message" in loaded
    assert "sqlalchemy" not in loaded
    assert not any(name.startswith("mailbot.storage") for name in loaded)
