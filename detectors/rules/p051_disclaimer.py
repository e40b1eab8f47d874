"""P051: The page says that it is not official or sends readers to the official site.

Why: who imitates does not warn.
Catches: 非官方, 以官网为准, 请登录官网 (damping).
Spares: copies that keep such a line in one corner: the damping is smaller than what they show.
"""

from __future__ import annotations

from collections.abc import Iterator

from detectors.rules.base import Rule, View
from zhenwei.sentences import said
from zhenwei.types import Finding, Side


class Disclaimer(Rule):
    """The page says that it is not official or sends readers to the official site."""

    id, side = "P051", Side.NOTE
    about = "声明并非官方"

    def look(self, view: View) -> Iterator[Finding]:
        for doc in view.documents:
            words = doc.reading.words("disclaimer")
            if words and not doc.forms:
                first = sorted(words)[:4]
                detail = said("声明：{words}", words="、".join(first))
                yield self.find(doc, self.worth("found"), detail, words=doc.reading.ordered(first))
