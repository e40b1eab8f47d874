"""P144: Hidden links to several other sites sell certificates.

Why: hidden links are sold by the hundred to lift sellers in search engines; the page that carries them was broken into.
Catches: three and more links in hidden parts, to two and more other sites, whose words deal in certificates, on a page
    that bears signs of an owner and is about something else.
Spares: visible lists of friendly links, hidden menus (they lead within the site), links to courses and examinations.
"""

from __future__ import annotations

from collections.abc import Iterator

from detectors.page.planting import hidden_links
from detectors.rules.base import Rule, View
from zhenwei.sentences import said
from zhenwei.types import Finding, Side


class HiddenLinks(Rule):
    """Hidden links to several other sites sell certificates."""

    id, side = "P144", Side.SALE
    about = "网页暗藏贩卖证件的链接"

    def look(self, view: View) -> Iterator[Finding]:
        for doc in view.documents:
            found = hidden_links(doc)
            if not found:
                continue
            (reading, hit), hosts = found[0][0], list(dict.fromkeys(host for _, host in found))
            detail = said(
                "暗藏 {n} 条贩卖证件的链接，指向 {hosts} 等 {of} 个外站",
                n=len(found),
                hosts="、".join(hosts[:3]),
                of=len(hosts),
            )
            yield self.cite(doc, "hidden", reading, hit, self.worth("found"), detail)
            return
