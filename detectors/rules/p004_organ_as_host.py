"""P004: The footer names a regulator as host, operator or owner.

Why: nobody else may sign in its name.
Catches: 主办单位:应急管理部, 版权所有:某市应急管理局 on a foreign host.
Spares: 来源, 主管单位 in running text, technical supporters.
"""

from __future__ import annotations

from collections.abc import Iterator

from detectors.rules.base import Rule, View
from zhenwei.sentences import said
from zhenwei.types import Finding, Side


class OrganAsHost(Rule):
    """The footer names a regulator as host, operator or owner."""

    id, side = "P004", Side.IMPERSONATION
    about = "署名主办单位为监管部门"
    levels = ("host",)

    def look(self, view: View) -> Iterator[Finding]:
        if not view.foreign:
            return
        for doc in view.documents:
            for claim in doc.claims:
                if claim.kind == "organ" and claim.where == "host":
                    yield self.find(
                        doc,
                        self.worth("host"),
                        said("页脚署名“{claim}”，域名不属于该单位", claim=claim.words),
                        target=claim.target,
                        against=claim.words,
                        key=claim.where,
                        words=claim.words,
                        where=claim.place,
                    )
