"""P052: The page signs with an operator of its own that is no protected organ.

Why: a school, a firm or a regional examination centre speaks in its own name.
Catches: 版权所有:某某职业培训学校, 主办单位:某省安全生产技术中心 (damping).
Spares: technical supporters; footers that also name a regulator as host.
"""

from __future__ import annotations

from collections.abc import Iterator

from detectors.page.footer import own_operator
from detectors.rules.base import Rule, View
from zhenwei.sentences import said
from zhenwei.types import Finding, Side


class OwnOperator(Rule):
    """The page signs with an operator of its own that is no protected organ."""

    id, side = "P052", Side.NOTE
    about = "署名自己的主办单位"

    def look(self, view: View) -> Iterator[Finding]:
        for doc in view.documents:
            if any(c.where == "host" for c in doc.claims):
                continue
            if own := own_operator(doc.visible.text):
                signed = own.strip()[:30]
                yield self.find(doc, self.worth("found"), said("署名单位：{words}", words=signed), words=signed)
