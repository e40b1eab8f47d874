"""P001: A part of the title or a heading is exactly a regulator's name.

Why: a copy keeps the name that people search for; a page about the regulator puts the name into a longer sentence.
Catches: 应急管理部官网 as a title, 某省应急管理厅 as a logo, on a host that is not the owner's.
Spares: headlines that mention the regulator, gov.cn hosts, cleared hosts, pages whose address is unknown.
"""

from __future__ import annotations

from collections.abc import Iterator

from detectors.rules.base import PLACES, Rule, View
from zhenwei.sentences import said
from zhenwei.types import Finding, Side


class OrganAsSiteName(Rule):
    """A part of the title or a heading is exactly a regulator's name."""

    id, side = "P001", Side.IMPERSONATION
    about = "以监管部门名称作网站名"
    levels = ("title", "heading")

    def look(self, view: View) -> Iterator[Finding]:
        if not view.foreign:
            return
        for doc in view.documents:
            for claim in doc.claims:
                if claim.kind == "organ" and claim.where != "host":
                    yield self.find(
                        doc,
                        self.worth("title" if claim.where == "title" else "heading"),
                        said("{place}自称“{claim}”，域名不属于该单位", place=PLACES[claim.where], claim=claim.words),
                        target=claim.target,
                        against=claim.words,
                        key=claim.where,
                        words=claim.words,
                        where=claim.place,
                    )
