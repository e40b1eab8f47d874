"""Recording that a person has compared an article with its official text: written into the deployment's own folder.

The built-in file is copied there first, with its comments, for an overlay replaces a file as a whole. What is written
was read back and checked beside all other laws before it takes the place of the old file.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import tomlkit
from filelock import FileLock, Timeout
from tomlkit.exceptions import TOMLKitError

from zhenwei.errors import NoSuch, WatchlistError
from zhenwei.watchlist.law_faults import refuse_unsound
from zhenwei.watchlist.law_models import Law
from zhenwei.watchlist.law_refs import WHOLE, split
from zhenwei.watchlist.load import builtin_folder, checked_file, load_watchlist

PATIENCE = 10  # seconds to wait for another command that is writing


def record_verification(
    overlay: Path,
    slug: str,
    numbers: Sequence[str],
    by: str,
    source: str,
    on: date,
    *,
    gist: str = "",
    dates: bool = False,
) -> Path:
    """Mark articles of a law as verified in ``overlay``/laws and return the file.

    ``numbers`` as 48 or 287之一; ``gist`` replaces the gist of the articles named; ``dates``: the days in force were
    compared, too. Raises NoSuch (law, article), WatchlistError (what would come out is unsound, or cannot be written):
    then nothing has changed.
    """
    if slug not in load_watchlist(overlay).laws:
        raise NoSuch(f"没有法律 {slug}（zhenwei laws 列出全部）")
    folder = overlay / "laws"
    file = folder / f"{slug}.toml"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with FileLock(folder / f".{slug}.lock", timeout=PATIENCE):
            laws = load_watchlist(overlay).laws
            old = file if file.exists() else builtin_folder() / "laws" / f"{slug}.toml"
            document = tomlkit.parse(old.read_text("utf-8"))
            for number in numbers:
                _mark(document, slug, number, by=by, source=source, on=on, gist=gist)
            if dates:
                document.pop("dates_checked", None)
            _put(document, slug, laws, file)
    except Timeout as error:
        raise WatchlistError(f"另一个命令正在写入 {file}，请稍后再试") from error
    except (OSError, UnicodeDecodeError, TOMLKitError) as error:
        raise WatchlistError(f"无法写入名单文件 {file}：{getattr(error, 'strerror', None) or error}") from error
    return file


def _mark(document: Any, slug: str, number: str, *, by: str, source: str, on: date, gist: str) -> None:
    named = split(number)
    rows = [row for row in document.get("article", []) if named and not named[1] and row.get("number") == named[0]]
    if not rows:
        raise NoSuch(f"{slug} 中没有第 {number} 条（zhenwei laws show {slug} 列出全部条款；核实以整条为单位）")
    if rows[0]["number"] == WHOLE:
        raise NoSuch(f"{slug} 的“{WHOLE}”没有条号，请先在 laws/{slug}.toml 中按条录入")
    row = rows[0]
    values = {"verified": True, "verified_by": by, "verified_on": on, "source": source}
    for key, value in (values | ({"gist": gist} if gist else {})).items():
        row[key] = value
    # A new key must stand before the row's own tables, or TOML would read it as one of theirs.
    for key in ("parts", "limit"):
        if key in row:
            table = row.pop(key)
            row[key] = table


def _put(document: Any, slug: str, laws: Mapping[str, Law], file: Path) -> None:
    """Write beside the file, read back what was written, check it beside the other laws, then rename."""
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=file.parent, prefix=".", delete=False) as out:
        temporary = Path(out.name)
    try:
        temporary.write_text(tomlkit.dumps(document), "utf-8")
        law = checked_file(Law, temporary, {"slug": slug})
        refuse_unsound({**laws, slug: law}, {slug: file})
        with temporary.open("rb") as written:
            os.fsync(written.fileno())
        temporary.chmod(0o644)
        temporary.replace(file)
    finally:
        temporary.unlink(missing_ok=True)
