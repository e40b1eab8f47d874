"""What the rules about offers share: promises count only beside a certificate that they are about."""

from __future__ import annotations

from collections.abc import Iterator

from detectors.page.document import Document
from detectors.page.planting import core as core
from detectors.rules.base import View
from detectors.text.lexicon import Hit
from detectors.text.offers import Reading

# How far a promise may stand from the certificate that it is about, in folded characters.
REACH = 260


def about_certificates(doc: Document, where: str, reading: Reading) -> tuple[Hit, ...]:
    """Return the certificate words of a reading; a page with few words borrows them from its title."""
    goods = reading.of("goods_work") + reading.of("goods_other")
    if goods or where == "head":
        return goods
    lent = doc.head.of("goods_work")
    return (Hit("goods_work", lent[0].word, 0, len(reading.folded.text)),) if lent and where != "hidden" else ()


def promises(view: View, group: str) -> Iterator[tuple[Document, str, Reading, list[Hit]]]:
    """Yield for each reading the distinct offered words of a group that stand near a certificate."""
    for doc in view.documents:
        for where, reading in doc.readings:
            goods = about_certificates(doc, where, reading)
            near = reading.near(reading.offered[group], goods, REACH)
            distinct = list({h.word: h for h in near}.values())
            if distinct:
                yield doc, where, reading, distinct
