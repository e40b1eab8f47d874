"""P120: The page sells tools for forging: templates of certificates, look-up pages to be set up, records to be entered.

Why: a certificate's template and a page that answers for it have no lawful buyer.
Catches: 操作证模板, PSD, 查询系统源码, 录入即可查, 送域名, near the name of a certificate.
Spares: software firms that build enrolment and examination systems; template sites without certificates.
"""

from __future__ import annotations

from collections.abc import Iterator

from detectors.rules.base import Rule, View
from detectors.rules.sale import promises
from zhenwei.sentences import said
from zhenwei.types import Finding, Side


class ForgingKit(Rule):
    """The page sells tools for forging: templates, look-up pages, records to be entered."""

    id, side = "P120", Side.SALE
    about = "出售造假工具（模板、假查询系统）"
    levels = ("first", "more", "most")

    def look(self, view: View) -> Iterator[Finding]:
        for doc, where, reading, hits in promises(view, "kit"):
            points = self.repeated(len(hits))
            words = "、".join(dict.fromkeys(h.word for h in hits[:5]))
            yield self.cite(
                doc, where, reading, hits[0], points, said("出售证件模板或假查询系统：{words}", words=words)
            )
