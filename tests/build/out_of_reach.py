"""A pytest plugin: packages that cannot be imported, as on a machine that does not have them.

MAILBOT_OUT_OF_REACH names them, apart by spaces; `.ci/alone` sets it.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType


class OutOfReach(MetaPathFinder):
    """Finds none of the packages it is given, and says so before anyone else can find them."""

    def __init__(self, packages: frozenset[str]) -> None:
        self.packages = packages

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Refuse a package of ours that is out of reach; leave every other to the next finder."""
        del path, target
        if fullname.partition(".")[0] in self.packages:
            raise ModuleNotFoundError(f"{fullname} is out of reach in this run", name=fullname)
        return None


sys.meta_path.insert(0, OutOfReach(frozenset(os.environ.get("MAILBOT_OUT_OF_REACH", "").split())))
