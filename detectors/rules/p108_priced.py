"""P108: A certificate has a price by the piece.

Why: a school prices a course; who prices the paper sells the paper.
Catches: 低压电工证 300元一本, 全套￥450.
Spares: course fees in a school: eight points at most and only near an offer that other rules see.
"""

from __future__ import annotations

from collections.abc import Iterator

from detectors.rules.base import Rule, View
from detectors.rules.sale import REACH, core
from zhenwei.sentences import said
from zhenwei.types import Finding, Side


class Priced(Rule):
    """A certificate has a price by the piece."""

    id, side = "P108", Side.SALE
    about = "按张、按本标价"

    def look(self, view: View) -> Iterator[Finding]:
        for doc in view.documents:
            for where, reading in doc.readings:
                offered = core(reading)
                near = reading.near(reading.prices, offered, REACH) if offered else ()
                if near and (reading.of("goods_work") or reading.of("goods_other")):
                    yield self.cite(doc, where, reading, near[0], self.worth("found"), said("在招徕旁标出价格"))
