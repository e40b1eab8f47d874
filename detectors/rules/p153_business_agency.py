"""P153: The page is an agency for companies: registration, accounts, tax, licences, trade marks.

Why: such agencies say 代办, 无需到场 and 先办后付 about papers of companies, which is lawful.
Catches: three or more words of that trade and no certificate of a person on offer (damping).
Spares: sellers who list company papers beside certificates of persons: no damping there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from detectors.rules.base import Rule, View
from detectors.rules.sale import about_certificates
from detectors.text.trades import AGENCY
from zhenwei.sentences import said
from zhenwei.types import Finding, Side

_TRADE = re.compile("|".join((*sorted(AGENCY, key=len, reverse=True), r"iso\d{4,5}")))
_LEAST = 3


class BusinessAgency(Rule):
    """The page is an agency for companies or for errands at counters."""

    id, side = "P153", Side.NOTE
    about = "企业证照或事务代办"

    def look(self, view: View) -> Iterator[Finding]:
        for doc in view.documents:
            text = doc.reading.folded.text
            if "iso" not in text and len(doc.reading.seen & AGENCY) < _LEAST:
                continue
            words = {m[0] for m in _TRADE.finditer(text)}
            if len(words) >= _LEAST and not any(
                h.group == "goods_work" for h in about_certificates(doc, "visible", doc.reading)
            ):
                first = sorted(words)[:5]
                detail = said("代办企业证照或事务：{words}", words="、".join(first))
                yield self.find(doc, self.worth("found"), detail, words=doc.reading.ordered(first))
