"""P104: Payment is due when the certificate can be looked up.

Why: a trade in results: a training school is paid for teaching, before the examination.
Catches: 先出证后付款, 查到再付款, 见证付款.
Spares: a school that returns fees to those who fail (协议退费).
"""

from __future__ import annotations

from collections.abc import Iterator

from detectors.rules.base import Rule, View
from detectors.rules.sale import promises
from zhenwei.sentences import said
from zhenwei.types import Finding, Side


class PayLater(Rule):
    """Payment is due when the certificate can be looked up."""

    id, side = "P104", Side.SALE
    about = "先出证后付款"
    levels = ("first", "more", "most")

    def look(self, view: View) -> Iterator[Finding]:
        for doc, where, reading, hits in promises(view, "pay_later"):
            points = self.repeated(len(hits))
            words = "、".join(dict.fromkeys(h.word for h in hits[:5]))
            yield self.cite(doc, where, reading, hits[0], points, said("以“先出证、后付款”招徕：{words}", words=words))
