"""P116: An offer stands in a part that readers cannot see.

Why: hidden text is for search engines; a lawful owner does not know of it.
Catches: display:none, off-screen, zero-size or same-coloured blocks and noscript parts that hold an offer.
Spares: hidden menus and dialogs without offers, requests to switch scripts on.
"""

from __future__ import annotations

from collections.abc import Iterator

from detectors.page.offering import passage
from detectors.rules.base import Rule, View
from detectors.rules.sale import core
from zhenwei.sentences import said
from zhenwei.types import Finding, Side


class HiddenOffer(Rule):
    """An offer stands in a part that readers cannot see."""

    id, side, version = "P116", Side.SALE, 2
    about = "网页暗藏招徕"

    def look(self, view: View) -> Iterator[Finding]:
        for doc in view.documents:
            for how, reading in doc.hidden:
                offered = core(reading)
                if offered and (reading.of("goods_work") or reading.of("goods_other")):
                    points = self.worth("found")
                    planted = passage(reading, offered[0])
                    yield self.cite(doc, "hidden", reading, planted, points, said("招徕文字被隐藏（{how}）", how=how))
                    break
