"""P112: A QR code that adds the seller as a friend stands with the offer.

Why: the code is the contact; the text may hold none.
Catches: u.wechat.com, weixin.qq.com/r, qm.qq.com, wxp:// and plain numbers beside an offer.
Spares: codes on pages without an offer (every school has one).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from detectors.rules.base import Rule, View
from detectors.rules.sale import core
from zhenwei.types import Finding, Side

_FRIEND = re.compile(
    r"u\.wechat\.com|weixin\.qq\.com|work\.weixin|qm\.qq\.com|^wxp://|qr\.alipay|t\.me/|^\d{6,11}$|wechat|wx[-_a-z0-9]{4,}",
    re.I,
)


class QrContact(Rule):
    """A QR code that adds the seller as a friend stands with the offer."""

    id, side = "P112", Side.SALE
    about = "招徕旁有微信等加好友二维码"

    def look(self, view: View) -> Iterator[Finding]:
        for doc in view.documents:
            if not any(core(reading) for _, reading in doc.readings):
                continue
            for code in doc.codes:
                if _FRIEND.search(code):
                    detail = f"招徕旁的二维码指向联系渠道（{code[:24]}…）"
                    yield self.find(doc, self.worth("found"), detail, key="qr")
                    break
