"""P113: The page sells a review that no longer exists.

Why: since order 19 came into force certificates are exchanged every six years without a review in between; who still
    sells one sells nothing. From which day on stands in the catalogue (`review_years = 0`), not here.
Catches: 复审代办, 包复审, 免考复审 on a page captured after that day.
Spares: pages captured before that day, news that explain the change, schools that train for the exchange (换证).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from zoneinfo import ZoneInfo

from detectors.page.document import Document
from detectors.rules.base import Rule, View
from detectors.rules.sale import core
from detectors.text.anchors import Anchored
from detectors.text.lexicon import Hit
from zhenwei.sentences import said
from zhenwei.types import Finding, Side

_REVIEW = Anchored(
    r"(?:代办|代审|包过?|代做|代理|代报|免考|加急|快速)[^。！？\n，,]{0,4}复审|复审[^。！？\n，,]{0,4}(?:代办|包过|包办|不用|免考|加急|直接)|代复审"
)
_HERE = ZoneInfo("Asia/Shanghai")


class AbolishedReview(Rule):
    """The page sells a review that no longer exists."""

    id, version, side = "P113", 2, Side.SALE
    about = "代办已取消的复审"

    def look(self, view: View) -> Iterator[Finding]:
        for doc in view.documents:
            rules = view.watchlist.review_on(_day(doc, view.today))
            if rules is None or rules.review_years != 0:
                continue
            since = rules.valid_from
            for where, reading in doc.readings:
                match = _REVIEW.search(reading.folded.text)
                if match and (core(reading) or reading.contacts or reading.deal is not None):
                    hit = Hit("review", match[0], match.start(), match.end())
                    if not reading.quotation.is_reported(hit):
                        detail = said(
                            "{y}年{m}月{d}日起复审已取消，仍在招徕代办复审", y=since.year, m=since.month, d=since.day
                        )
                        yield self.cite(doc, where, reading, hit, self.worth("found"), detail)


def _day(doc: Document, today: date) -> date:
    """Return the day of the capture where people read it; a capture from the future is a wrong clock."""
    return min(doc.page.captured_at.astimezone(_HERE).date(), today)
