"""The archive: raw bytes by their SHA-256, on disk for good before anything else happens."""

from __future__ import annotations

import hashlib
import os
import uuid
from dataclasses import dataclass
from pathlib import Path

from mailbot.errors import SettingsError, TryLaterError, os_reason


@dataclass(frozen=True, slots=True)
class Archive:
    """A directory `ab/abcd….eml`; what was put is fsynced, file and directory both."""

    directory: Path

    def put(self, raw: bytes) -> str:
        """Store the bytes and return their SHA-256 in hex; TryLaterError when the disk refuses."""
        name = hashlib.sha256(raw).hexdigest()
        path = self._path(name)
        if path.exists():
            return name
        try:
            self._write(path, raw)
        except OSError as error:
            raise TryLaterError(f"archive: {error.strerror}") from error
        return name

    def get(self, name: str) -> bytes:
        """Return the bytes stored under this SHA-256; TryLaterError when they cannot be read."""
        try:
            return self._path(name).read_bytes()
        except OSError as error:
            raise TryLaterError(f"archive: {error.strerror}: {name}") from error

    def remove(self, name: str) -> None:
        """Forget these bytes; removing what is not there is no error."""
        self._path(name).unlink(missing_ok=True)

    def prepare(self) -> None:
        """Make the directory and remove what a crash left half written; before the first `put`."""
        try:
            self.directory.mkdir(parents=True, exist_ok=True, mode=0o700)
        except OSError as error:
            raise SettingsError(
                f"archive.directory: không tạo được {self.directory} ({os_reason(error)})."
            ) from error
        for path in self.directory.glob("*/*.part"):
            path.unlink(missing_ok=True)

    @property
    def place(self) -> str:
        """Where it is, for people."""
        return str(self.directory)

    def _path(self, name: str) -> Path:
        return self.directory / name[:2] / f"{name}.eml"

    def _write(self, path: Path, raw: bytes) -> None:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        part = path.with_name(f"{path.stem}.{uuid.uuid4().hex}.part")
        try:
            with part.open("xb") as file:
                file.write(raw)
                file.flush()
                os.fsync(file.fileno())
            part.replace(path)
        except OSError:
            part.unlink(missing_ok=True)
            raise
        for directory in (path.parent, self.directory):
            _fsync_directory(directory)


def _fsync_directory(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
