"""A world: the folder that describes a small internet, checked when it is read.

The format is the section "The lab" of the command contract. Every mistyped key is an error that names file and key.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from lab.errors import WorldError
from lab.schema import SiteFile, WorldFile
from zhenwei.address import ascii_host, is_below, registrable
from zhenwei.errors import BadInput
from zhenwei.faults import first_fault

SITE_FILE = "site.toml"
_Model = TypeVar("_Model", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class LabSite:
    """One site of a world: its host in IDNA ASCII, the folder of its files, and what ``site.toml`` says."""

    host: str
    folder: Path
    about: SiteFile


@dataclass(frozen=True, slots=True)
class World:
    """A checked world. ``sites`` by ASCII host; ``leads`` are the CSV files of public reports."""

    folder: Path
    about: WorldFile
    sites: Mapping[str, LabSite]
    leads: tuple[Path, ...]
    watchlist: Path | None

    @property
    def today(self) -> date:
        """The day that the world plays on; nothing in the lab asks the real clock what day it is."""
        return self.about.today

    def gone(self, site: LabSite) -> bool:
        """True once the name itself is no more."""
        return site.about.gone_from is not None and site.about.gone_from <= self.today

    def registered(self) -> dict[str, date | None]:
        """Return the registrable domains of the sites that are not gone, with the earliest date known of each."""
        found: dict[str, date | None] = {}
        for host, site in sorted(self.sites.items()):
            if not self.gone(site):
                domain = registrable(host)
                found[domain] = min((d for d in (found.get(domain), site.about.registered) if d), default=None)
        return found

    def answering(self, host: str) -> LabSite | None:
        """Return the living site of a host; in a wildcard zone the zone's own site speaks for all its names."""
        zone = self.wildcard_zone(host)
        site = self.sites.get(host) or (self.sites.get(zone) if zone else None)
        return site if site is not None and site.about.alive and not self.gone(site) else None

    def wildcard_zone(self, host: str) -> str:
        """Return the wildcard zone that the host lies in, or nothing."""
        return next((zone for zone in self.about.dns.wildcard if is_below(host, zone)), "")

    def servfail(self, host: str) -> bool:
        """True if the name servers of the host are broken."""
        return any(is_below(host, zone) for zone in self.about.dns.servfail)


def load_world(folder: Path) -> World:
    """Read and check a world. Raises WorldError naming file and key."""
    about = _read(folder / "world.toml", WorldFile)
    sites: dict[str, LabSite] = {}
    root = folder / "sites"
    for path in sorted(root.iterdir()) if root.is_dir() else []:
        if path.name.startswith(".") or not path.is_dir():
            continue
        site = _site(path)
        if site.host in sites:
            raise WorldError(f"试验世界的 {path} 与 {sites[site.host].folder.name!r} 是同一域名")
        sites[site.host] = site
    watchlist = folder / "watchlist"
    return World(
        folder=folder,
        about=about,
        sites=sites,
        leads=tuple(sorted((folder / "leads").glob("*.csv"))),
        watchlist=watchlist if watchlist.is_dir() else None,
    )


def _site(folder: Path) -> LabSite:
    try:
        host = ascii_host(folder.name)
    except BadInput as error:
        raise WorldError(f"试验世界的网站文件夹 {folder}：{error}") from error
    about = _read(folder / SITE_FILE, SiteFile)
    for number, route in enumerate(about.route, start=1):
        if route.file and not inside(folder, route.file):
            raise WorldError(f"{folder / SITE_FILE}：第 {number} 个 route 的 file：网站中没有文件 {route.file!r}")
    return LabSite(host=host, folder=folder, about=about)


def inside(folder: Path, relative: str) -> Path | None:
    """Return the file of that relative path if it is one inside the folder (also after links), else nothing."""
    if "\x00" in relative:
        return None
    root = folder.resolve()
    try:
        path = (root / relative.lstrip("/")).resolve()
        return path if path.is_relative_to(root) and path.is_file() else None
    except (OSError, ValueError):  # a name too long for the file system, or a lone surrogate
        return None


def _read(path: Path, model: type[_Model]) -> _Model:
    try:
        raw = tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError as error:
        raise WorldError(f"没有文件 {path}") from error
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise WorldError(f"无法读取 {path}：{error}") from error
    try:
        return model.model_validate(raw)
    except ValidationError as error:
        key, what = first_fault(error)
        raise WorldError(f"{path} 的 {key} 有误：{what}") from error
