"""P014: The screening of names finds that the host imitates a protected name.

Why: the name is what a person checks last and what a faker pays for.
Catches: names with a screening score from 50.
Spares: a name alone: it makes a site unclear, never flagged.
"""

from __future__ import annotations

from collections.abc import Iterator

from detectors.rules.base import Rule, View
from zhenwei.sentences import said
from zhenwei.types import Finding, Side


class ImitatingName(Rule):
    """The screening of names finds that the host imitates a protected name."""

    id, side = "P014", Side.IMPERSONATION
    about = "域名仿冒监管部门"
    levels = ("close", "near")

    def look(self, view: View) -> Iterator[Finding]:
        if not view.foreign or view.name is None or view.name.score < 50 or not view.documents:
            return
        points = self.worth("close" if view.name.score >= 75 else "near")
        yield self.find(
            view.documents[0],
            points,
            said("域名疑似仿冒（名称评分 {score:.0f}）：{why}", score=view.name.score, why=view.name.why),
            target=view.name.target,
            key="name",
        )
