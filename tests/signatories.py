"""The least a department of `two_step` says: whose certificates sign its notices."""

from __future__ import annotations

from typing import Any

TWO_STEP: dict[str, Any] = {
    "mode": "two_step",
    "leader_fingerprints": ["1a" * 32],
    "organisation_fingerprints": ["2b" * 32],
}
