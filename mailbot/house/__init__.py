"""The house: every object, built from the settings when first asked for.

The daemon and the commands live in the same one; nothing else knows how the rooms are joined. Each
wing is a class that names the wings it stands on; `House` is all of them under one roof.
"""

from mailbot.house.ground import READERS
from mailbot.house.roof import House

__all__ = ["READERS", "House"]
