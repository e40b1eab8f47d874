"""P118: An offer takes a small part of a page that is about something else.

Why: sellers write themselves into the head or the foot of news and school pages.
Catches: a visible offer in less than a third of the text, while the rest speaks as news, school or authority.
Spares: sellers' own pages: their whole page is the offer.
"""

from __future__ import annotations

from collections.abc import Iterator

from detectors.page.offering import core, passage
from detectors.page.planting import spliced
from detectors.rules.base import Rule, View
from detectors.rules.sale import REACH, about_certificates
from zhenwei.sentences import said
from zhenwei.types import Finding, Side


class SplicedOffer(Rule):
    """An offer takes a small part of a page that is about something else."""

    id, side, version = "P118", Side.SALE, 2
    about = "招徕被拼接在无关内容之前或之后"

    def look(self, view: View) -> Iterator[Finding]:
        for doc in view.documents:
            share = spliced(doc)
            goods = about_certificates(doc, "visible", doc.reading) if share else ()
            if goods and (offered := doc.reading.near(core(doc.reading), goods, REACH)):
                points = self.worth("found")
                detail = said("招徕文字只占页面的 {share:.0%}，其余内容与之无关；所引即被植入的文字", share=share)
                yield self.cite(doc, "visible", doc.reading, passage(doc.reading, offered[0]), points, detail)
