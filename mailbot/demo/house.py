"""The demo's house: it shows what is packaged, whatever the operator put in its place."""

from __future__ import annotations

from functools import cached_property

from mailbot.defaults import default_file
from mailbot.house import House
from mailbot.replies.press import Press, load_press


class DemoHouse(House):
    """Whoever plays the demo may not be allowed to look into the operator's folder."""

    @cached_property
    def press(self) -> Press:
        """Sets letters with the packaged templates."""
        return load_press(letters=default_file("letters"))
