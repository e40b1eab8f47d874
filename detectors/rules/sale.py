"""What the rules about offers share: promises count only beside a certificate that they are about."""

from __future__ import annotations

import re
from collections.abc import Iterator

from detectors.page.document import Document
from detectors.page.offering import core as core
from detectors.rules.base import View
from detectors.text.lexicon import Hit
from detectors.text.offers import Reading
from detectors.text.papers import PERSONAL
from detectors.text.sentences import clause_start

# How far a promise may stand from the certificate that it is about, in folded characters.
REACH = 260
# "We do not handle certificates of persons", "employers check forged ones": the paper is named, not on offer.
_DISOWNED = re.compile(
    r"(?:不|未|没有|从不|绝不|概不|严禁|拒绝|禁止|勿)[^。！？\n，,]{0,4}(?:办理|代办|提供|出售|制作|受理|承接|接|发|收|涉及|参与)[^。！？\n，,]{0,12}$"
)


_NAMED = PERSONAL - {"any", "title"}
_AT_LARGE = {"证件", "证书", "办证", "资质", "学历", "职称", "资格证"}


def about_certificates(doc: Document, where: str, reading: Reading) -> tuple[Hit, ...]:
    """Return the certificate words of a reading; a page with few words borrows them from its title."""
    goods = reading.noted("goods", _goods)
    if goods or where == "head":
        return goods
    lent = doc.head.of("goods_work")
    return (Hit("goods_work", lent[0].word, 0, len(reading.folded.text)),) if lent and where != "hidden" else ()


def _goods(reading: Reading) -> tuple[Hit, ...]:
    goods = tuple(h for h in reading.of("goods_work") if not _is_disowned(reading, h))
    # A title alone is what schools and employers speak of; within an offer it means the paper.
    named = _NAMED | {"title"} if reading.deal is not None else _NAMED
    others = (*reading.of("goods_other"), *(h for h in reading.papers if h.group in named))
    return goods + tuple(h for h in others if not _is_disowned(reading, h) and not reading.quotation.is_reported(h))


def on_offer(doc: Document, where: str, reading: Reading) -> str:
    """Return "work" for operators' certificates, "named" for other papers with a name, "large" for papers at large."""
    if reading.of("goods_work") or doc.head.of("goods_work"):
        return "work"
    named = {h.word for h in about_certificates(doc, where, reading)} - _AT_LARGE
    return "named" if named else "large"


def _is_disowned(reading: Reading, hit: Hit) -> bool:
    text = reading.folded.text
    return bool(_DISOWNED.search(text[clause_start(text, hit.start) : hit.start]))


def promises(view: View, group: str) -> Iterator[tuple[Document, str, Reading, list[Hit]]]:
    """Yield for each reading the distinct offered words of a group that stand near a certificate."""
    for doc in view.documents:
        for where, reading in doc.readings:
            if not reading.offered[group]:
                continue
            goods = about_certificates(doc, where, reading)
            near = reading.near(reading.offered[group], goods, REACH)
            distinct = list({h.word: h for h in near}.values())
            if distinct:
                yield doc, where, reading, distinct
