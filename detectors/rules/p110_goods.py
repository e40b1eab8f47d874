"""P110: What is on offer is a work-safety certificate, or another paper.

Why: says which authority is concerned; without an offer it says nothing.
Catches: an offer that names 特种作业操作证 or its common names (14) or other papers only (8).
Spares: every page that merely speaks about certificates.
"""

from __future__ import annotations

from collections.abc import Iterator

from detectors.rules.base import Rule, View
from detectors.rules.sale import REACH, core
from zhenwei.sentences import said
from zhenwei.types import Finding, Side


class Goods(Rule):
    """What is on offer is a work-safety certificate, or another paper."""

    id, side = "P110", Side.SALE
    about = "所售为安全生产领域证件"
    levels = ("work", "other")

    def look(self, view: View) -> Iterator[Finding]:
        for doc in view.documents:
            for where, reading in doc.readings:
                offered = (
                    core(reading)
                    or reading.offered["forging_hint"] + reading.offered["verifiable"] + reading.offered["trade"]
                )
                if reading.deal is not None and where != "hidden":
                    offered += (reading.deal.hit,)
                named = {"work": reading.of("goods_work"), "other": reading.of("goods_other") + reading.papers}
                for level, goods in named.items():
                    near = reading.near(goods, offered, REACH)
                    if near:
                        work, other = said("招徕的对象：安全生产领域证件"), said("招徕的对象：其他证照")
                        kind = work if level == "work" else other
                        yield self.cite(doc, where, reading, near[0], self.worth(level), kind)
                        break
                else:
                    if offered and doc.head.of("goods_work") and where != "hidden":
                        lent, points = doc.head.of("goods_work")[0], self.worth("work")
                        yield self.cite(doc, "head", doc.head, lent, points, said("招徕的对象：安全生产领域证件"))
