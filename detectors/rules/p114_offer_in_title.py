"""P114: The title or the description for search engines is an offer.

Why: what a page wants to be found for is what it is for.
Catches: 焊工证代办, 三天出证 as a title.
Spares: titles of news and notices that hold the words in reported speech.
"""

from __future__ import annotations

from collections.abc import Iterator

from detectors.rules.base import Rule, View
from detectors.rules.sale import core
from zhenwei.sentences import said
from zhenwei.types import Finding, Side


class OfferInTitle(Rule):
    """The title or the description for search engines is an offer."""

    id, side = "P114", Side.SALE
    about = "标题即为招徕"

    def look(self, view: View) -> Iterator[Finding]:
        for doc in view.documents:
            offered = core(doc.head)
            if offered and (doc.head.of("goods_work") or doc.head.of("goods_other")):
                points = self.worth("found")
                yield self.cite(doc, "head", doc.head, offered[0], points, said("标题或关键词本身就是招徕"))
