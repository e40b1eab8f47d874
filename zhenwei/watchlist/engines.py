"""Search interfaces that answer in JSON: one file each, ``engines/<name>.toml``; the file's name is the engine's.

A key is never in the file: it names the variable or the file that holds it, and it is read when it is used.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from zhenwei.errors import SettingsError, WatchlistError
from zhenwei.watchlist.load import builtin_folder, checked_file

FOLDER = "engines"
KEY = "{key}"
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")
_PLACE = re.compile(r"\{(\w*)\}")
_PLACES = frozenset({"query", "page", "page0", "offset", "size"})


class Strict(BaseModel):
    """A mistyped key is an error, not a default."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Key(Strict):
    """Where the key is (``env`` or ``file``) and how it is sent: as a header, or as a parameter of the address.

    ``unencrypted``: the operator accepts that it travels in the clear (an interface of the own network, by http).
    """

    env: str = ""
    file: Path | None = None
    header: str = ""
    parameter: str = ""
    unencrypted: bool = False

    @model_validator(mode="after")
    def _whole(self) -> Key:
        if bool(self.env) == bool(self.file):
            raise ValueError("env 和 file 要写一个，且只写一个")
        if bool(self.header) == bool(self.parameter):
            raise ValueError("header 和 parameter 要写一个，且只写一个")
        if self.header and (":" not in self.header or KEY not in self.header):
            raise ValueError("header 应写成“名称: 值”，值里有 {key}")
        return self


class Paths(Strict):
    """Where things are in an answer. A path is keys and numbers with dots; ``a|b``: the first that is there.

    ``results`` leads from the top to a list; the others lead from one result, ``total`` and ``shown_for`` from the top.
    ``whole``: what stands in every whole answer. ``absent_is_nothing``: no list at all means no results.
    """

    whole: tuple[str, ...] = ()
    results: str = Field(min_length=1)
    absent_is_nothing: bool = False
    url: str = Field(min_length=1)
    title: str = Field(min_length=1)
    snippet: str = ""
    shown: str = ""
    ad: str = ""
    total: str = ""
    shown_for: str = ""


class Errors(Strict):
    """How errors are told. Codes are compared as text, ``*`` stands for anything; a code in ``ok_codes`` is none."""

    code: tuple[str, ...] = ()
    ok_codes: tuple[str, ...] = ()
    message: tuple[str, ...] = ()
    quota_statuses: tuple[int, ...] = (429,)
    quota_codes: tuple[str, ...] = ()


class SearchApi(Strict):
    """One described interface. ``method`` POST sends ``body`` as JSON, to the host of ``endpoint`` and nowhere else.

    Places in ``query`` and ``body``: {query}, {page} (from 1), {page0} (from 0), {offset} (results before), {size}.
    """

    name: str
    title: str = Field(min_length=1)
    endpoint: str
    method: Literal["GET", "POST"] = "GET"
    page_size: int = Field(default=10, ge=1, le=100)
    pages: int = Field(default=1, ge=1, le=20)
    per_day: int | None = Field(default=None, ge=0)
    key: Key | None = None
    headers: Mapping[str, str] = {}
    query: Mapping[str, str] = {}
    body: Mapping[str, Any] = {}
    answer: Paths
    error: Errors = Errors()

    @field_validator("endpoint")
    @classmethod
    def _plain(cls, value: str) -> str:
        parts = urlsplit(value)
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment or "{" in value:
            raise ValueError("endpoint 应为不带参数的网址；参数写在 [query] 里")
        if parts.username is not None:
            raise ValueError("endpoint 里不能有用户名或口令")
        return value

    @model_validator(mode="after")
    def _asks(self) -> SearchApi:
        if self.body and self.method == "GET":
            raise ValueError('有 [body] 时要写明 method = "POST"')
        if self.key and not self.key.unencrypted and not self.endpoint.startswith("https://"):
            raise ValueError("带密钥的接口应用 https；确在内网用 http 的，在 [key] 里写 unencrypted = true")
        texts = [*self.query.values(), *strings(self.body)]
        if not any("{query}" in text for text in texts):
            raise ValueError("[query] 或 [body] 里没有 {query}")
        if unknown := next((p for text in texts for p in _PLACE.findall(text) if p not in _PLACES), None):
            raise ValueError(f"没有 {{{unknown}}} 这个占位；可用的有 {'、'.join(sorted(_PLACES))}")
        return self

    def secret(self, environ: Mapping[str, str]) -> str:
        """Read the key now. Raises SettingsError naming where it should be, never its content."""
        if self.key is None:
            return ""
        where = f"环境变量 {self.key.env}" if self.key.env else f"文件 {self.key.file}"
        try:
            found = environ.get(self.key.env, "") if self.key.file is None else self.key.file.read_text("utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise SettingsError(f"搜索接口 {self.name} 的密钥读不出来：{where}") from error
        if not found.strip() or not found.strip().isprintable():
            raise SettingsError(f"搜索接口 {self.name} 的密钥为空或不可用：{where}")
        return found.strip()

    def ready(self, environ: Mapping[str, str]) -> bool:
        """True if it can be asked: it needs no key, or its key is where the file says."""
        try:
            self.secret(environ)
        except SettingsError:
            return False
        return True


def strings(value: Any) -> Iterator[str]:
    """Yield every string within a value of TOML."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for one in value.values():
            yield from strings(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from strings(one)


def load_apis(overlay: Path | None = None, base: Path | None = None) -> Mapping[str, SearchApi]:
    """Return all described interfaces by name, a deployment's files laid over the built-in ones.

    Raises WatchlistError naming the file and the key at fault.
    """
    files: dict[str, Path] = {}
    for folder in (base or builtin_folder(), overlay):
        if folder is not None:
            files |= {path.stem: path for path in sorted((folder / FOLDER).glob("*.toml"))}
    for name, path in files.items():
        if not _NAME.fullmatch(name):
            raise WatchlistError(f"名单文件名 {path} 不合规则：只能用 a-z、0-9、- 和 _，文件名即引擎名")
    return {name: checked_file(SearchApi, path, {"name": name}) for name, path in sorted(files.items())}
