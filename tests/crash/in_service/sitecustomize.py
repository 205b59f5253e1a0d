"""Read by every Python that has this folder on its path: puts the points into `mailbot run` as ops
start it, and lets it die at one of them.
"""

from __future__ import annotations

import os
from pathlib import Path

from tests.crash.points import Points, watch

watch(Points(Path(os.environ["CRASH_TRACE"]), os.environ["CRASH_AT"]))
