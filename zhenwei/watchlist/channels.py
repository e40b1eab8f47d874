"""Where reports are handed in by hand (``channels/<slug>.toml``), and who we are to readers abroad (``abroad.toml``).

The program fills nothing in by itself: it prints name and value of each field, and a person pastes them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, field_validator

from zhenwei.errors import WatchlistError
from zhenwei.types import Verdict
from zhenwei.watchlist.load import builtin_folder, checked_file

FOLDER = "channels"
ABROAD = "abroad.toml"
_SLUG = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")


class Strict(BaseModel):
    """A mistyped key is an error, not a default."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class FormField(Strict):
    """A field of a form. ``value`` is a template over the facts of a case (docs/sending.md); empty: a person fills it.

    ``limit`` counts characters, 0 means that none is known. ``verified``: a person has seen the form and its limit.
    """

    name: str = Field(min_length=1, max_length=60)
    value: str = ""
    limit: int = Field(default=0, ge=0, le=100_000)
    required: bool = False
    verified: bool = False
    help: str = ""
    only: tuple[Verdict, ...] = ()


class Channel(Strict):
    """A form of an office. ``verified`` with day and name once a person has compared it with the real one."""

    slug: str
    name: str = Field(min_length=2)
    office: str = Field(min_length=2)
    url: str = ""
    note: str = ""
    language: str = Field(default="zh", pattern=r"^(zh|en)$")
    verified_by: str = ""
    verified_on: str = Field(default="", pattern=r"^(\d{4}-\d{2}-\d{2})?$")
    suits: tuple[Verdict, ...] = Field(min_length=1)
    field: tuple[FormField, ...] = Field(min_length=1)

    @field_validator("url")
    @classmethod
    def _is_web(cls, value: str) -> str:
        if value and urlsplit(value).scheme not in ("http", "https"):
            raise ValueError("应为 http 或 https 网址")
        return value

    @field_validator("field")
    @classmethod
    def _named_once(cls, value: tuple[FormField, ...]) -> tuple[FormField, ...]:
        names = [one.name for one in value]
        if len(set(names)) != len(names):
            raise ValueError("字段名有重复")
        return value


class Abroad(Strict):
    """``abroad.toml``: the office in English, for registrars and hosts abroad. Empty until a deployment fills it in."""

    office: str = ""
    mail: str = Field(default="", pattern=r"^([^@\s]+@[^@\s]+\.[^@\s]+)?$")
    domain: str = Field(default="", pattern=r"^([a-z0-9.-]+\.[a-z0-9-]+)?$")
    phone: str = ""
    days: int = Field(default=3, ge=1, le=60)
    organs: Mapping[str, str] = Field(default_factory=dict)

    @property
    def missing(self) -> tuple[str, ...]:
        """What a message cannot do without and is not filled in."""
        return tuple(f"abroad.toml 的 {key}" for key in ("office", "mail", "domain") if not getattr(self, key))


def load_channels(overlay: Path | None = None, base: Path | None = None) -> dict[str, Channel]:
    """Read every channel, a deployment's folder laid over the built-in one. Raises WatchlistError: file and key."""
    files: dict[str, Path] = {}
    for folder in (base or builtin_folder(), overlay):
        if folder is not None:
            files |= {path.stem: path for path in sorted((folder / FOLDER).glob("*.toml"))}
    for slug, file in files.items():
        if not _SLUG.fullmatch(slug):
            raise WatchlistError(f"名单文件名 {file} 不合规则：只能用 a-z、0-9、- 和 _，文件名即渠道编号")
    return {slug: checked_file(Channel, file, {"slug": slug}) for slug, file in sorted(files.items())}


def load_abroad(overlay: Path | None = None, base: Path | None = None) -> Abroad:
    """Read who we are in English. Raises WatchlistError."""
    for folder in (overlay, base or builtin_folder()):
        if folder is not None and (folder / ABROAD).is_file():
            return checked_file(Abroad, folder / ABROAD, {})
    return Abroad()
