"""Encryption at rest for national IDs, passwords and passphrases (Fernet: AES-CBC with HMAC)."""

from __future__ import annotations

from dataclasses import dataclass

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from mailbot.errors import SettingsError


@dataclass(frozen=True, slots=True)
class Seal:
    """Seals with the newest key, opens with any."""

    keys: MultiFernet

    def close(self, plain: bytes) -> bytes:
        """Return the sealed bytes."""
        return self.keys.encrypt(plain)

    def open(self, sealed: bytes) -> bytes:
        """Return the plain bytes; SettingsError when none of the keys fits."""
        try:
            return self.keys.decrypt(sealed)
        except InvalidToken as error:
            raise SettingsError(
                "Khóa trong tệp bí mật 'seal-key' không mở được dữ liệu đã niêm phong; "
                "hãy đặt lại đúng khóa đã dùng trước đây."
            ) from error


def seal_from(secret: str) -> Seal:
    """Return the seal for a secret that holds one key a line, the newest first."""
    try:
        return Seal(MultiFernet([Fernet(line) for line in secret.split()]))
    except ValueError as error:
        raise SettingsError(
            "Tệp bí mật 'seal-key' phải có ít nhất một khóa; tạo khóa bằng lệnh 'mailbot new-key'."
        ) from error


def new_key() -> str:
    """Return a fresh key for the file `seal-key`."""
    return Fernet.generate_key().decode()
