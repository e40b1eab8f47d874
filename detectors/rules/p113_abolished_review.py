"""P113: The page sells a review that no longer exists.

Why: since 2026-06-01 certificates are exchanged every six years without a review in between; who still sells
    one sells nothing.
Catches: 复审代办, 包复审 after that day.
Spares: pages before that day, news that explain the change, schools that train for the exchange (换证).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from detectors.rules.base import Rule, View
from detectors.rules.sale import core
from detectors.text.lexicon import Hit
from zhenwei.types import Finding, Side

ENDED = date(2026, 6, 1)
_REVIEW = re.compile(r"(?:代办|包|代做|代理)[^。！？\n，,]{0,4}复审|复审[^。！？\n，,]{0,4}(?:代办|包过|包办)")


class AbolishedReview(Rule):
    """The page sells a review that no longer exists."""

    id, side = "P113", Side.SALE
    about = "代办已取消的复审"

    def look(self, view: View) -> Iterator[Finding]:
        if view.today < ENDED:
            return
        for doc in view.documents:
            for where, reading in doc.readings:
                match = _REVIEW.search(reading.folded.text)
                if match and (core(reading) or reading.contacts):
                    hit = Hit("review", match[0], match.start(), match.end())
                    if not reading.quotation.is_reported(hit):
                        detail = "2026年6月1日起复审已取消，仍在招徕代办复审"
                        yield self.cite(doc, where, reading, hit, self.worth("found"), detail)
