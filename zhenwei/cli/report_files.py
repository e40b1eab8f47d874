"""Files of reports, each written whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from zhenwei.errors import StoreError


def write_files(folder: Path, files: Mapping[str, bytes]) -> list[Path]:
    """Write files into a folder and return their paths. Raises StoreError if the disk refuses; no half file is left."""
    written = []
    for name, data in files.items():
        path = folder / name
        part = folder / f".{name}.{os.getpid()}.part"
        try:
            folder.mkdir(parents=True, exist_ok=True)
            part.write_bytes(data)
            part.replace(path)
        except OSError as error:
            part.unlink(missing_ok=True)
            raise StoreError(f"无法写入 {path}：{error.strerror or error}") from error
        written.append(path)
    return written
