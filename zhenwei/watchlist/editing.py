"""Changing one file of the deployment's own watchlist: tried beside all others first, then put in its place at once.

The built-in files are never touched: what is changed is a file of the same name in WATCHLIST_DIR, begun as a copy of
the built-in one with its comments, for an overlay replaces a file as a whole.
"""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from zhenwei.errors import BadInput, WatchlistError
from zhenwei.sentences import said, without
from zhenwei.watchlist.load import Watchlist, builtin_folder, load_watchlist

PATIENCE = 10  # seconds to wait for somebody else who is writing
EDITABLE = re.compile(r"(organs|lexicon)/[a-z0-9][a-z0-9_-]{0,59}\.toml|lawful\.toml")


class StaleText(Exception):
    """The file has changed since the text that the change was made from; whoever changed it is asked to look again."""


def own_text(overlay: Path, name: str) -> str | None:
    """Return the text of the deployment's own file, None if it has none. Raises BadInput, WatchlistError."""
    return _read(_inside(overlay, name))


def text_in_force(overlay: Path, name: str) -> str:
    """Return the text that counts: the own file's, else the built-in one's, else nothing."""
    return counting(name, own_text(overlay, name))


def counting(name: str, own: str | None) -> str:
    """Return the text that counts where the deployment's own file is this one, or is not there."""
    return own if own is not None else _read(builtin_folder() / name) or ""


def is_builtin(name: str) -> bool:
    """True if the program itself ships a file of this name."""
    return (builtin_folder() / name).is_file()


@contextmanager
def tried(overlay: Path, name: str, text: str | None) -> Iterator[Path]:
    """Yield a copy of the overlay in which the change has been made, for as long as the block lasts."""
    with tempfile.TemporaryDirectory(prefix="zhenwei-watchlist-") as folder:
        copy = Path(folder) / "watchlist"
        shutil.copytree(overlay, copy, ignore=shutil.ignore_patterns(".*"))
        file = _inside(copy, name)
        if text is None:
            file.unlink(missing_ok=True)
        else:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, "utf-8")
        yield copy


def checked(overlay: Path, name: str, text: str | None) -> Watchlist:
    """Return the watchlist as it would be. Raises WatchlistError naming the file and the key at fault."""
    with tried(overlay, name, text) as copy:
        try:
            return load_watchlist(copy)
        except WatchlistError as error:
            told = without(error.sentence, f"{copy}/")
            raise WatchlistError(told) from error


def put(overlay: Path, name: str, text: str | None, expected: str | None, note: Callable[[], None]) -> None:
    """Give the own file a text, or take it away (None), if it still is as ``expected``.

    ``note`` is called when all is ready and nothing has changed yet; if it raises, nothing changes. Raises StaleText,
    WatchlistError (unsound, cannot be written).
    """
    file = _inside(overlay, name)
    try:
        with FileLock(overlay / ".editing.lock", timeout=PATIENCE):
            if own_text(overlay, name) != expected:
                raise StaleText
            checked(overlay, name, text)
            file.parent.mkdir(parents=True, exist_ok=True)
            with _beside(file, text) as temporary:
                note()
                if temporary is None:
                    file.unlink(missing_ok=True)
                else:
                    temporary.replace(file)
    except Timeout as error:
        raise WatchlistError(said("名单文件夹 {overlay} 正由他人写入，请稍后再试", overlay=overlay)) from error
    except OSError as error:
        raise WatchlistError(said("无法写入名单文件 {file}：{why}", file=file, why=error.strerror or error)) from error


@contextmanager
def _beside(file: Path, text: str | None) -> Iterator[Path | None]:
    """Yield a file beside the place that holds the text, safe on disk; None if the file is to go."""
    if text is None:
        yield None
        return
    handle, name = tempfile.mkstemp(prefix=".edit-", dir=file.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as out:
            out.write(text)
            out.flush()
            os.fsync(out.fileno())
        temporary.chmod(0o644)
        yield temporary
    finally:
        temporary.unlink(missing_ok=True)


def _inside(overlay: Path, name: str) -> Path:
    if not EDITABLE.fullmatch(name):
        raise BadInput(said("名单中没有可以在页面上修改的文件 {name!r}", name=name[:80]))
    return overlay / name


def _read(file: Path) -> str | None:
    try:
        return file.read_text("utf-8")
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise WatchlistError(said("无法读取名单文件 {file}：{error}", file=file, error=error)) from error
