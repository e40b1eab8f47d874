"""P056: The page only offers its own domain for sale, or says that the domain has run out or is parked.

Why: a look-alike name on a parking page harms nobody yet, but whoever buys it may: the name is watched, not referred.
Catches: short pages that sell "this domain" or say that it is parked or expired, in Chinese or English.
Spares: pages of dealers about many domains, pages with a form or a look-up, and texts that mention such a sale.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from detectors.rules.base import Rule, View
from zhenwei.sentences import said
from zhenwei.types import Finding, Side

# A parking page has little to say besides; measured in characters of visible text.
_SHORT = 900
_NAME = r"(?:此|该|本|这个|您(?:正在)?访问的|您(?:正在)?浏览的)(?:网站|站点)?(?:的)?(?:优质|精品)?域名"
_ITSELF = re.compile(
    rf"{_NAME}[^。！!\n]{{0,16}}(?:出售|转让|待售|可售|竞价|拍卖|交易|停放|已到期|已过期|到期未续费|尚未备案|暂停解析)|"
    r"(?:出售|转让|求购|购买)(?:此|该|本|这个)域名|域名(?:出售|转让)中|"
    r"this (?:premium )?domain(?: name)?(?: \S+)? (?:is|may be)[^.\n]{0,20} (?:for sale|parked|expired|available)|"
    r"(?:buy|purchase|acquire|inquire about|make an offer on) this domain|domain (?:is )?for sale|"
    r"\S+\.[a-z]{2,} (?:is|may be) for sale|this (?:web ?page|domain|site) (?:is|was) (?:parked|registered at)",
    re.IGNORECASE,
)


class ForSale(Rule):
    """The page only offers its own domain for sale, or says that the domain has run out or is parked."""

    id, side = "P056", Side.NOTE
    about = "域名停放或出售页"

    def look(self, view: View) -> Iterator[Finding]:
        for doc in view.documents:
            text = doc.visible.text
            if doc.forms or len(text) > _SHORT or (sold := _ITSELF.search(text)) is None:
                continue
            yield self.find(
                doc,
                self.worth("found"),
                said("页面只说域名在出售、停放或已到期：{words}", words=sold[0][:40]),
                words=sold[0],
            )
            return
