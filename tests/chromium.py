"""Debian's Chromium without a desktop: the same pages for half of the work."""

from __future__ import annotations

import shutil

CHROMIUM = shutil.which("chromium-headless-shell") or "/usr/bin/chromium"
