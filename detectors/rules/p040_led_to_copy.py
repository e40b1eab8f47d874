"""P040: Some visitors are led away to an imitation, others stay.

Why: an address that is printed as a QR code serves phones and WeChat; whoever types it at a desk sees nothing of it.
Catches: redirects for one kind of visitor that end at another site which claims to be an organ or looks
    certificates up.
Spares: redirects of everybody, mobile hosts of the same site, log-ins and applications, redirects to genuine
    hosts.
"""

from __future__ import annotations

from collections.abc import Iterator

from detectors.page.steering import led_apart
from detectors.rules.base import Rule, View
from detectors.rules.p017_cloaked_copy import claimed, imitates, shown_words
from zhenwei.sentences import said
from zhenwei.types import Finding, Side


class LedToCopy(Rule):
    """Some visitors are led away to an imitation."""

    id, side = "P040", Side.IMPERSONATION
    about = "将部分访问者引往仿冒网站"

    def look(self, view: View) -> Iterator[Finding]:
        if not view.foreign or len(view.documents) < 2 or not any(d.led_away for d in view.documents):
            return
        for led in led_apart(view.documents):
            if imitates(led.doc) and not imitates(led.stayed):
                detail = said("{led}；到达的网页有{claim}", led=led.words, claim=claimed(led.doc))
                words, where = shown_words(led.doc)
                points = self.worth("found")
                yield self.find(led.doc, points, detail, against=led.away, key="led", words=words, where=where)
                return
