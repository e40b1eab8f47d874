"""P140: Some visitors are led away to a seller's site, others stay.

Why: a page that sends only phones or only visitors from a search elsewhere hides where it leads from whoever checks it.
Catches: redirects by server, meta mark or script that end at another site with an offer, for one kind of visitor.
Spares: redirects of everybody, mobile hosts of the same site, log-ins and applications, pages without an offer at the
    end, redirects that occur at times only.
"""

from __future__ import annotations

from collections.abc import Iterator

from detectors.page.faces import SEARCH
from detectors.page.offering import core, shows_offer
from detectors.page.steering import led_apart
from detectors.rules.base import Rule, View
from zhenwei.types import Finding, Side


class LedToSeller(Rule):
    """Some visitors are led away to a seller's site."""

    id, side = "P140", Side.SALE
    about = "将部分访问者引往招徕网站"

    def look(self, view: View) -> Iterator[Finding]:
        if len(view.documents) < 2 or not any(d.led_away for d in view.documents):
            return
        for led in led_apart(view.documents):
            if shows_offer(led.doc) and not shows_offer(led.stayed):
                aim = "search" if led.doc.page.profile in SEARCH else "device"
                words = [h.word for where, r in led.doc.readings if where != "hidden" for h in core(r)]
                yield self.find(led.doc, self.worth("found"), led.words, against=led.away, key=aim, words=words)
                return
