"""The key that signs sessions: random, made once, readable by the account that runs the desk only."""

from __future__ import annotations

import contextlib
import os
import secrets
from pathlib import Path

from zhenwei.errors import SettingsError
from zhenwei.sentences import said

NAME = "review.key"
HOOKS = "hooks.key"  # what is sent to others is signed with a key of its own
LENGTH = 32


def app_key(data_dir: Path, name: str = NAME) -> bytes:
    """Return the key in ``<data_dir>/<name>``, made with mode 0600 on the first start.

    Raises SettingsError if the file cannot be made or read, is too short, or may be read by others.
    """
    path = data_dir / name
    try:
        data_dir.mkdir(parents=True, exist_ok=True)
        _make(path)
        key = path.read_bytes()
        mode = path.stat().st_mode & 0o777
    except OSError as error:
        raise SettingsError(said("无法读写密钥文件 {path}：{why}", path=path, why=error.strerror or error)) from error
    if len(key) < LENGTH:
        raise SettingsError(said("密钥文件 {path} 已损坏：删除它即可，此前的登录（或推送签名）随之失效", path=path))
    if mode & 0o077:
        raise SettingsError(said("密钥文件 {path} 他人可读：请运行 chmod 600 {path}", path=path))
    return key


def _make(path: Path) -> None:
    """Write the key beside its place and link it there, so that no start ever reads half a key."""
    if path.exists():
        return
    draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(secrets.token_bytes(LENGTH))
        # If another start was faster, its key counts.
        with contextlib.suppress(FileExistsError):
            os.link(draft, path)
    finally:
        draft.unlink(missing_ok=True)
