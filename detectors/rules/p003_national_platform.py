"""P003: The page calls itself a national or provincial platform for work-safety certificates.

Why: only the regulator runs such platforms.
Catches: 全国特种作业操作证查询系统 (32); 操作证信息查询 without any scope (12).
Spares: articles with longer titles, other trades (特种设备, 技能等级).
"""

from __future__ import annotations

from collections.abc import Iterator

from detectors.rules.base import PLACES, Rule, View
from zhenwei.sentences import said
from zhenwei.types import Finding, Side


class NationalPlatform(Rule):
    """The page calls itself a national or provincial platform for work-safety certificates."""

    id, side = "P003", Side.IMPERSONATION
    about = "自称全国或官方的证书查询平台"
    levels = ("platform", "topic")

    def look(self, view: View) -> Iterator[Finding]:
        if not view.foreign:
            return
        for doc in view.documents:
            for claim in doc.claims:
                if claim.kind in ("platform", "topic"):
                    yield self.find(
                        doc,
                        self.worth(claim.kind),
                        said("{place}自称“{claim}”", place=PLACES[claim.where], claim=claim.words),
                        target=claim.target,
                        against=claim.words,
                        key=claim.where,
                        words=claim.words,
                        where=claim.place,
                    )
