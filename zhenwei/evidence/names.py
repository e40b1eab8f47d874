"""Names of evidence folders and files. They are made from hostile input, so none may leave the root."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from zhenwei.errors import EvidenceError
from zhenwei.sentences import said
from zhenwei.types import Profile

LONGEST_HOST = 100  # a label pair that fits every file system with room for a digest
_PART = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,139}")
_RECORD = re.compile(r"[a-z][a-z0-9_-]{0,39}")
_SUFFIXES = {
    "image/png": ".png",
    "image/jpeg": ".jpg",
    "image/gif": ".gif",
    "image/webp": ".webp",
    "image/bmp": ".bmp",
    "image/svg+xml": ".svg",
    "image/x-icon": ".ico",
    "image/vnd.microsoft.icon": ".ico",
}


def capture_folder(night: int, host: str, visit: int, profile: Profile, rendered: bool) -> str:
    """Return the relative folder of a capture: ``000001/www.example.cn/17-phone`` or ``…-phone-rendered``."""
    return f"{night:06d}/{_host_part(host)}/{visit}-{profile.value}{'-rendered' if rendered else ''}"


def _host_part(host: str) -> str:
    """Return a host as one plain path part; a digest keeps apart what the cleaning makes equal."""
    plain = re.sub(r"[^a-z0-9.-]", "_", host.lower()).strip("._-")
    if plain and plain == host and len(plain) <= LONGEST_HOST:
        return plain
    digest = hashlib.sha256(host.encode("utf-8", "backslashreplace")).hexdigest()[:12]
    return f"{plain[:LONGEST_HOST].rstrip('._-') or 'host'}.x{digest}"


def inside(root: Path, folder: str) -> Path:
    """Return the path of a capture folder below the root. Raises EvidenceError if it would lie anywhere else."""
    parts = folder.split("/")
    if not all(_PART.fullmatch(part) for part in parts):
        raise EvidenceError(said("不是取证文件夹：{folder!r}", folder=folder[:120]))
    path = root.joinpath(*parts)
    if not path.resolve().is_relative_to(root.resolve()):
        raise EvidenceError(said("取证文件夹 {folder} 不在 {root} 之内", folder=folder, root=root))
    return path


def is_part(name: str) -> bool:
    """True for a plain part of a path, as evidence folders have them."""
    return _PART.fullmatch(name) is not None


def record_name(name: str) -> str:
    """Return the name of a record (dns, tls, rdap …). Raises EvidenceError for what is none."""
    if not _RECORD.fullmatch(name):
        raise EvidenceError(said("不是合法的附记名称：{name!r}", name=name[:60]))
    return name


def picture_file(number: int, media_type: str) -> str:
    """Return the file name of the n-th picture; nothing of its hostile address goes into it."""
    return f"pictures/{number:03d}{_SUFFIXES.get(media_type.partition(';')[0].strip().lower(), '.bin')}"
