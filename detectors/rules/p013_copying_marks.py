"""P013: A copying tool or a copied head names a government host as the origin.

Why: HTTrack, SingleFile and browsers write where a page was taken from; canonical links do too.
Catches: "Mirrored from www.mem.gov.cn", og:url of a genuine site, on another host.
Spares: copies of non-government pages; pages whose own address is unknown (somebody's saved file).
"""

from __future__ import annotations

from collections.abc import Iterator

from detectors.page.borrowing import copying_marks
from detectors.rules.base import Rule, View
from zhenwei.address import is_below
from zhenwei.types import Finding, Side


class CopyingMarks(Rule):
    """A copying tool or a copied head names a government host as the origin."""

    id, side = "P013", Side.IMPERSONATION
    about = "留有复制官方页面的痕迹"
    levels = ("protected", "government")

    def look(self, view: View) -> Iterator[Finding]:
        if not view.foreign:
            return
        for doc in view.documents:
            for tool, origin in copying_marks(doc.page.html):
                organ = view.watchlist.genuine_organ(origin) if origin else None
                if organ is not None and organ.role == "protected":
                    yield self.find(
                        doc,
                        self.worth("protected"),
                        f"页面留有复制{organ.name}网站的痕迹（{tool}）",
                        target=organ.slug,
                        against=origin,
                        key=tool,
                    )
                elif is_below(origin, "gov.cn"):
                    detail = f"页面留有复制政府网站的痕迹（{tool}：{origin}）"
                    yield self.find(doc, self.worth("government"), detail, against=origin, key=tool)
