"""P141: A script treats visitors from search engines, or search spiders, unlike others.

Why: such scripts are what intruders leave: the owner, who types the address, sees the page as it was.
Catches: scripts that read where the visitor comes from or whether it is a spider, name search engines, and lead to
    another site or show another title; escaped and divided strings are put together first.
Spares: statistics of search engines, redirects of phones to the site's own mobile host, log-ins and applications.
"""

from __future__ import annotations

from collections.abc import Iterator

from detectors.page.steering import search_scripts
from detectors.rules.base import Rule, View
from zhenwei.sentences import said
from zhenwei.types import Finding, Side


class AsksWhereFrom(Rule):
    """A script treats visitors from search engines unlike others."""

    id, side = "P141", Side.SALE
    about = "网页脚本按搜索来源区别对待访问者"

    def look(self, view: View) -> Iterator[Finding]:
        for doc in view.documents:
            for what, away in search_scripts(doc):
                detail = said("{what}（{away}）", what=what, away=away) if away else what
                yield self.find(doc, self.worth("found"), detail, against=away, key=away or "title")
                return
