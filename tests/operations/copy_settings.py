"""Settings of a place where nothing but database and archive is asked for."""

from __future__ import annotations

from pathlib import Path


def write_settings(path: Path, url: str, archive: Path) -> Path:
    """Write the settings of a place where nothing but database and archive is asked for."""
    path.write_text(
        f"""
        secrets_directory = "{path.parent}"
        [database]
        url = "{url}"
        [archive]
        directory = "{archive}"
        [imap]
        host = "mail.test"
        username = "x"
        [smtp]
        host = "mail.test"
        username = "x"
        [evidence]
        source = "none"
        [signing]
        mode = "two_step"
        leader_fingerprints = ["{"1a" * 32}"]
        organisation_fingerprints = ["{"2b" * 32}"]
        """
    )
    return path
