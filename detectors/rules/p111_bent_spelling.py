"""P111: Sellers' words are spelt so that machines miss them.

Why: an honest page has no reason to write 电-工-证 or 免✨考; only who is filtered does.
Catches: signs inside words, sound-alikes, circled digits in numbers, split characters.
Spares: blanks between characters, traditional characters, full-width forms, lists with slashes; one odd word
    alone (6 points).
"""

from __future__ import annotations

from collections.abc import Iterator

from detectors.rules.base import Rule, View
from zhenwei.sentences import said
from zhenwei.types import Finding, Side


class BentSpelling(Rule):
    """Sellers' words are spelt so that machines miss them."""

    id, side = "P111", Side.SALE
    about = "拆写、谐音等躲避识别的写法"
    levels = ("spelling", "one", "digits")

    def look(self, view: View) -> Iterator[Finding]:
        groups = ("goods_work", "skip_exam", "forging", "pay_later", "verifiable", "trade", "weak_promise", "act")
        for doc in view.documents:
            for where, reading in doc.readings:
                bent = [h for h in reading.hits if h.bent and h.group in groups]
                distinct = {h.word: h for h in bent}
                dressed = [
                    c
                    for c in reading.contacts
                    if c.kind in ("phone", "wechat", "qq")
                    and not c.quote.isascii()
                    and any(ord(x) > 0x2100 and not "\u4e00" <= x <= "\u9fff" and x not in "：，。" for x in c.quote)
                ]
                weight = len(distinct) + len(dressed)
                if weight and bent:
                    points = self.worth("spelling" if weight >= 2 else "one")
                    yield self.cite(doc, where, reading, bent[0], points, said("用符号拆写、谐音或异体数字躲避识别"))
                elif dressed:
                    c = dressed[0]
                    detail = said("联系方式用异体数字书写（{kind}：{masked}）", kind=c.kind, masked=c.masked)
                    yield self.find(doc, self.worth("digits"), detail, key="digits")
