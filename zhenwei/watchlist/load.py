"""Reading the watchlist: the built-in folder, with a deployment's own folder laid over it file by file."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from zhenwei.address import host_of
from zhenwei.errors import WatchlistError
from zhenwei.faults import first_fault
from zhenwei.sentences import said
from zhenwei.watchlist.law_faults import refuse_unsound
from zhenwei.watchlist.models import Catalogue, Law, LawfulHost, LexiconGroup, Office, Organ, Sender, SharedList
from zhenwei.watchlist.parties import Platform, Registrar, Renaming
from zhenwei.watchlist.places import line_of

Row = TypeVar("Row", bound=BaseModel)


@dataclass(frozen=True)
class Watchlist:
    """Everything that people edit, read and checked once. ``organs`` and ``lexicon`` are keyed by file name."""

    organs: Mapping[str, Organ]
    lexicon: Mapping[str, LexiconGroup]
    catalogues: tuple[Catalogue, ...]
    laws: Mapping[str, Law]
    offices: tuple[Office, ...]
    sender: Sender
    lawful: tuple[LawfulHost, ...]
    shared: Mapping[str, SharedList] = field(default_factory=dict)
    platforms: tuple[Platform, ...] = ()
    registrars: tuple[Registrar, ...] = ()
    renamed: tuple[Renaming, ...] = ()

    @cached_property
    def protected(self) -> tuple[Organ, ...]:
        """The organs whose names are watched."""
        return tuple(organ for organ in self.organs.values() if organ.role == "protected")

    @cached_property
    def _owners(self) -> Mapping[str, Organ]:
        return {domain: organ for organ in reversed(tuple(self.organs.values())) for domain in organ.domains}

    @cached_property
    def _former_owners(self) -> Mapping[str, Organ]:
        return {domain: organ for organ in reversed(tuple(self.organs.values())) for domain in organ.retired}

    @cached_property
    def _cleared(self) -> frozenset[str]:
        return frozenset(row.name for row in self.lawful)

    def genuine_organ(self, host: str) -> Organ | None:
        """Return the organ that owns a host (its domains and everything below), comparing labels, never substrings."""
        return next((self._owners[name] for name in _upwards(host) if name in self._owners), None)

    def retired_organ(self, host: str) -> Organ | None:
        """Return the organ that once owned a host: an alarm if the host answers again."""
        return next((self._former_owners[name] for name in _upwards(host) if name in self._former_owners), None)

    def is_lawful(self, host: str) -> bool:
        """True if a person has cleared the host, or a name that it is below."""
        return any(name in self._cleared for name in _upwards(host))

    @cached_property
    def _lookups(self) -> frozenset[str]:
        return frozenset(host_of(url) for organ in self.organs.values() for url in organ.lookups)

    def is_left_alone(self, host: str) -> bool:
        """True for a host that a person has cleared, and for a protected look-up, which no program queries."""
        return host in self._lookups or self.is_lawful(host)

    def review_on(self, day: date) -> Catalogue | None:
        """Return the version in force on a day that says how often certificates are reviewed, if any does."""
        known = [c for c in self.catalogues if c.review_years is not None and c.valid_from <= day]
        return known[-1] if known else None

    def catalogue_on(self, day: date) -> Catalogue | None:
        """Return the newest catalogue with content whose validity began on or before a day."""
        known = [c for c in self.catalogues if c.category and c.valid_from <= day]
        return max(known, key=lambda c: c.valid_from, default=None)


def _upwards(host: str) -> Iterator[str]:
    """Yield the host and every name that it is below, the longest first."""
    while host:
        yield host
        host = host.partition(".")[2]


def builtin_folder() -> Path:
    """Return the folder of the built-in watchlist, in a checkout as in an installed wheel."""
    return Path(__file__).resolve().parents[2] / "watchlist"


def load_watchlist(overlay: Path | None = None, base: Path | None = None) -> Watchlist:
    """Read and check every file. Raises WatchlistError naming the file and the key at fault."""
    if overlay is not None and not overlay.is_dir():
        raise WatchlistError(said("名单文件夹 {overlay} 不存在（检查 WATCHLIST_DIR）", overlay=overlay))
    files = _overlaid(base or builtin_folder(), overlay)
    sender = files.get("recipients/sender.toml")
    if sender is None:
        raise WatchlistError(said("名单缺少 recipients/sender.toml（发文单位）"))
    laws = {law.slug: law for law in _each(files, "laws", Law, "slug")}
    refuse_unsound(laws, {slug: files[f"laws/{slug}.toml"] for slug in laws})
    return Watchlist(
        organs={o.slug: o for o in _each(files, "organs", Organ, "slug")},
        lexicon={g.group: g for g in _each(files, "lexicon", LexiconGroup, "group")},
        catalogues=tuple(sorted(_each(files, "catalogue", Catalogue, "version"), key=lambda c: c.valid_from)),
        laws=laws,
        offices=tuple(office for file in _offices(files, overlay) for office in rows_of(file, "office", Office)),
        sender=_checked(Sender, _read(sender), sender),
        lawful=_rows(files, "lawful.toml", "host", LawfulHost),
        shared={s.slug: s for s in _each(files, "shared", SharedList, "slug")},
        platforms=_rows(files, "platforms.toml", "platform", Platform),
        registrars=_rows(files, "registrars.toml", "registrar", Registrar),
        renamed=_rows(files, "renamed.toml", "renaming", Renaming),
    )


def _overlaid(base: Path, overlay: Path | None) -> dict[str, Path]:
    files: dict[str, Path] = {}
    for folder in (base, overlay):
        if folder is not None:
            files |= {path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*.toml"))}
    return dict(sorted(files.items()))


def _offices(files: Mapping[str, Path], overlay: Path | None) -> list[Path]:
    """Return the files of offices, the deployment's own before the built-in ones: the first row of a region counts."""
    found = [f for name, f in files.items() if name.startswith("recipients/") and name != "recipients/sender.toml"]
    return sorted(found, key=lambda file: overlay is None or not file.is_relative_to(overlay))


def _rows(files: Mapping[str, Path], name: str, key: str, model: type[Row]) -> tuple[Row, ...]:
    """Read the rows of one file, none if there is no such file."""
    return tuple(rows_of(files[name], key, model)) if name in files else ()


def _each(files: Mapping[str, Path], kind: str, model: type[Row], key: str) -> Iterator[Row]:
    """Read each ``<kind>/<slug>.toml`` as one row whose ``key`` is the file's name."""
    for name, file in files.items():
        match = re.fullmatch(rf"{kind}/([a-z0-9][a-z0-9_.-]*)\.toml", name)
        if name.startswith(f"{kind}/") and not match:
            # Passing it over would leave an organ unprotected without a word.
            raise WatchlistError(
                said("名单文件名 {file} 不合规则：只能用 a-z、0-9、-、_ 和 .，文件名即编号", file=file)
            )
        if match:
            yield _checked(model, _read(file) | {key: match[1]}, file)


def rows_of(file: Path, key: str, model: type[Row]) -> Iterator[Row]:
    """Yield the rows ``[[key]]`` of a file. Raises WatchlistError naming the file and the key at fault."""
    content = _read(file)
    if unknown := content.keys() - {key}:
        raise WatchlistError(said("名单文件 {file} 中没有 {key!r} 这一项", file=file, key=sorted(unknown)[0]))
    rows = content.get(key, [])
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise WatchlistError(said("名单文件 {file} 的 {key} 应写成 [[{key}]]", file=file, key=key))
    for number, row in enumerate(rows):
        yield _checked(model, row, file, key, number)


def checked_file(model: type[Row], file: Path, given: Mapping[str, Any]) -> Row:
    """Read a whole file as one row, with what is not written in it. Raises WatchlistError naming file and key."""
    return _checked(model, {**_read(file), **given}, file)


def _read(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise WatchlistError(said("无法读取名单文件 {file}：{error}", file=file, error=error)) from error


def _checked(model: type[Row], content: Mapping[str, Any], file: Path, row: str = "", number: int = 0) -> Row:
    try:
        return model.model_validate(content)
    except ValidationError as error:
        key, what = first_fault(error)
        first = error.errors()[0]
        line = line_of(file.read_text("utf-8"), first["loc"], first["input"], row, number)
        if line:
            told = said(
                "名单文件 {file} 的 {key} 有误（第 {line} 行）：{what}", file=file, key=key, line=line, what=what
            )
        else:
            told = said("名单文件 {file} 的 {key} 有误：{what}", file=file, key=key, what=what)
        raise WatchlistError(told) from error
