"""P002: The page bears the name of a genuine look-up.

Why: the name belongs to one platform at one address.
Catches: the full title of a protected organ's look-up as title or heading.
Spares: links and sentences that name the platform.
"""

from __future__ import annotations

from collections.abc import Iterator

from detectors.rules.base import PLACES, Rule, View
from zhenwei.sentences import said
from zhenwei.types import Finding, Side


class LookupTitle(Rule):
    """The page bears the name of a genuine look-up."""

    id, side = "P002", Side.IMPERSONATION
    about = "使用官方查询平台的名称"

    def look(self, view: View) -> Iterator[Finding]:
        if not view.foreign:
            return
        for doc in view.documents:
            for claim in doc.claims:
                if claim.kind == "lookup":
                    yield self.find(
                        doc,
                        self.worth("found"),
                        said("{place}使用官方查询平台名称“{claim}”", place=PLACES[claim.where], claim=claim.words),
                        target=claim.target,
                        against=claim.words,
                        key=claim.where,
                        words=claim.words,
                        where=claim.place,
                    )
