"""P010: Pictures, styles or scripts are loaded from a protected organ's site, or the menus lead into one.

Why: a copy made by saving the page keeps loading what it did not save, and keeps the genuine site's own links.
Catches: an img or script whose host is a genuine one; a page of whose links most lead into one government site.
Spares: plain links to the organ (every honest site has some), directories of many offices, the badge of the police
    filing that everybody loads from beian.gov.cn.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from detectors.page.borrowing import assets
from detectors.page.document import Document
from detectors.rules.base import Rule, View
from zhenwei.address import is_below, registrable
from zhenwei.sentences import said
from zhenwei.types import Finding, Side

# Hosts that filings and marks are loaded from and lead to, on honest sites, too.
_COMMON = ("beian.gov.cn", "beian.mps.gov.cn", "beian.miit.gov.cn", "miitbeian.gov.cn", "zfwzgl.www.gov.cn")
_FEW_LINKS = 12
_MOST_LINKS = 0.6


class BorrowedAssets(Rule):
    """Pictures, styles or scripts are loaded from a protected organ's site, or the menus lead into one."""

    id, version, side = "P010", 2, Side.IMPERSONATION
    about = "直接引用官方网站的图片、脚本或栏目"
    levels = ("protected", "government", "menus")

    def look(self, view: View) -> Iterator[Finding]:
        for doc in view.documents if view.foreign else ():
            if not doc.names_officials:
                continue
            base = doc.page.final_url or doc.page.url or "http://unknown.invalid/"
            yield from self._assets(doc, view, base)
            if owner := _menus(doc):
                organ = view.watchlist.genuine_organ(owner)
                target = organ.slug if organ is not None and organ.role == "protected" else ""
                detail = said("页面的栏目链接大多指向政府网站 {owner}", owner=owner)
                yield self.find(doc, self.worth("menus"), detail, target=target, against=owner, key="menus")

    def _assets(self, doc: Document, view: View, base: str) -> Iterator[Finding]:
        for host in dict.fromkeys(assets(doc.visible.tree, base)):
            organ = view.watchlist.genuine_organ(host)
            if organ is not None and organ.role == "protected":
                detail = said("页面素材取自{organ}网站（{host}）", organ=organ.name, host=host)
                yield self.find(doc, self.worth("protected"), detail, target=organ.slug, against=host, key=host)
                return
            if host.endswith(".gov.cn") and host != doc.host and not any(is_below(host, c) for c in _COMMON):
                detail = said("页面素材取自政府网站（{host}）", host=host)
                yield self.find(doc, self.worth("government"), detail, against=host, key=host)
                return


def _menus(doc: Document) -> str:
    """Return the government site that most links of the page lead into as if they were its own, or ""."""
    if "gov.cn" not in doc.page.html:
        return ""
    hosts = Counter(doc.hosts_linked)
    sites: Counter[str] = Counter()
    for host, count in hosts.items():
        if host.endswith(".gov.cn") and not any(is_below(host, common) for common in _COMMON):
            sites[registrable(host)] += count
    site, count = max(sites.items(), key=lambda row: (row[1], row[0]), default=("", 0))
    return site if count >= _FEW_LINKS and count >= _MOST_LINKS * hosts.total() else ""
