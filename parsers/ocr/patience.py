"""How long scans may take: a hostile picture costs a bounded time, and what is left is said."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

MAX_PAGES = 20
CPU_SECONDS, WALL_SECONDS = 14.0, 30.0
"""For all scans of a request together; what is left then stays unread. A sandbox grants twice the
processor time to a whole mail.
"""


@dataclass(slots=True)
class Patience:
    """Counts the pages and the time of the scans of one request; it starts when it is made."""

    cpu_ends: float = field(default_factory=lambda: time.process_time() + CPU_SECONDS)
    wall_ends: float = field(default_factory=lambda: time.monotonic() + WALL_SECONDS)
    pages: int = MAX_PAGES

    def takes_a_page(self) -> bool:
        """Return whether one page more may be read, and count it."""
        self.pages -= 1
        return self.pages >= 0 and self.lasts()

    def lasts(self) -> bool:
        """Return whether there is time left."""
        return time.process_time() < self.cpu_ends and time.monotonic() < self.wall_ends
