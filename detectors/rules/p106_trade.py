"""P106: Wording of trade: payment on delivery, bulk, agents wanted, sorry to disturb.

Why: certificates are not goods; these words mark messages sent in bulk by sellers.
Catches: 货到付款, 量大从优, 诚招代理, 如有打扰敬请谅解.
Spares: shops with such words but no promise about certificates.
"""

from __future__ import annotations

from collections.abc import Iterator

from detectors.rules.base import Rule, View
from detectors.rules.sale import promises
from zhenwei.sentences import said
from zhenwei.types import Finding, Side


class Trade(Rule):
    """Wording of trade: payment on delivery, bulk, agents wanted, sorry to disturb."""

    id, side = "P106", Side.SALE
    about = "买卖用语"
    levels = ("first", "more", "most")

    def look(self, view: View) -> Iterator[Finding]:
        for doc, where, reading, hits in promises(view, "trade"):
            points = self.repeated(len(hits))
            words = "、".join(dict.fromkeys(h.word for h in hits[:5]))
            yield self.cite(doc, where, reading, hits[0], points, said("出现买卖证件的交易用语：{words}", words=words))
