"""P010: Pictures, styles or scripts are loaded from a protected organ's site.

Why: a copy made by saving the page keeps loading what it did not save.
Catches: an img or script whose host is a genuine one.
Spares: plain links to the organ (every honest site has them).
"""

from __future__ import annotations

from collections.abc import Iterator

from detectors.page.borrowing import assets
from detectors.rules.base import Rule, View
from zhenwei.types import Finding, Side


class BorrowedAssets(Rule):
    """Pictures, styles or scripts are loaded from a protected organ's site."""

    id, side = "P010", Side.IMPERSONATION
    about = "直接引用官方网站的图片或脚本"
    levels = ("protected", "government")

    def look(self, view: View) -> Iterator[Finding]:
        if not view.foreign:
            return
        for doc in view.documents:
            base = doc.page.final_url or doc.page.url or "http://unknown.invalid/"
            for host in dict.fromkeys(assets(doc.visible.tree, base)):
                organ = view.watchlist.genuine_organ(host)
                if organ is not None and organ.role == "protected":
                    detail = f"页面素材取自{organ.name}网站（{host}）"
                    yield self.find(doc, self.worth("protected"), detail, target=organ.slug, against=host, key=host)
                    break
                if host.endswith(".gov.cn") and host != doc.host:
                    detail = f"页面素材取自政府网站（{host}）"
                    yield self.find(doc, self.worth("government"), detail, against=host, key=host)
                    break
