"""P154: The page is a printer of cards and badges.

Why: 上岗证, 工作证 and 证件卡 are badges there, made to order for employers and schools.
Catches: three or more of 会员卡, 校园卡, 胸卡, 工作牌, 吊牌 and the like, without a word of imitation (damping).
Spares: forgers who call themselves card factories: 高仿, 一比一, 仿制 end the damping.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from detectors.rules.base import Rule, View
from detectors.text.trades import CARDS
from zhenwei.sentences import said
from zhenwei.types import Finding, Side

_CARDS = re.compile("|".join(sorted(CARDS, key=len, reverse=True)))
_LEAST = 3
_IMITATES = re.compile(r"高仿|精仿|仿真|仿制|一比一|1:1|1比1|复刻|真证|原证|以假乱真")


class CardPrinter(Rule):
    """The page is a printer of cards and badges."""

    id, side = "P154", Side.NOTE
    about = "制卡、印刷业务"

    def look(self, view: View) -> Iterator[Finding]:
        for doc in view.documents:
            if len(doc.reading.seen & CARDS) < _LEAST:
                continue
            text = doc.reading.folded.text
            words = {m[0] for m in _CARDS.finditer(text)}
            if len(words) >= _LEAST and not _IMITATES.search(text):
                first = sorted(words)[:5]
                detail = said("制卡、印刷业务：{words}", words="、".join(first))
                yield self.find(doc, self.worth("found"), detail, words=doc.reading.ordered(first))
