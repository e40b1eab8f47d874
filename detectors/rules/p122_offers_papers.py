"""P122: Papers of persons are procured, made or sold by whoever writes.

Why: only the authority issues a paper, after its own procedure; a private writer who offers diplomas, licences, seals
    or certificates in the words of a trader sells what nobody may sell.
Catches: (verb of procuring, making, selling) × (papers, as an open class) × (seller's signs: long-term, all kinds,
    sorry to disturb, pay on delivery, can be looked up, a contact), also in a message of ten characters; without a verb
    beside the paper where all the kinds of words around it together speak for a seller (`detectors/text/pitch.py`).
Spares: papers that are demanded or held, schools, notices of loss, translators, counters, vacancies, lenders,
    engravers, reported words; a verb and a paper alone.
"""

from __future__ import annotations

from collections.abc import Iterator

from detectors.rules.base import Rule, View
from detectors.text.dealing import Dealing
from detectors.text.papers import SPOKEN as KINDS_SPOKEN
from detectors.text.pitch import kinds
from detectors.text.signs import signs
from zhenwei.sentences import listed, said
from zhenwei.types import Finding, Side


class OffersPapers(Rule):
    """Papers of persons are procured, made or sold by whoever writes."""

    id, side = "P122", Side.SALE
    about = "以办理、制作、出售的口吻招徕个人证件"
    levels = ("plain", "clear", "certain")

    def look(self, view: View) -> Iterator[Finding]:
        for doc in view.documents:
            for where, reading in doc.readings:
                if where == "hidden":
                    continue
                deal = reading.deal
                if deal is None:
                    continue
                level = "plain" if deal.weight < 5 else "clear" if deal.weight < 6 else "certain"
                yield self.cite(doc, where, reading, deal.hit, self.worth(level), _told(deal))


def _told(deal: Dealing) -> str:
    beside = listed(spoken for name, spoken in {**kinds().spoken, **signs().spoken}.items() if name in deal.signs)
    papers = listed(KINDS_SPOKEN[kind] for kind in KINDS_SPOKEN if kind in deal.kinds) or said("证件")
    return said("招徕{papers}；旁证：{beside}", papers=papers, beside=beside)
