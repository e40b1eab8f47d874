"""Adding an office to the deployment's own folder, comments and all other rows kept."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Any

import tomlkit
from filelock import FileLock, Timeout
from tomlkit.exceptions import TOMLKitError

from zhenwei.errors import WatchlistError
from zhenwei.watchlist.load import rows_of
from zhenwei.watchlist.models import Office

PATIENCE = 10  # seconds to wait for another command that is writing


def record_office(overlay: Path, office: Office, *, replace: bool = False) -> Path:
    """Write an office into ``overlay``/recipients/<region>.toml and return the file.

    A placeholder of its kind and region, and its own older row, are replaced; another office there only with
    ``replace``. Raises WatchlistError (another stands there, the file is unsound or cannot be written): then nothing
    has changed.
    """
    file = overlay / "recipients" / f"{office.region}.toml"
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(file.parent / f".{office.region}.lock", timeout=PATIENCE):
            document = tomlkit.parse(file.read_text("utf-8")) if file.exists() else tomlkit.document()
            _set(document, file, office, replace)
            _put(document, file)
    except Timeout as error:
        raise WatchlistError(f"{file} 正由另一个命令写入，请稍后再试") from error
    except (OSError, UnicodeDecodeError, TOMLKitError) as error:
        raise WatchlistError(f"无法写入 {file}：{error}") from error
    return file


def _set(document: tomlkit.TOMLDocument, file: Path, office: Office, replace: bool) -> None:
    rows: Any = document.setdefault("office", tomlkit.aot())
    for row in rows:
        if (row.get("recipient"), row.get("region")) != (office.recipient, office.region):
            continue
        name = str(row.get("name", ""))
        if not (row.get("placeholder") or replace or name == office.name):
            raise WatchlistError(f"{file} 中已有同类单位“{name}”；要改为“{office.name}”请加 --replace")
        row.pop("placeholder", None)
        row.update(_written(office))
        return
    rows.append(tomlkit.item(_written(office)))


def _written(office: Office) -> dict[str, Any]:
    """Return what is written of an office: its name and place, and what is not empty."""
    return office.model_dump(exclude_defaults=True)


def _put(document: tomlkit.TOMLDocument, file: Path) -> None:
    """Write beside the file, read back what was written, then rename."""
    handle, name = tempfile.mkstemp(prefix=".office-", suffix=".toml", dir=file.parent)
    part = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as out:
            out.write(tomlkit.dumps(document))
            out.flush()
            os.fsync(out.fileno())
        list(rows_of(part, "office", Office))
        part.chmod(0o644)
        part.replace(file)
    finally:
        part.unlink(missing_ok=True)
