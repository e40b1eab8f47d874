"""P033: A QR code on a page about work certificates leads to what looks like a look-up, at no authority's address.

Why: the code on a forged card leads to the forged look-up: an address that no search engine and no list may know.
Catches: codes whose address is outside the authorities and names a look-up, a certificate or the regulator.
Spares: codes to genuine look-ups, to the page's own site, to cleared hosts, to articles and app stores. It gives no
points: the address is a lead, the page that shows it may be a victim's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from detectors.page.document import Document
from detectors.page.targets import is_vouched, targets_of
from detectors.rules.base import Rule, View
from zhenwei.sentences import said
from zhenwei.types import Finding, Side

_LOOKUP = re.compile(
    r"(?<![a-z])(?:cx|zscx|zjcx|zmcx|cxpt)(?![a-z])|chaxun|query|verif|yanzheng|chayan|zhengshu|zhengjian|zhengzhao|"
    r"cert|yingji|yjgl|anjian|(?<![a-z])(?:gov|mem)(?![a-z])|tzzy|czz(?![a-z])|[?&](?:zsbh|zjhm|sfzh|idcard|certno)=",
    re.I,
)


class CodeToLookup(Rule):
    """A QR code leads to what looks like a look-up, at no authority's address."""

    id, side = "P033", Side.NOTE
    about = "二维码指向非官方的查询地址"

    def look(self, view: View) -> Iterator[Finding]:
        for doc in view.documents if not view.trusted else ():
            if not doc.codes or not _about_certificates(doc):
                continue
            for target in (t for code in doc.codes for t in targets_of(code)):
                if (
                    target.host
                    and _LOOKUP.search(target.value)
                    and not is_vouched(target.host, view.host, view.watchlist)
                ):
                    detail = said("二维码指向 {host}，形似证件查询页，可作线索", host=target.host)
                    yield self.find(doc, self.worth("found"), detail, against=target.value, key=target.host)


def _about_certificates(doc: Document) -> bool:
    parts = [reading for _, reading in doc.readings]
    return any(p.of("goods_work") or p.of("lookup_work") or len(p.words("result")) >= 3 for p in parts)
