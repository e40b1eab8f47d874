"""The genuine organ behind a labelled page, read off the page itself (name and host), and a watchlist of such organs.

Pages of governments name their site in the head (``SiteName``, ``SiteDomain``, as the standard for government web
sites asks); else the last part of the title names it, and the host is the government's that its links name most often.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from bench.of_pages.labelled import Row
from zhenwei.address import host_of

# Every foot links to these; they say nothing about whose page it is.
_EVERYWHERE = ("beian.miit.gov.cn", "beian.gov.cn", "www.beian.gov.cn", "www.gov.cn", "gov.cn", "zfwzgl.www.gov.cn")
_META = r'<meta\s[^>]*name\s*=\s*["\']?{}["\'][^>]*content\s*=\s*["\']([^"\']+)'
_HOST = re.compile(r"//([a-z0-9][a-z0-9.-]*\.gov\.cn)", re.IGNORECASE)
# Articles of statutes come without an address; the database of the legislature shows them.
_STATUTES = ("国家法律法规数据库", "flk.npc.gov.cn")


@dataclass(frozen=True)
class Genuine:
    """An organ: ``slug`` is made of its host."""

    name: str
    host: str

    @property
    def slug(self) -> str:
        """The organ's id in the watchlist made here; no built-in organ begins like this."""
        return "bench-" + re.sub(r"[^a-z0-9]+", "-", self.host.lower()).strip("-")


def genuine_of(row: Row) -> Genuine:
    """Return whose page it is, or was copied from."""
    if not row.html and "-law-" in row.id:
        return Genuine(*_STATUTES)
    host = host_of(row.url) if row.url else _host(row)
    name = _meta(row, "SiteName") or _last_part(row.title or _title(row.html)) or host
    return Genuine(name, host)


def write(folder: Path, organs: Iterable[Genuine]) -> Mapping[str, Genuine]:
    """Write a watchlist folder to be laid over the built-in one; return the organs by slug."""
    (folder / "organs").mkdir(parents=True, exist_ok=True)
    known = {organ.slug: organ for organ in organs}
    for slug, organ in known.items():
        name = organ.name.replace("\\", "").replace('"', "")
        (folder / "organs" / f"{slug}.toml").write_text(f'name = "{name}"\ndomains = ["{organ.host}"]\n', "utf-8")
    return known


def _meta(row: Row, name: str) -> str:
    found = re.search(_META.format(name), row.html, re.IGNORECASE)
    return found[1].strip() if found else ""


def _host(row: Row) -> str:
    if said := _meta(row, "SiteDomain"):
        return str(host_of(said if "//" in said else f"http://{said}"))
    named = Counter(str(host).lower() for host in _HOST.findall(row.html))
    for host, _ in named.most_common():
        if host not in _EVERYWHERE:
            return host
    return re.sub(r"[^a-z0-9]+", "-", row.id.lower()) + ".gov.cn"


def _title(html: str) -> str:
    found = re.search(r"<title>([^<]*)", html, re.IGNORECASE)
    return found[1].strip() if found else ""


def _last_part(title: str) -> str:
    last = re.split(r"[-_|—–·]+", title)[-1].strip()
    return last if 2 <= len(last) <= 40 and last != title.strip() else ""
