"""P052: The page signs with an operator of its own that is no protected organ.

Why: a school, a firm or a regional examination centre speaks in its own name.
Catches: 版权所有:某某职业培训学校, 主办单位:某省安全生产技术中心 (damping).
Spares: technical supporters; footers that also name a regulator as host.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from detectors.page.footer import host_lines
from detectors.rules.base import Rule, View
from zhenwei.types import Finding, Side

_OPERATOR = re.compile(
    r"公司|学校|学院|培训中心|教育|协会|工作室|报社|日报|电视台|传媒|出版社|技术中心|宣教中心|考试中心|考核中心|研究院|研究所|科学院|大学|集团|个人"
)


class OwnOperator(Rule):
    """The page signs with an operator of its own that is no protected organ."""

    id, side = "P052", Side.NOTE
    about = "署名自己的主办单位"

    def look(self, view: View) -> Iterator[Finding]:
        for doc in view.documents:
            if any(c.where == "host" for c in doc.claims):
                continue
            lines = host_lines(doc.visible.text)
            own = next((line for line in lines if _OPERATOR.search(line)), "")
            if own:
                yield self.find(doc, self.worth("found"), f"署名单位：{own[:30]}")
