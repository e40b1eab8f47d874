"""P112: A QR code that leads to the seller, or to where the seller is paid, stands with the offer.

Why: the code is the contact; the text may hold none.
Catches: friend links of WeChat and QQ, payment codes, Telegram, telephone numbers and visiting cards beside an offer.
Spares: codes on pages without an offer (every school has one), codes that only lead to an address.
"""

from __future__ import annotations

from collections.abc import Iterator

from detectors.page.targets import REACHING, masked, targets_of
from detectors.rules.base import Rule, View
from detectors.rules.sale import core
from zhenwei.sentences import said
from zhenwei.types import Finding, Side


class QrContact(Rule):
    """A QR code that leads to the seller, or to where the seller is paid, stands with the offer."""

    id, side = "P112", Side.SALE
    about = "招徕旁有加好友、收款等二维码"

    def look(self, view: View) -> Iterator[Finding]:
        for doc in view.documents:
            if not any(core(reading) for _, reading in doc.readings):
                continue
            told: set[str] = set()
            for target in (t for code in doc.codes for t in targets_of(code)):
                number = target.kind == "qr" and target.value.isdigit() and 6 <= len(target.value) <= 11
                if (target.kind in REACHING or number) and target.kind not in told:
                    told.add(target.kind)
                    leads = said("号码") if number else target.leads
                    detail = said("招徕旁的二维码指向{what}（{masked}）", what=leads, masked=masked(target))
                    yield self.find(doc, self.worth("found"), detail, key=target.kind)
