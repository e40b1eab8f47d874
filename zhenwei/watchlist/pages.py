"""``organs/<slug>.pages.json``: fingerprints of an organ's genuine pages, beside its file and laid over like it.

The rows are made and read by detectors/page/reference.py; here they are only found, checked for their outer form, and
written (temporary file, then rename).
"""

from __future__ import annotations

import json
import os
import re
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from zhenwei.errors import WatchlistError
from zhenwei.sentences import said
from zhenwei.watchlist.load import builtin_folder

SUFFIX = ".pages.json"
_NAME = re.compile(r"[a-z0-9][a-z0-9_.-]*")
Rows = tuple[Mapping[str, Any], ...]


def pages_files(overlay: Path | None, base: Path | None = None) -> dict[str, Path]:
    """Return the file of each organ that has one, those of the overlay before those built in.

    Raises WatchlistError for a file whose name is no organ's id.
    """
    found: dict[str, Path] = {}
    for folder in (base or builtin_folder(), overlay):
        for file in sorted((folder / "organs").glob(f"*{SUFFIX}")) if folder is not None else ():
            slug = file.name.removesuffix(SUFFIX)
            if not _NAME.fullmatch(slug):
                raise WatchlistError(
                    said("指纹文件名 {file} 不合规则：应为“机构编号{suffix}”", file=file, suffix=SUFFIX)
                )
            found[slug] = file
    return found


def read_pages(file: Path, version: int) -> Rows:
    """Return the rows of one file. Raises WatchlistError naming the file and what is wrong with it."""
    try:
        content = json.loads(file.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise WatchlistError(said("无法读取指纹文件 {file}：{error}", file=file, error=error)) from error
    if not isinstance(content, dict) or not isinstance(content.get("pages"), list):
        raise WatchlistError(said("指纹文件 {file} 有误：应为含 version 与 pages 的对象", file=file))
    if content.get("version") != version:
        raise WatchlistError(
            said(
                "指纹文件 {file} 的版本是 {found!r}，本程序用 {version}：请重新 zhenwei organ learn",
                file=file,
                found=content.get("version"),
                version=version,
            )
        )
    if unknown := content.keys() - {"version", "pages"}:
        raise WatchlistError(said("指纹文件 {file} 中没有 {key!r} 这一项", file=file, key=sorted(unknown)[0]))
    if not all(isinstance(row, dict) for row in content["pages"]):
        raise WatchlistError(said("指纹文件 {file} 的 pages 应是对象的列表", file=file))
    return tuple(content["pages"])


def write_pages(folder: Path, slug: str, version: int, rows: Sequence[Mapping[str, Any]]) -> Path:
    """Write an organ's file below a watchlist folder as a whole, one page a line. Raises WatchlistError."""
    file = folder / "organs" / f"{slug}{SUFFIX}"
    lines = ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    text = f'{{"version": {version}, "pages": [\n{lines}\n]}}\n'
    temporary = ""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=file.parent, prefix=".", delete=False) as out:
            temporary = out.name
            out.write(text)
            out.flush()
            os.fsync(out.fileno())
        Path(temporary).chmod(0o644)
        Path(temporary).replace(file)
    except OSError as error:
        if temporary:
            Path(temporary).unlink(missing_ok=True)
        raise WatchlistError(said("无法写入指纹文件 {file}：{why}", file=file, why=error.strerror or error)) from error
    return file
