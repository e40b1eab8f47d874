"""P150: The sellers' words are reported, quoted, forbidden or studied.

Why: quoting is not offering.
Catches: news, police notices, judgments, warnings of schools, this project's own papers.
Spares: a seller's text spliced in front of news: its words stand beside a contact and are not reported.
"""

from __future__ import annotations

from collections.abc import Iterator

from detectors.page.offering import core
from detectors.rules.base import Rule, View
from zhenwei.sentences import said
from zhenwei.types import Finding, Side


class Reported(Rule):
    """The sellers' words are reported, quoted, forbidden or studied."""

    id, side = "P150", Side.NOTE
    about = "转述而非招徕"

    def look(self, view: View) -> Iterator[Finding]:
        for doc in view.documents:
            reading = doc.reading
            if reading.reported and len(reading.reported) >= len(core(reading)):
                points = self.worth("found")
                yield self.cite(
                    doc, "visible", reading, reading.reported[0], points, said("相关用语系转述、警示或引用，不是招徕")
                )
