"""Where lists of names come from: ``sources.toml`` of the watchlist, and the plain setting FEED_URLS.

A secret is never in either: a source names the variable or the file that holds it, and it is read when it is used.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from zhenwei.errors import SettingsError, WatchlistError
from zhenwei.watchlist.load import builtin_folder, rows_of

FILE = "sources.toml"
SECRET = "{token}"  # noqa: S105 - the place of a secret, not one
_DAY = re.compile(r"\{(date|base64)(?::([^{}]*))?\}")
# Parameters of an address that are secrets by their name.
_SECRET_QUERY = re.compile(
    r"(?i)([?&](?:[a-z_-]*(?:token|secret|passw(?:or)?d|signature)|(?:api)?_?key|auth|sign)=)[^&#]+"
)


class Source(BaseModel):
    """One source of names. ``at``: an address (http, https), a file, a folder or a pattern of files."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = Field(min_length=1, max_length=200)
    at: str = Field(min_length=1, max_length=2000)
    # suspicious: what the screening thinks of decides; all: every address in it is looked at (an office's own list)
    take: Literal["suspicious", "all"] = "suspicious"
    # The header that carries the secret, unless the address holds {token} itself.
    header: str = "Authorization: Bearer {token}"
    token_env: str = ""
    token_file: Path | None = None
    # Days without a change after which it is stale; None: SOURCE_STALE_DAYS, 0: never.
    stale_days: int | None = Field(default=None, ge=0)

    @model_validator(mode="after")
    def _whole(self) -> Source:
        if self.token_env and self.token_file:
            raise ValueError("token_env 和 token_file 只能写一个")
        if SECRET in self.at and not self.secret_named:
            raise ValueError("网址里有 {token}，但没有写 token_env 或 token_file")
        if self.secret_named and ":" not in self.header:
            raise ValueError("header 应写成“名称: 值”")
        return self

    @property
    def secret_named(self) -> bool:
        """True if the source needs a secret."""
        return bool(self.token_env or self.token_file)

    @property
    def remote(self) -> bool:
        """True for an address, False for files of this machine."""
        return self.at.startswith(("http://", "https://"))

    def token(self, environ: Mapping[str, str]) -> str:
        """Read the secret now. Raises SettingsError naming the source and where it should be, never its content."""
        if self.token_env:
            found = environ.get(self.token_env, "").strip()
            where = f"环境变量 {self.token_env}"
        elif self.token_file is not None:
            where = f"文件 {self.token_file}"
            try:
                found = self.token_file.read_text("utf-8").strip()
            except (OSError, UnicodeDecodeError) as error:
                raise SettingsError(f"来源 {self.name} 的令牌读不出来：{where}") from error
        else:
            return ""
        if not found or not found.isprintable():
            raise SettingsError(f"来源 {self.name} 的令牌为空或不可用：{where}")
        return found


def load_sources(feed_urls: Sequence[str], overlay: Path | None = None, base: Path | None = None) -> tuple[Source, ...]:
    """Return all sources: those of the setting FEED_URLS under their own (masked) address, and the watchlist's.

    Raises WatchlistError for a file that does not fit, or for two sources of one name.
    """
    found = [Source(name=masked(entry), at=entry) for entry in feed_urls]
    file = (overlay / FILE) if overlay is not None and (overlay / FILE).exists() else (base or builtin_folder()) / FILE
    if file.exists():
        found += rows_of(file, "source", Source)
    names = [source.name for source in found]
    if twice := next((name for name in names if names.count(name) > 1), ""):
        raise WatchlistError(f"来源 {twice} 出现了两次（检查 FEED_URLS 和 {file}）")
    return tuple(found)


def masked(address: str) -> str:
    """Return an address without what looks like a secret in it, for the store and for people."""
    return _SECRET_QUERY.sub(r"\1***", address)


def dated(address: str, today: date) -> str:
    """Fill in the day before ``today``: lists of new names appear a day late.

    ``{date}`` is 2026-11-21, ``{date:%Y%m%d}`` any form of strftime, ``{base64:%Y-%m-%d.zip}`` the base64 of one.
    """
    day = today - timedelta(days=1)

    def put(match: re.Match[str]) -> str:
        text = day.strftime(match[2] or "%Y-%m-%d")
        return base64.b64encode(text.encode()).decode() if match[1] == "base64" else text

    return _DAY.sub(put, address)
