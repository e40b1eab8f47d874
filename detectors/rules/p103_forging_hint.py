"""P103: Words at home with forgers and in some lawful trades.

Why: seal engraving, steel seals and anti-forgery print are lawful alone; beside papers and a contact they tell
    a forger.
Catches: 刻章, 钢印齐全, 高仿, 银行流水 beside names of certificates.
Spares: an engraver without papers on offer; the points alone never reach the threshold.
"""

from __future__ import annotations

from collections.abc import Iterator

from detectors.rules.base import Rule, View
from detectors.rules.sale import promises
from zhenwei.sentences import said
from zhenwei.types import Finding, Side


class ForgingHint(Rule):
    """Words at home with forgers and in some lawful trades."""

    id, side = "P103", Side.SALE
    about = "与造假相连的用语"
    levels = ("first", "more", "most")

    def look(self, view: View) -> Iterator[Finding]:
        for doc, where, reading, hits in promises(view, "forging_hint"):
            points = self.repeated(len(hits))
            words = "、".join(dict.fromkeys(h.word for h in hits[:5]))
            yield self.cite(doc, where, reading, hits[0], points, said("出现与制假相连的用语：{words}", words=words))
