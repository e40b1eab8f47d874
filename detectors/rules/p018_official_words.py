"""P018: The page about certificates calls itself official, the only one, approved by the state.

Why: a regulator does not need to say so; a faker does.
Catches: 唯一官方, 官方查询, 国家认可 on a page that also claims to be a platform or has a look-up form.
Spares: advice to use the official site (以官网为准), pages without claims.
"""

from __future__ import annotations

from collections.abc import Iterator

from detectors.rules.base import Rule, View
from zhenwei.sentences import said
from zhenwei.types import Finding, Side


class OfficialWords(Rule):
    """The page about certificates calls itself official, the only one, approved by the state."""

    id, side = "P018", Side.IMPERSONATION
    about = "自称官方、全国唯一"
    levels = ("first", "more", "most")

    def look(self, view: View) -> Iterator[Finding]:
        if not view.foreign:
            return
        for doc in view.documents:
            words = doc.reading.words("official_claim") | doc.head.words("official_claim")
            if words and (doc.forms or doc.claims):
                first = sorted(words)[:4]
                detail, points = said("自称：{words}", words="、".join(first)), self.repeated(len(words))
                yield self.find(doc, points, detail, key="words", words=doc.reading.ordered(first))
