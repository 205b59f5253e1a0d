"""A zip archive becomes the files in it, within limits; what does not open is a flag."""

from __future__ import annotations

import io
import re
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from lzma import LZMAError

from parsers.flag import Flag, FlagCode
from parsers.kinds import FileKind, file_kind
from parsers.source import Place, SourceFile
from parsers.text.syllable import is_syllable

MAX_MEMBERS = 40
MAX_BYTES = 60_000_000
MAX_DEPTH = 2
CHUNK = 1 << 16
DAMAGED = (zipfile.BadZipFile, OSError, EOFError, ValueError, RuntimeError, zlib.error, LZMAError)
"""What Python's zipfile raises of bytes that are no sound archive, however they are packed."""

ENCRYPTED = 0x1
UTF8_NAME = 0x800
FOLDERS_LEFT_OUT = re.compile(r"(?:^|/)__MACOSX/")
LEFT_OUT = re.compile(r"^(?:\.|thumbs\.db$|desktop\.ini$|~\$)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Unpacked:
    """The files of an archive, and what of it could not be opened."""

    files: tuple[SourceFile, ...] = ()
    flags: tuple[Flag, ...] = ()


def unpacked(files: Sequence[SourceFile]) -> Unpacked:
    """Return the files with every zip archive replaced by what is in it.

    All archives together may hold MAX_BYTES and MAX_MEMBERS; names say what they came from.
    """
    opener = _Opener()
    found = tuple(inner for file in files for inner in opener.opened(file, MAX_DEPTH))
    return Unpacked(found, tuple(opener.flags))


class _Opener:
    """Opens archives until the room for all of them is used up."""

    def __init__(self) -> None:
        self.bytes_left, self.members_left = MAX_BYTES, MAX_MEMBERS
        self.flags: list[Flag] = []

    def opened(self, file: SourceFile, depth: int) -> Iterator[SourceFile]:
        if file_kind(file.data) is not FileKind.ZIP:
            yield file
        elif not depth:
            self._flag(FlagCode.FILE_ARCHIVE, file.name)
        else:
            for member in self._members(file):
                yield from self.opened(member, depth - 1)

    def _members(self, file: SourceFile) -> Iterator[SourceFile]:
        try:
            with zipfile.ZipFile(io.BytesIO(file.data)) as archive:
                if not archive.infolist():  # none was put in, or its directory is damaged
                    self._flag(FlagCode.FILE_ARCHIVE, file.name)
                yield from self._read_all(archive, file.name)
        except DAMAGED:
            self._flag(FlagCode.FILE_ARCHIVE, file.name)

    def _read_all(self, archive: zipfile.ZipFile, container: str) -> Iterator[SourceFile]:
        for entry in archive.infolist():
            name = _name(entry)
            last = _last(name)
            if name.endswith("/") and not entry.file_size:
                continue
            whole = f"{container}/{last}"
            if entry.flag_bits & ENCRYPTED:
                self._flag(FlagCode.FILE_ENCRYPTED, whole)
                continue
            if not self.members_left:
                self._flag(FlagCode.FILE_TOO_LARGE, container)
                return
            data = self._read(archive, entry, whole)
            if data is not None and not (_is_left_out(name, last) and _is_nothing(data)):
                self.members_left -= 1
                yield SourceFile(whole, data)

    def _read(self, archive: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str) -> bytes | None:
        """Return the bytes, counted as they come: what the archive says of its sizes may lie."""
        parts: list[bytes] = []
        try:
            with archive.open(entry) as stream:
                while part := stream.read(CHUNK):
                    self.bytes_left -= len(part)
                    if self.bytes_left < 0:
                        self._flag(FlagCode.FILE_TOO_LARGE, name)
                        return None
                    parts.append(part)
        except DAMAGED:
            self._flag(FlagCode.FILE_UNREADABLE, name)
            return None
        return b"".join(parts)

    def _flag(self, code: FlagCode, name: str) -> None:
        self.flags.append(Flag(code, (("file", name),), Place(name)))


def _is_left_out(name: str, last: str) -> bool:
    """Return whether this is named as what systems put beside people's files for themselves."""
    return bool(FOLDERS_LEFT_OUT.search(name) or LEFT_OUT.search(last))


def _is_nothing(data: bytes) -> bool:
    """Return whether nobody could read it: a list may be named like a system's own file."""
    return file_kind(data) is FileKind.OTHER


def _last(name: str) -> str:
    """Return the name without folders: a path of theirs is never a path of ours."""
    return re.split(r"[/\\]", name.strip("/\\"))[-1] or "unnamed"


def _name(entry: zipfile.ZipInfo) -> str:
    """Return the name in NFC. Without the flag for UTF-8 it is in whatever the sender's Windows
    uses (APPNOTE 4.4.4 says CP437): UTF-8 if it can be, CP1258 if that makes Vietnamese.
    """
    name = entry.filename
    if not entry.flag_bits & UTF8_NAME and not name.isascii():
        raw = name.encode("cp437", "replace")
        try:
            name = raw.decode("utf-8")
        except UnicodeDecodeError:
            windows = unicodedata.normalize("NFC", raw.decode("cp1258", "replace"))
            name = windows if _syllables(windows) > 0 else name
    return unicodedata.normalize("NFC", name)


def _syllables(name: str) -> int:
    words = re.split(r"[\W\d_]+", name)
    return sum(1 if is_syllable(word) else -1 for word in words if not word.isascii())
