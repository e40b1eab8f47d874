"""P013: A copying tool or a copied head names a government host as the origin.

Why: HTTrack, SingleFile and browsers write where a page was taken from; the head of a government site names the site
    (SiteDomain); canonical links do too.
Catches: "Mirrored from www.mem.gov.cn", "saved from url", SiteDomain or og:url of a genuine site, on another host.
Spares: copies of non-government pages; pages whose own address is unknown (somebody's saved file). A canonical link
    alone is worth less: honest reprints set it, too.
"""

from __future__ import annotations

from collections.abc import Iterator

from detectors.page.borrowing import CANONICAL, copying_marks, host_in
from detectors.page.document import Document
from detectors.rules.base import Rule, View
from zhenwei.address import is_below
from zhenwei.sentences import said
from zhenwei.types import Finding, Side


class CopyingMarks(Rule):
    """A copying tool or a copied head names a government host as the origin."""

    id, version, side = "P013", 2, Side.IMPERSONATION
    about = "留有复制官方页面的痕迹"
    levels = ("tool_protected", "tool_government", "head_protected", "head_government")

    def look(self, view: View) -> Iterator[Finding]:
        for doc in view.documents if view.foreign else ():
            if not doc.names_officials:
                continue
            for tool, origin in _marks(doc):
                organ = view.watchlist.genuine_organ(origin) if origin else None
                kind = "head" if tool == CANONICAL else "tool"
                if organ is not None and organ.role == "protected":
                    copied = said("页面留有复制{organ}网站的痕迹（{tool}）", organ=organ.name, tool=tool)
                    whose, target = "protected", organ.slug
                elif is_below(origin, "gov.cn"):
                    copied = said("页面留有复制政府网站 {origin} 的痕迹（{tool}）", origin=origin, tool=tool)
                    whose, target = "government", ""
                else:
                    continue
                yield self.find(doc, self.worth(f"{kind}_{whose}"), copied, target=target, against=origin, key=tool)


def _marks(doc: Document) -> Iterator[tuple[str, str]]:
    yield from copying_marks(doc.page.html, doc.lowered)
    for key, value in doc.marks.meta:
        if key == "sitedomain":
            yield said("网站元数据 SiteDomain"), host_in(value)
