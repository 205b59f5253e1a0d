"""What every section of the settings is."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Section(BaseModel):
    """A table of the file: no key it does not know, and nothing changes it once read."""

    model_config = ConfigDict(extra="forbid", frozen=True)
