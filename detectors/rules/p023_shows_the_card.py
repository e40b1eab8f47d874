"""P023: The page presents itself as the state's certificate, as the register or as its database.

Why: the certificate and its register have one issuer; who is headed by its full name shows one.
Catches: the state's name before 特种作业操作证, 证照详情 as heading beside a record, …数据库 of a regulator.
Spares: articles, schools and shops that have the words within longer headings.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from detectors.page.claims import ministry, place_of
from detectors.rules.base import Rule, View
from zhenwei.sentences import said
from zhenwei.types import Finding, Side

_CARD = re.compile(
    r"(?:中华人民共和国)?(?:特种作业操作证|安全生产知识和管理能力考核合格证)"
    r"(?:电子证(?:照|书)?|证照|信息|查询结果|核验结果|验证结果|详情|证照详情|电子版|\(电子\)|（电子）|[-_·\s])*"
)
_NATION = re.compile(r"^中华人民共和国")
_REGISTER = re.compile(r"(?:应急管理|安全监管|安监|安全生产)[^。\n]{0,16}(?:数据库|证书库|证照库|证件库|登记系统)")


class ShowsTheCard(Rule):
    """The page presents itself as the state's certificate, as the register or as its database."""

    id, side = "P023", Side.IMPERSONATION
    about = "以国家证件或证件库的面目出现"
    levels = ("card", "register")

    def look(self, view: View) -> Iterator[Finding]:
        for doc in view.documents if view.foreign else ():
            short = len(doc.reading.folded.text) <= 1500
            read, headings = doc.reading, doc.headings
            if doc.is_picture and doc.pictured is not None:
                drawn = [("picture", line) for line in doc.pictured.folded.text.split("\n")[:3]]
                read, headings = doc.pictured, [*headings, *drawn]
            borne = ((w, h) for w, h in headings if short and _CARD.fullmatch("".join(h.split())))
            where, heading = next(borne, ("", ""))
            record = len(read.words("result")) >= 3
            register = _REGISTER.search(doc.reading.folded.text) if record and short else None
            if heading and (record or _NATION.match(heading)):
                detail = said("页面以“{heading}”为标题展示证件", heading=heading[:40])
                target, place = ministry(view.watchlist), place_of(where)
                yield self.find(doc, self.worth("card"), detail, target=target, key="card", words=heading, where=place)
            elif register:
                detail = said("自称“{register}”", register=register[0][:40])
                target = ministry(view.watchlist)
                yield self.find(doc, self.worth("register"), detail, target=target, key="register", words=register[0])
