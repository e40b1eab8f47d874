"""P117: The offer is shown to some visitors only.

Why: cloaking serves search spiders or escapes inspectors; no lawful page offers certificates to one kind of visitor.
Catches: an offer for spider, phone, WeChat or visitors from a search engine in what the others' page does not say,
    also where computers get an empty page, an error or a decoy, or are all shut out (TLS error, endless loading, a
    lost connection, a loop of redirects) while every phone gets through.
Spares: the same text in another layout, offers that any computer sees, pages that failed, asked for a captcha or a
    log-in, advertisements that change from load to load.
"""

from __future__ import annotations

from collections.abc import Iterator

from detectors.page.faces import SEARCH, cloaks, own_offers
from detectors.page.offering import shows_any
from detectors.rules.base import Rule, View
from detectors.rules.sale import core
from zhenwei.sentences import said
from zhenwei.types import Finding, Side


class CloakedOffer(Rule):
    """The offer is shown to some visitors only."""

    id, side, version = "P117", Side.SALE, 3
    about = "招徕仅对部分访问者展示"

    def look(self, view: View) -> Iterator[Finding]:
        if len(view.documents) + len(view.blank) + len(view.failed) < 2:
            return
        for cloak in cloaks(view.documents, view.blank, shows_any, view.failed):
            found = next(own_offers(cloak, core), None)
            if found is None:
                continue
            doc, where, reading, hit = found
            searched = {d.page.profile for d in cloak.shown} <= SEARCH
            aim = said("只给搜索引擎和搜索访客看") if searched else said("避开电脑访问")
            detail = said(
                "招徕内容仅对部分访问方式展示（{who}），{instead}：{aim}", who=cloak.who, instead=cloak.instead, aim=aim
            )
            yield self.cite(doc, where, reading, hit, self.worth("found"), detail)
            return
