"""How long scans may take: a hostile picture costs a bounded time, and what is left is said."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass, field

MAX_PAGES = 20
CPU_SECONDS, PAGE_CPU_SECONDS = 18.0, 6.0
"""For all scans of a request together, and for the first look at a page (two seconds are usual);
what is left then stays unread. A sandbox grants half as much more to a whole mail.
"""

WALL_SECONDS = 90.0
"""Only so that a host without a free processor ends in time, too."""


@dataclass(slots=True)
class Patience:
    """Counts the pages and the time of the scans of one request; it starts when it is made."""

    cpu_ends: float = field(default_factory=lambda: time.process_time() + CPU_SECONDS)
    wall_ends: float = field(default_factory=lambda: time.monotonic() + WALL_SECONDS)
    pages: int = MAX_PAGES
    page_ends: float = math.inf

    def takes_a_page(self) -> bool:
        """Return whether one page more may be read, and count it: its own time begins."""
        self.pages -= 1
        self.page_ends = time.process_time() + PAGE_CPU_SECONDS
        return self.pages >= 0 and self.lasts()

    def leaves_the_page(self) -> None:
        """Let what follows take any time that is left."""
        self.page_ends = math.inf

    def lasts(self) -> bool:
        """Return whether there is time left."""
        used = time.process_time()
        return used < min(self.cpu_ends, self.page_ends) and time.monotonic() < self.wall_ends
