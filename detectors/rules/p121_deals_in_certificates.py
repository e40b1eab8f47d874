"""P121: Certificates are procured for a private contact, and no teaching or examination is spoken of.

Why: whoever may lawfully help to a certificate teaches or enrols; who only procures it sells it.
Catches: 代办电工证, 焊工证办理 with a mobile number, WeChat or QQ, without a word of course or examination.
Spares: schools and enrolment offices (they speak of courses and examinations), reported words, toll-free numbers
alone, notices of loss.
"""

from __future__ import annotations

from collections.abc import Iterator

from detectors.rules.base import Rule, View
from detectors.rules.deals import deals
from zhenwei.sentences import said
from zhenwei.types import Finding, Side


class DealsInCertificates(Rule):
    """Certificates are procured for a private contact, and no teaching or examination is spoken of."""

    id, side = "P121", Side.SALE
    about = "只谈代办证件，不谈培训考试"

    def look(self, view: View) -> Iterator[Finding]:
        for doc in view.documents:
            for where, reading, hit in deals(doc):
                points = self.worth("found")
                yield self.cite(
                    doc, where, reading, hit, points, said("只称“{offer}”，通篇不谈培训和考试", offer=hit.word)
                )
