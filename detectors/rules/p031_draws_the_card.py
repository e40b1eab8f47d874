"""P031: The page makes a picture of a work-safety certificate out of typed words.

Why: behind forged look-ups stands a back office that turns typed data into the picture of a certificate; only the
issuer has a certificate to show.
Catches: fields of the card (准操项目, 初领日期, 签发机关) beside a button or a script that makes a picture; a script
that writes them onto a canvas; a picture whose address carries the name and the number.
Spares: enrolment forms, staff lists that only save such fields, generators of other cards, pages about other things.
"""

from __future__ import annotations

from collections.abc import Iterator

from detectors.page.cards import drawn_by_address, drawn_by_script, fields_of_a_card, makes_pictures
from detectors.page.claims import ministry
from detectors.page.document import Document
from detectors.page.quoting import Words
from detectors.rules.base import Rule, View
from zhenwei.sentences import said
from zhenwei.types import Finding, Side


class DrawsTheCard(Rule):
    """The page makes a picture of a work-safety certificate out of typed words."""

    id, side = "P031", Side.IMPERSONATION
    about = "用填写的信息生成证件图片"
    levels = ("form", "script", "address")

    def look(self, view: View) -> Iterator[Finding]:
        for doc in view.documents if not view.trusted else ():
            if doc.visible.tree is None:
                continue
            for level, detail, words in _made(doc):
                target = ministry(view.watchlist)
                yield self.find(doc, self.worth(level), detail, target=target, key=level, words=words)
                break


def _made(doc: Document) -> Iterator[tuple[str, str, Words]]:
    scripts = doc.visible.scripts
    if drawn := drawn_by_script(scripts):
        yield "script", said("网页脚本把{words}等栏目画成证件图片", words=drawn), ""
    tree = doc.visible.tree
    if tree is None or not (doc.reading.of("goods_work") or doc.head.of("goods_work") or doc.reading.of("lookup_work")):
        return
    fields = fields_of_a_card(doc.asked)
    if fields and (means := makes_pictures(doc.reading.folded.text, scripts)):
        detail = said("填写{words}后生成证件图片（“{means}”）", words="、".join(fields[:4]), means=means[:20])
        yield "form", detail, (means, *fields)
    if source := drawn_by_address(tree):
        yield "address", said("证件图片由地址中的姓名、号码生成（{source}）", source=source[:60]), ""
