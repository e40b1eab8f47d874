"""P107: Promises that lawful schools make too, rightly or not.

Why: an advertising law matter for a school (art. 24), but beside other evidence one more sign of a seller.
Catches: 包过, 一次通过, 快速拿证.
Spares: training schools: eight points, never a ground of its own.
"""

from __future__ import annotations

from collections.abc import Iterator

from detectors.rules.base import Rule, View
from detectors.rules.sale import promises
from zhenwei.sentences import said
from zhenwei.types import Finding, Side


class WeakPromise(Rule):
    """Promises that lawful schools make too, rightly or not."""

    id, side = "P107", Side.SALE
    about = "包过等招徕用语"
    levels = ("first", "more", "most")

    def look(self, view: View) -> Iterator[Finding]:
        for doc, where, reading, hits in promises(view, "weak_promise"):
            points = self.repeated(len(hits))
            words = "、".join(dict.fromkeys(h.word for h in hits[:5]))
            yield self.cite(doc, where, reading, hits[0], points, said("承诺包过、快速拿证：{words}", words=words))
