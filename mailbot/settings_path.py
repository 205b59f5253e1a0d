"""Where the settings lie unless --settings says otherwise."""

from pathlib import Path

DEFAULT_PATH = Path("/etc/mailbot/mailbot.toml")
