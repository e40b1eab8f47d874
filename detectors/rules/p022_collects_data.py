"""P022: In a regulator's name the page collects identity papers or money for a certificate.

Why: the regulator takes neither a fee nor a photograph of an identity card on a page of its own making.
Catches: 激活电子证照, 缴纳工本费, 补证 with fields for name and identity number, on a page that calls itself an organ.
Spares: enrolment forms of schools in their own name, look-ups (P005), genuine hosts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from detectors.page.claims import ministry
from detectors.rules.base import Rule, View
from zhenwei.sentences import said
from zhenwei.types import Finding, Side

_FEE = re.compile(
    r"(?:工本费|制证费|证照费|激活费|年审费|换证费|补证费|手续费|邮寄费|认证费|验证费)[^。\n]{0,8}\d{1,4}\s*元|"
    r"(?:缴纳|支付|缴费)[^。\n]{0,10}\d{1,4}\s*元"
)
_TASK = re.compile(r"激活|领取|换发|换领|补发|补证|补制|补办|年检|年审|认证|登记|预约|申领|注销")


class CollectsData(Rule):
    """In a regulator's name the page collects identity papers or money for a certificate."""

    id, side = "P022", Side.IMPERSONATION
    about = "以监管部门名义收集身份信息或收费"
    levels = ("fee", "data")

    def look(self, view: View) -> Iterator[Finding]:
        for doc in view.documents if view.foreign else ():
            if not any(c.kind in ("organ", "lookup", "platform") for c in doc.claims):
                continue
            text = doc.reading.folded.text
            asks = re.search(r"身份证|证件号", text + doc.asked) is not None
            fee, task = _FEE.search(text), _TASK.search(text)
            if doc.reading.of("goods_work") and task and (fee or doc.asked) and asks:
                asked = said("以监管部门名义办理“{task}”、要求填写身份信息", task=task[0])
                paid = said("以监管部门名义办理“{task}”并收取费用", task=task[0])
                yield self.find(
                    doc,
                    self.worth("fee" if fee else "data"),
                    paid if fee else asked,
                    target=ministry(view.watchlist),
                    key="data",
                    words=fee[0] if fee else task[0],
                )
