"""Reporters' identities at rest: encrypted where a key is set (Fernet: AES-128-CBC with HMAC-SHA256).

The key lies in a file of its own, outside of the database and its backups, one key a line: the first one seals, all
of them open. Nothing else ever holds a key: settings name the file, so that no child process inherits it.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from zhenwei.errors import SettingsError
from zhenwei.sentences import said

LARGEST = 10_000  # bytes of a key file


class Sealed(Exception):
    """No key of the file opens this identity."""


class Vault:
    """Seals and opens. Without keys it keeps identities as they are and opens none that are sealed."""

    def __init__(self, keys: tuple[bytes, ...] = ()) -> None:
        self._keys = MultiFernet([Fernet(key) for key in keys]) if keys else None

    @property
    def seals(self) -> bool:
        """True if there is a key."""
        return self._keys is not None

    def seal(self, identity: str) -> tuple[str, bool]:
        """Return what is stored, and whether it is sealed."""
        if self._keys is None:
            return identity, False
        return self._keys.encrypt(identity.encode("utf-8")).decode("ascii"), True

    def open(self, stored: str, sealed: bool) -> str:
        """Return the identity. Raises Sealed if no key fits."""
        if not sealed:
            return stored
        if self._keys is None:
            raise Sealed
        try:
            return self._keys.decrypt(stored.encode("ascii")).decode("utf-8")
        except (InvalidToken, UnicodeError) as error:
            raise Sealed from error


def open_vault(path: Path | None) -> Vault:
    """Return the vault of a key file, or one without a key. Raises SettingsError in one line."""
    if path is None:
        return Vault()
    try:
        mode = path.stat().st_mode
        keys = tuple(path.read_bytes()[:LARGEST].split())
    except OSError as error:
        why = error.strerror or error
        raise SettingsError(
            said("无法读取举报人密钥文件 {path}：{why}（用 zhenwei leads seal --new-key 生成）", path=path, why=why)
        ) from error
    if stat.S_IMODE(mode) & 0o077:
        raise SettingsError(said("举报人密钥文件 {path} 对他人可读写，请改为只有本用户可读（chmod 600）", path=path))
    try:
        return Vault(keys) if keys else _no_key(path)
    except ValueError as error:
        raise SettingsError(
            said("举报人密钥文件 {path} 的内容不是密钥（每行一个，见 zhenwei leads seal --help）", path=path)
        ) from error


def new_key(path: Path) -> None:
    """Put a new key in front of those of a file, made if it is missing (mode 0600). Raises SettingsError."""
    open_vault(path if path.exists() else None)
    scratch = path.with_name(f"{path.name}.new")
    try:
        old = path.read_bytes() if path.exists() else b""
        path.parent.mkdir(parents=True, exist_ok=True)
        scratch.unlink(missing_ok=True)
        handle = os.open(scratch, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(Fernet.generate_key() + b"\n" + old)
            file.flush()
            os.fsync(file.fileno())
        scratch.replace(path)
    except OSError as error:
        raise SettingsError(
            said("无法写入举报人密钥文件 {path}：{why}", path=path, why=error.strerror or error)
        ) from error


def _no_key(path: Path) -> Vault:
    raise SettingsError(said("举报人密钥文件 {path} 是空的（用 zhenwei leads seal --new-key 生成）", path=path))
