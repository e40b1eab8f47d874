"""P151: The page speaks of hours, teachers, examination sites and conditions, as schools do.

Why: a school that teaches and sends its pupils to the examination is lawful, even where it advertises loudly.
Catches: four or more such words: damping (see score).
Spares: a seller who borrows them: two or more kinds of sellers' words outweigh the damping.
"""

from __future__ import annotations

from collections.abc import Iterator

from detectors.rules.base import Rule, View
from zhenwei.sentences import said
from zhenwei.types import Finding, Side


class LawfulSchool(Rule):
    """The page speaks of hours, teachers, examination sites and conditions, as schools do."""

    id, side = "P151", Side.NOTE
    about = "具备合法培训机构的特征"
    levels = ("each", "most")

    def look(self, view: View) -> Iterator[Finding]:
        for doc in view.documents:
            words = doc.reading.words("lawful_school")
            if len(words) >= 4:
                points = min(self.worth("most"), self.worth("each") * len(words))
                first = sorted(words)[:6]
                detail = said("出现培训机构用语：{words}", words="、".join(first))
                yield self.find(doc, points, detail, words=doc.reading.ordered(first))
