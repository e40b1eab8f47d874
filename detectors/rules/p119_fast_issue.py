"""P119: A certificate is ready within days, and no examination is spoken of.

Why: training, examination and printing take weeks; days are the time that a forger needs.
Catches: 3天出证, 当天出证, 加急出证.
Spares: 考试合格后7个工作日出证 and the like: the time a lawful office takes after the examination.
"""

from __future__ import annotations

from collections.abc import Iterator

from detectors.rules.base import Rule, View
from detectors.rules.sale import promises
from zhenwei.sentences import said
from zhenwei.types import Finding, Side


class FastIssue(Rule):
    """A certificate is ready within days, and no examination is spoken of."""

    id, side = "P119", Side.SALE
    about = "承诺数日内出证"
    levels = ("first", "more", "most")

    def look(self, view: View) -> Iterator[Finding]:
        for doc, where, reading, hits in promises(view, "fast_issue"):
            points = self.repeated(len(hits))
            words = "、".join(dict.fromkeys(h.word for h in hits[:5]))
            yield self.cite(doc, where, reading, hits[0], points, said("承诺异常快速出证：{words}", words=words))
