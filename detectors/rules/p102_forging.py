"""P102: The page offers to make papers, or lists papers of many authorities that one seller can never issue.

Why: one seller who makes diplomas, identity cards and operator certificates issues none of them lawfully.
Catches: 长期办理各类毕业证房产证, 证件制作, 高仿证, 刻章办证.
Spares: offices that say at which counter each paper is issued; court findings and police notices (reported),
    engraving shops and security printers (no list of papers).
"""

from __future__ import annotations

from collections.abc import Iterator

from detectors.rules.base import Rule, View
from detectors.rules.sale import promises
from detectors.text.offers import Reading
from detectors.text.signs import signs
from zhenwei.sentences import said
from zhenwei.types import Finding, Side


def _at_a_counter(reading: Reading) -> bool:
    """True if a text speaks as an office does and names no private way of contact."""
    private = any(c.kind != "phone" or c.value.startswith("1") for c in reading.contacts)
    return not private and signs().lawful["gov"].search(reading.folded.text) is not None


class Forging(Rule):
    """The page offers to make papers, or lists papers of many authorities that one seller can never issue."""

    id, side = "P102", Side.SALE
    about = "招徕伪造、仿制证件"
    levels = ("first", "more", "most")

    def look(self, view: View) -> Iterator[Finding]:
        for doc, where, reading, hits in promises(view, "forging"):
            if _at_a_counter(reading):
                continue
            points = self.repeated(len(hits))
            words = "、".join(dict.fromkeys(h.word for h in hits[:5]))
            yield self.cite(doc, where, reading, hits[0], points, said("招徕制作或代办各类证件：{words}", words=words))
