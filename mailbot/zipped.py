"""What Python's zipfile raises of bytes that are no sound archive, however they are packed."""

from __future__ import annotations

import zlib
from lzma import LZMAError
from zipfile import BadZipFile

DAMAGED = (BadZipFile, OSError, EOFError, ValueError, RuntimeError, zlib.error, LZMAError)
