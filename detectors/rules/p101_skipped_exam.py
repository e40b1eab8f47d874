"""P101: The page promises a certificate without training, examination or presence.

Why: nobody can lawfully issue a certificate in that way (safety production law, art. 30), so the promise is the
    offence itself.
Catches: 免考包过, 无需到场, 3天出证, 只需身份证照片, near the name of a certificate.
Spares: the same words after 严禁/不存在, within quotation marks of a notice, in reported speech, or far from
    any certificate.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from detectors.rules.base import Rule, View
from detectors.rules.sale import on_offer, promises
from zhenwei.sentences import said
from zhenwei.types import Finding, Side

# Others who sit the examination or the hours in the buyer's place: fraud whatever school it calls itself.
_BY_OTHERS = re.compile(r"代考|替考|枪手|代刷|代答|替学|打点|买通|改成绩|挂名|走过场|走个过场")

# Staying away alone is also what lawful online services promise; it becomes an offer beside something else.
_AWAY = re.compile(r"到场|本人|露面|露脸|到校|人不|不来|来人|现场|出面|亲自|跑|法人")
_TAUGHT = re.compile(r"考|培|学|课|证件?(?:直|包)|出证|拿证")


class SkippedExam(Rule):
    """The page promises a certificate without training, examination or presence."""

    id, side = "P101", Side.SALE
    about = "承诺不经培训考试即可得证"
    levels = ("first", "away", "by_others", "more", "most", "share_work", "share_named", "share_large")

    def look(self, view: View) -> Iterator[Finding]:
        for doc, where, reading, hits in promises(view, "skip_exam"):
            away_only = all(_AWAY.search(h.word) and not _TAUGHT.search(h.word) for h in hits)
            share = self.worth(f"share_{on_offer(doc, where, reading)}")
            first: float = round(self.worth("away" if away_only else "first") * share)
            if any(_BY_OTHERS.search(h.word) for h in hits):
                first += self.worth("by_others")
            points = self.repeated(len(hits), first)
            words = "、".join(dict.fromkeys(h.word for h in hits[:5]))
            yield self.cite(
                doc, where, reading, hits[0], points, said("承诺免培训、免考试或本人不到场：{words}", words=words)
            )
