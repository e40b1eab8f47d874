"""P105: The page promises that what it delivers can be looked up.

Why: sellers answer the first doubt of their buyers; whoever took an examination does not ask.
Catches: 官网可查, 联网可查, 扫码可查 next to a certificate on offer.
Spares: advice on where to check a certificate: few points, and never a ground of its own.
"""

from __future__ import annotations

from collections.abc import Iterator

from detectors.rules.base import Rule, View
from detectors.rules.sale import promises
from zhenwei.sentences import said
from zhenwei.types import Finding, Side


class Verifiable(Rule):
    """The page promises that what it delivers can be looked up."""

    id, side = "P105", Side.SALE
    about = "声称证件可查"
    levels = ("first", "more", "most")

    def look(self, view: View) -> Iterator[Finding]:
        for doc, where, reading, hits in promises(view, "verifiable"):
            points = self.repeated(len(hits))
            words = "、".join(dict.fromkeys(h.word for h in hits[:5]))
            yield self.cite(doc, where, reading, hits[0], points, said("声称所售证件“可查”：{words}", words=words))
