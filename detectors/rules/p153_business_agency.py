"""P153: The page is an agency for companies: registration, accounts, tax, licences, trade marks.

Why: such agencies say 代办, 无需到场 and 先办后付 about papers of companies, which is lawful.
Catches: three or more words of that trade and no certificate of a person on offer (damping).
Spares: sellers who list company papers beside certificates of persons: no damping there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from detectors.rules.base import Rule, View
from detectors.rules.sale import about_certificates
from zhenwei.types import Finding, Side

_TRADE = re.compile(
    r"代理记账|营业执照|公司注册|注册公司|工商注册|工商代办|财税|税务|商标|经营许可证|生产许可证|派遣许可证|许可证|变更法人|公司注销|年检|验车|过户|"
    r"签证|护照|社保|公积金|知识产权|资质升级|体系认证|iso\d{4,5}"
)


class BusinessAgency(Rule):
    """The page is an agency for companies or for errands at counters."""

    id, side = "P153", Side.NOTE
    about = "企业证照或事务代办"

    def look(self, view: View) -> Iterator[Finding]:
        for doc in view.documents:
            words = {m[0] for m in _TRADE.finditer(doc.reading.folded.text)}
            personal = any(h.group == "goods_work" for h in about_certificates(doc, "visible", doc.reading))
            if len(words) >= 3 and not personal:
                yield self.find(doc, self.worth("found"), f"代办企业证照或事务：{'、'.join(sorted(words)[:5])}")
